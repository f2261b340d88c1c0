/** What a generated parser's failure says to a rule's author: a few words on what could have stood there. */

/** An expectation as peggy's parsers list them; grammars name their tokens, so that `other` carries a name. */
export interface Expectation {
  readonly type: string;
  readonly text?: string;
  readonly description?: string;
}

const SHOWN = 6;

/** `expected "and", "or" or the end of the query, found "x"`. */
export function syntaxMessage(expected: readonly Expectation[] | null, found: string | null): string {
  const names = [...new Set((expected ?? []).flatMap(expectationName))].sort(byKind);
  const [last = 'something else', ...rest] = names.slice(0, SHOWN).reverse();
  const list = rest.length === 0 ? last : `${rest.reverse().join(', ')} or ${last}`;
  return `expected ${list}, found ${found === null ? 'the end of the query' : JSON.stringify(found)}`;
}

/** What has a name says more than a token does. */
function byKind(a: string, b: string): number {
  const tokenFirst = Number(a.startsWith('"')) - Number(b.startsWith('"'));
  return tokenFirst === 0 ? (a < b ? -1 : 1) : tokenFirst;
}

function expectationName(expectation: Expectation): readonly string[] {
  if (expectation.type === 'end') return ['the end of the query'];
  if (expectation.type === 'literal') return [JSON.stringify(expectation.text ?? '')];
  const name = expectation.description;
  return name === undefined || name === 'white space' ? [] : [name];
}

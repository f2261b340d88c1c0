/** Functions that are true or false: https://www.elastic.co/docs/reference/query-languages/esql/esql-functions-operators */
import { all, always, compare } from '../../condition/condition.ts';
import type { Operator } from '../../condition/condition.ts';
import { TEXT_FIELDS } from '../../condition/text-fields.ts';
import { textComparison } from './compare-text.ts';
import { textFunction } from './compare.ts';
import { certain, nullable } from './truth.ts';
import type { Truth } from './truth.ts';
import { missing } from './value.ts';
import type { FieldValue, Keep, Value } from './value.ts';

const TEXT_FUNCTIONS: ReadonlyMap<string, readonly [ofLiteral: Operator, ofField: Operator]> = new Map([
  ['starts_with', ['starts_with', 'field_starts_with']],
  ['ends_with', ['ends_with', 'field_ends_with']],
  ['contains', ['contains', 'field_contains']],
]);

/** Null: not with these arguments; undefined: there is no such function here. */
export function booleanFunction(name: string, args: readonly Value[], keep: Keep): Truth | null | undefined {
  const [first, second, ...rest] = args;
  const operators = TEXT_FUNCTIONS.get(name);
  if (operators !== undefined) {
    if (first === undefined || second === undefined || rest.length > 0) return null;
    return textFunction(operators, first, second, keep);
  }
  switch (name) {
    case 'cidr_match':
      return cidrMatch(args, keep);
    case 'match':
    case 'match_phrase':
      return first === undefined || second === undefined || rest.length > 0
        ? null
        : matchWords(first, second, name === 'match_phrase');
    case 'mv_contains':
      return first === undefined || second === undefined || rest.length > 0 ? null : holdsAll(first, second);
    case 'to_boolean':
    case 'to_bool':
      return first?.kind === 'truth' && second === undefined ? first.truth : null;
    default:
      return undefined;
  }
}

function cidrMatch([address, ...networks]: readonly Value[], keep: Keep): Truth | null {
  const values = networks.map((network) => (network.kind === 'literal' ? network.value : null));
  if (address?.kind === 'unsaid') return keep(address);
  if (address?.kind !== 'field' || values.length === 0 || !values.every((each) => typeof each === 'string'))
    return null;
  const { path, collection } = address;
  return nullable(compare(path, 'cidr', values, { collection }), missing(address));
}

/** What the standard analyzer makes a word of, roughly: its own word rules decide inside the piece. */
const BETWEEN_WORDS = /[^\p{L}\p{N}\p{M}_.,;:'’·]+/u;

/**
 * `field : "words"` and MATCH: a query of the index. Of a text field any word of the text, letter case ignored; of another the whole value.
 * Never null, and of several values any (https://www.elastic.co/docs/reference/query-languages/esql/functions-operators/search-functions).
 */
export function matchWords(field: Value, query: Value, phrase = false): Truth | null {
  if (field.kind !== 'field' || query.kind !== 'literal' || query.value === null) return null;
  const { path } = field;
  if (path.transforms.length > 0) return null;
  if (!TEXT_FIELDS.has(path.native)) return certain(compare(path, 'eq', [query.value]));
  const text = String(query.value);
  const words = phrase ? [text] : text.split(BETWEEN_WORDS).filter((word) => word !== '');
  return certain(compare(path, 'match', words.length === 0 ? [text] : words, { caseSensitive: false }));
}

/** MV_CONTAINS(list, values): every one of the values is in the list. */
function holdsAll(list: Value, values: Value): Truth | null {
  if (values.kind === 'literal' && values.value === null) return certain(always);
  if (list.kind !== 'field') return null;
  const wanted = values.kind === 'literal' ? [values.value] : values.kind === 'list' ? values.values : [];
  if (wanted.length === 0 || wanted.includes(null)) return null;
  const anyValue: FieldValue = { ...list, collection: 'any' };
  const each = wanted.map((value) => textComparison(anyValue, 'eq', [value]));
  return certain(all(each));
}

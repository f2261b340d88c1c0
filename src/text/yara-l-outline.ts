/**
 * The outline of a YARA-L text: where its rules begin and end, and the sections of each. What stands in strings, comments and regular
 * expressions opens and closes nothing. Both who reads rule files and who reads rules need it. Never throws.
 */

/** Offsets count in the text that was read, `end` exclusive. */
export interface YaraLRule {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly sections: readonly YaraLSection[];
  /** Is there no closing brace? */
  readonly open: boolean;
}

/** `name` in lower case; `start` is behind the colon, `head` is where the section's name begins. */
export interface YaraLSection {
  readonly name: string;
  readonly head: number;
  readonly start: number;
  readonly end: number;
}

const SECTIONS: ReadonlySet<string> = new Set(['meta', 'events', 'match', 'outcome', 'condition', 'options']);

export interface Token {
  /** `word`: a name or number; `text`: a string or regular expression; else the character itself. */
  readonly kind: 'word' | 'text' | 'sign';
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const SPACE = /(?:[\s\u00a0\ufeff]+|\/\/[^\r\n]*|\/\*[^]*?(?:\*\/|$))+/y;
const TEXT = /"(?:\\[^]|[^"\\\r\n])*"?|`[^`]*`?/y;
const REGEX = /\/(?:\\.|[^/\\\r\n])+\//y;
const WORD = /[A-Za-z0-9_]+/y;

/** What a regular expression may stand behind: after a value, `/` divides. */
const BEFORE_REGEX: ReadonlySet<string> = new Set(['=', '(', ',', '{', ':', '<', '>']);

export function yaraLTokens(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const matchAt = (pattern: RegExp): string | null => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0] ?? null;
  };
  while (at < text.length) {
    const space = matchAt(SPACE);
    if (space !== null) {
      at += space.length;
      continue;
    }
    const last = tokens.at(-1);
    const regexMayCome = last === undefined || (last.kind === 'sign' && BEFORE_REGEX.has(last.text));
    const word = matchAt(WORD);
    const literal = word === null ? (matchAt(TEXT) ?? (regexMayCome ? matchAt(REGEX) : null)) : null;
    const found = word ?? literal ?? text.charAt(at);
    const kind = word !== null ? 'word' : literal !== null ? 'text' : 'sign';
    tokens.push({ kind, text: found, start: at, end: at + found.length });
    at += found.length;
  }
  return tokens;
}

/** The rules of a file, in order; what stands between them belongs to none. */
export function yaraLRules(text: string): readonly YaraLRule[] {
  const tokens = yaraLTokens(text);
  const rules: YaraLRule[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const [head, name, brace] = [tokens[at], tokens[at + 1], tokens[at + 2]];
    if (head?.kind !== 'word' || head.text.toLowerCase() !== 'rule') continue;
    if (name?.kind !== 'word' || brace?.kind !== 'sign' || brace.text !== '{') continue;
    const close = closingBrace(tokens, at + 2);
    const end = tokens[close]?.end ?? text.length;
    rules.push({
      name: name.text,
      start: head.start,
      end,
      sections: sectionsIn(tokens, at + 3, close, tokens[close]?.start ?? text.length),
      open: close >= tokens.length,
    });
    at = close;
  }
  return rules;
}

/** The index of the token that closes the brace at `open`, or behind the last. */
function closingBrace(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let at = open; at < tokens.length; at++) {
    const token = tokens[at];
    if (token?.kind !== 'sign') continue;
    if (token.text === '{') depth += 1;
    else if (token.text === '}' && --depth === 0) return at;
  }
  return tokens.length;
}

function sectionsIn(
  tokens: readonly Token[],
  from: number,
  to: number,
  end: number,
): readonly YaraLSection[] {
  const heads: { readonly name: string; readonly head: number; readonly start: number }[] = [];
  for (let at = from; at < to; at++) {
    const [before, word, colon] = [tokens[at - 1], tokens[at], tokens[at + 1]];
    if (word?.kind !== 'word' || colon?.kind !== 'sign' || colon.text !== ':') continue;
    const name = word.text.toLowerCase();
    // `$match` is a variable, `.options` a field.
    const isName = before?.kind === 'sign' && ['$', '#', '.', '%', '!'].includes(before.text);
    if (SECTIONS.has(name) && !isName) heads.push({ name, head: word.start, start: colon.end });
  }
  return heads.map((each, index) => ({ ...each, end: heads[index + 1]?.head ?? end }));
}

/**
 * A regular expression of Lucene as RE2 text that matches the same whole values.
 *
 * Lucene's syntax (https://www.elastic.co/docs/reference/query-languages/query-dsl/regexp-syntax) is always anchored, so `^` and `$` are
 * plain characters; `"…"` is literal; `.` matches line ends too; EQL and ES|QL switch all optional operators on. What RE2 has no word
 * for (`~` complement, `&` intersection, `<1-9>` interval, `#` nothing) has no translation.
 */
import { regexOfText } from './pattern.ts';

/** Null: no translation. */
export function luceneToRe2(pattern: string): string | null {
  const state: State = { pattern, at: 0, out: '', groups: [], atom: null, quantifier: '', anyLine: false };
  while (state.at < pattern.length) {
    if (!translateNext(state)) return null;
  }
  if (state.groups.length > 0) return null;
  return `${state.anyLine ? '(?s)' : ''}^(?:${state.out})$`;
}

interface State {
  readonly pattern: string;
  at: number;
  out: string;
  /** Where each open group starts in `out`. */
  readonly groups: number[];
  /** Where the piece starts that a quantifier would repeat; null where there is none. */
  atom: number | null;
  /** The quantifier that the piece ends in, empty for none. */
  quantifier: string;
  anyLine: boolean;
}

const MAX_REPEAT = 1000;

function translateNext(state: State): boolean {
  const char = String.fromCodePoint(state.pattern.codePointAt(state.at) ?? 0);
  switch (char) {
    case '\\':
      return escape(state);
    case '.':
      state.anyLine = true;
      return atom(state, '.', 1);
    case '@':
      state.anyLine = true;
      return atom(state, '(?:.*)', 1);
    case '[':
      return characterClass(state);
    case '"':
      return quoted(state);
    case '(':
      return openGroup(state);
    case ')':
      return closeGroup(state);
    case '|':
      state.out += '|';
      state.at += 1;
      state.atom = null;
      return true;
    case '*':
    case '+':
    case '?':
      return quantifier(state, char);
    case '{':
      return repeat(state);
    case '~':
    case '&':
    case '<':
    case '#':
      return false;
    default:
      return atom(state, regexOfText(char), char.length);
  }
}

function atom(state: State, text: string, length: number): true {
  state.atom = state.out.length;
  state.quantifier = '';
  state.out += text;
  state.at += length;
  return true;
}

/** `\d \D \s \S \w \W` are classes; a letter or digit behind any other backslash has no agreed meaning. */
function escape(state: State): boolean {
  const code = state.pattern.codePointAt(state.at + 1);
  if (code === undefined) return false;
  const char = String.fromCodePoint(code);
  if (/[dDsSwW]/.test(char)) return atom(state, `\\${char}`, 2);
  if (/[A-Za-z0-9]/.test(char)) return false;
  return atom(state, regexOfText(char), 1 + char.length);
}

function quoted(state: State): boolean {
  const end = state.pattern.indexOf('"', state.at + 1);
  if (end === -1) return false;
  const text = regexOfText(state.pattern.slice(state.at + 1, end));
  return atom(state, `(?:${text})`, end + 1 - state.at);
}

function openGroup(state: State): boolean {
  state.groups.push(state.out.length);
  state.out += '(?:';
  state.at += 1;
  state.atom = null;
  return true;
}

function closeGroup(state: State): boolean {
  const start = state.groups.pop();
  if (start === undefined) return false;
  state.out += ')';
  state.at += 1;
  state.atom = start;
  state.quantifier = '';
  return true;
}

/**
 * RE2 reads a second quantifier otherwise or not at all, so what is quantified already becomes a group. But `.*?`, which many write, is
 * the same in both: lazy or optional, it matches the same whole values.
 */
function quantifier(state: State, text: string): boolean {
  if (state.atom === null) return false;
  const lazy = text === '?' && (state.quantifier === '*' || state.quantifier === '?');
  if (state.quantifier !== '' && !lazy) {
    state.out = `${state.out.slice(0, state.atom)}(?:${state.out.slice(state.atom)})`;
  }
  state.out += text;
  state.at += text.length;
  state.quantifier = lazy ? 'lazy' : text;
  return true;
}

function repeat(state: State): boolean {
  const [text, low = '', , high = ''] =
    /^\{(\d+)(,(\d*))?\}/.exec(state.pattern.slice(state.at, state.at + 32)) ?? [];
  if (text === undefined || Math.max(Number(low), Number(high)) > MAX_REPEAT) return false;
  return quantifier(state, text);
}

/** Only the first `^` and the closing bracket are special, and a backslash escapes. */
function characterClass(state: State): boolean {
  const [whole, negated = '', content = ''] =
    /^\[(\^?)((?:\\[^]|[^\]\\])+)\]/.exec(state.pattern.slice(state.at)) ?? [];
  if (whole === undefined || /\\[^\W_dDsSwW]/.test(content)) return false;
  const inside = content.replace(/\\[^]|[[\]^&~]/g, (text) => (text.length === 2 ? text : `\\${text}`));
  return atom(state, `[${negated}${inside}]`, whole.length);
}

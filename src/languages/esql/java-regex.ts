/**
 * A regular expression of Java, as REPLACE takes it, as RE2 text with the same matches
 * (https://www.elastic.co/docs/reference/query-languages/esql/functions-operators/string-functions/replace,
 * https://docs.oracle.com/en/java/javase/21/docs/api/java.base/java/util/regex/Pattern.html).
 *
 * What differs and is written out: `.` stands for no line end of any kind, `\s` for the vertical tab as well. What RE2 cannot say has no translation: look
 * around, back references, `$` (which Java also finds before a last line end), and a possessive quantifier, unless what it took is none of what comes
 * next: then it could give nothing back anyway.
 */
import { regexOfText } from '../../condition/pattern.ts';

interface State {
  readonly pattern: string;
  readonly dotAll: boolean;
  at: number;
  out: string;
  open: number;
  /** The single characters that the last piece stands for; null: it is no such piece; undefined: there is none to repeat. */
  piece: RegExp | null | undefined;
}

const FLAGS = /^\(\?([is]+)\)/;
const SPACE = String.raw`\t\n\x0B\f\r `;
const NO_LINE_END = String.raw`[^\n\r\x{85}\x{2028}\x{2029}]`;
const MAX_REPEAT = 1000;

/** Null: no translation. */
export function javaToRe2(pattern: string): string | null {
  const [head = '', flags = ''] = FLAGS.exec(pattern) ?? [];
  const state: State = {
    pattern,
    dotAll: flags.includes('s'),
    at: head.length,
    out: '',
    open: 0,
    piece: undefined,
  };
  while (state.at < pattern.length) {
    if (!next(state)) return null;
  }
  if (state.open > 0 || state.out === '') return null;
  return flags.includes('i') ? `(?i)${state.out}` : state.out;
}

function next(state: State): boolean {
  const char = String.fromCodePoint(state.pattern.codePointAt(state.at) ?? 0);
  switch (char) {
    case '\\':
      return escaped(state);
    case '.':
      return add(state, state.dotAll ? '(?s:.)' : NO_LINE_END, 1, null);
    case '[':
      return characterClass(state);
    case '(':
      return group(state);
    case ')':
      state.open -= 1;
      return state.open >= 0 && add(state, ')', 1, null);
    case '|':
      return add(state, '|', 1, undefined);
    case '^':
      // Without the flag `m`: where the text begins.
      return add(state, '^', 1, undefined);
    case '*':
    case '+':
    case '?':
    case '{':
      return quantifier(state);
    case '$':
      return false;
    default:
      return add(state, regexOfText(char), char.length, literal(char));
  }
}

function add(state: State, out: string, length: number, piece: State['piece']): true {
  state.out += out;
  state.at += length;
  state.piece = piece;
  return true;
}

function literal(char: string): RegExp {
  return new RegExp(`^${regexOfText(char)}$`, 'u');
}

function escaped(state: State): boolean {
  const char = String.fromCodePoint(state.pattern.codePointAt(state.at + 1) ?? 0);
  if (char === 's') return add(state, `[${SPACE}]`, 2, /^\s$/);
  if (char === 'S') return add(state, `[^${SPACE}]`, 2, /^\S$/);
  if (/[dDwW]/.test(char)) return add(state, `\\${char}`, 2, new RegExp(`^\\${char}$`));
  if (/[ntrf]/.test(char)) return add(state, `\\${char}`, 2, new RegExp(`^\\${char}$`));
  if (/[bBA]/.test(char)) return add(state, `\\${char}`, 2, undefined);
  if (/[A-Za-z0-9\0]/.test(char)) return false;
  return add(state, regexOfText(char), 1 + char.length, literal(char));
}

/** Java unites and intersects classes (`[a[b]]`, `&&`), and takes a bracket behind the first as one of those. */
function characterClass(state: State): boolean {
  const [whole, negated = '', content = ''] =
    /^\[(\^?)((?:\\[^]|[^\]\\[])+)\]/.exec(state.pattern.slice(state.at)) ?? [];
  if (whole === undefined || content.includes('&&') || /\\[^\W_dDswWntrf]/.test(content)) return false;
  const inside = content.replace(/\\[^]|[\^~]/g, (text) => {
    if (text === String.raw`\s`) return SPACE;
    return text.length === 1 ? `\\${text}` : text;
  });
  const re2 = `[${negated}${inside}]`;
  const piece = singleCharacters(re2);
  return piece !== undefined && add(state, re2, whole.length, piece);
}

/** The same class to JavaScript, for a look at what comes next; undefined where it is none. */
function singleCharacters(text: string): RegExp | undefined {
  try {
    return new RegExp(`^${text}$`, 's');
  } catch {
    return undefined;
  }
}

function group(state: State): boolean {
  const isPlain = state.pattern.charAt(state.at + 1) !== '?';
  if (!isPlain && !state.pattern.startsWith('(?:', state.at)) return false;
  state.open += 1;
  return add(state, isPlain ? '(' : '(?:', isPlain ? 1 : 3, undefined);
}

function quantifier(state: State): boolean {
  const found = /^(?:[*+?]|\{(\d+)(?:,(\d*))?\})([?+]?)/.exec(state.pattern.slice(state.at, state.at + 32));
  if (found === null || state.piece === undefined) return false;
  const [whole, low = '0', high = '', manner] = found;
  if (Math.max(Number(low), Number(high)) > MAX_REPEAT) return false;
  const isPossessive = manner === '+';
  if (isPossessive && !givesNothingBack(state, whole.length)) return false;
  return add(state, isPossessive ? whole.slice(0, -1) : whole, whole.length, undefined);
}

/** Does the pattern end behind it, or go on with a character that it does not take? */
function givesNothingBack({ piece, pattern, at }: State, length: number): boolean {
  if (!piece) return false;
  const rest = pattern.slice(at + length);
  if (rest === '') return true;
  const [, char, , repeated] =
    /^(\\?([^A-Za-z0-9\\.[\]()|^$*+?{}]|(?<=\\)[^A-Za-z0-9]))([*?{]?)/su.exec(rest) ?? [];
  if (char === undefined || repeated !== '') return false;
  return !piece.test(char.length > 1 ? char.slice(1) : char);
}

/** Regular expressions of Sigma (PCRE, in practice Python's) as RE2 text, or the reason why they cannot be. */
import { RE2JS, RE2JSException } from 're2js';
import { unusable } from './values.ts';
import type { RegexValue, Unusable } from './values.ts';

/** Compiling takes time and memory that grow with what the pattern repeats; no rule's pattern comes near. */
const MAX_LENGTH = 10_000;
const MAX_STEPS = 50_000;

/** The pattern as the IR wants it: RE2 syntax, flags but `i` in front. */
export function lowerRegex({ source, flags, anchored }: RegexValue): string | Unusable {
  if (source.length > MAX_LENGTH) {
    return unusable('unsupported_regex', `The regular expression is longer than ${MAX_LENGTH} characters.`);
  }
  if (stepsOf(source) > MAX_STEPS) {
    return unusable('unsupported_regex', `The regular expression repeats more than ${MAX_STEPS} steps.`);
  }
  const inner = toRe2(source);
  const anchoredText = anchored === 'no' ? inner : anchored === 'start' ? `^(?:${inner})` : `(?:${inner})$`;
  const front = flags.filter((flag) => flag !== 'i').join('');
  const pattern = front === '' ? anchoredText : `(?${front})${anchoredText}`;
  const problem = compileProblem(pattern);
  return problem === null
    ? pattern
    : unusable('unsupported_regex', `RE2 cannot compile this regular expression: ${problem}.`);
}

/** Escapes that Python or PCRE spell otherwise than RE2. What RE2 does not know at all is left for its compiler to refuse. */
const ESCAPES: Readonly<Record<string, string>> = { Z: '\\z', e: '\\x1b' };

function toRe2(source: string): string {
  return source.replace(/\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|[^])/g, (written, escape: string) => {
    if (/^[uU]./.test(escape)) return `\\x{${escape.slice(1)}}`;
    // RE2 takes a backslash before ASCII punctuation only; before any other character that is no letter it says that character.
    if (/^[^\0-\x7f]$/u.test(escape)) return escape;
    return ESCAPES[escape] ?? written;
  });
}

const TOKEN = /\\[^]|\[\^?\]?(?:\\[^]|[^\]\\])*\]|\{(\d+)?(?:,(\d+)?)?\}|[^]/g;

/** About how many steps a pattern has with its counted repetitions written out: `(ab{3}){2}` has eight. */
function stepsOf(source: string): number {
  const open: number[] = [];
  let sum = 0;
  let last = 0;
  for (const [token, least, most] of source.matchAll(TOKEN)) {
    if (token === '(') {
      open.push(sum);
      sum = 0;
      last = 0;
    } else if (token === ')') {
      last = sum;
      sum += open.pop() ?? 0;
    } else if (least !== undefined || most !== undefined) {
      const more = last * (Math.max(Number(least ?? 0), Number(most ?? 0), 1) - 1);
      sum += more;
      last += more;
    } else {
      last = 1;
      sum += 1;
    }
  }
  return sum + open.reduce((total, before) => total + before, 0);
}

const LOOK_AROUND = /\(\?<?[=!]/;

function compileProblem(pattern: string): string | null {
  try {
    RE2JS.compile(pattern);
    return null;
  } catch (error) {
    if (error instanceof RE2JSException || error instanceof RangeError) {
      if (LOOK_AROUND.test(pattern)) return 'it looks ahead or behind';
      return error.message.replace(/^error parsing regexp: /, '').replace(/\.$/, '');
    }
    throw error;
  }
}

/** Python's regular expressions as RE2: what RE2 cannot say (look-around, back references) is opaque. */
import { RE2JS } from 're2js';

/** How the pattern must lie in the text: anywhere, at its start, over all of it. */
export type Anchoring = 'search' | 'match' | 'fullmatch';

export interface Re2Pattern {
  readonly pattern: string;
  readonly caseSensitive: boolean;
}

/** Null where RE2 cannot say it. `flags`: letters of Python's inline flags. */
export function toRe2(source: string, flags: string, anchoring: Anchoring): Re2Pattern | null {
  const inline = /^\(\?([aiLmsux]+)\)/.exec(source);
  const all = new Set(Array.from(flags + (inline?.[1] ?? '')));
  const body = inline === null ? source : source.slice(inline[0].length);
  const plain = all.has('x') ? withoutComments(body) : body;
  const translated = translate(plain);
  if (translated === null) return null;
  const letters = ['m', 's'].filter((letter) => all.has(letter)).join('');
  const prefix = letters === '' ? '' : `(?${letters})`;
  const pattern = prefix + anchored(translated, anchoring, all.has('m'));
  try {
    RE2JS.compile(pattern);
  } catch {
    // RE2 refuses the pattern: the caller keeps it as opaque, with its text.
    return null;
  }
  return { pattern, caseSensitive: !all.has('i') };
}

/** `x`: white space and comments do not count, but in a character class. */
function withoutComments(source: string): string {
  return source.replace(/\\.|\[(?:\\.|[^\]\\])*\]|\s+|#.*/g, (part) => (/^(?:\s|#)/.test(part) ? '' : part));
}

function anchored(pattern: string, anchoring: Anchoring, multiline: boolean): string {
  if (anchoring === 'search') return pattern;
  const group = pattern.includes('|') ? `(?:${pattern})` : pattern;
  const start = !multiline && /^(?:\^|\\A)/.test(group) ? group : `${multiline ? '\\A' : '^'}${group}`;
  return anchoring === 'match' ? start : `${start}${multiline ? '\\z' : '$'}`;
}

/** Python's spelling as RE2's; null for what RE2 has not. */
function translate(source: string): string | null {
  let out = '';
  let inClass = false;
  for (let at = 0; at < source.length; at++) {
    const char = source.charAt(at);
    const next = source.charAt(at + 1);
    if (char === '\\') {
      const escape = escapeAt(source, at, inClass);
      if (escape === null) return null;
      out += escape.text;
      at = escape.last;
    } else if (inClass) {
      if (char === '[' && next !== ':') out += '\\[';
      else out += char;
      if (char === ']') inClass = false;
    } else if (char === '[') {
      inClass = true;
      const head = /^\[\^?\]?/.exec(source.slice(at))?.[0] ?? '[';
      out += head.endsWith(']') ? `${head.slice(0, -1)}\\]` : head;
      at += head.length - 1;
    } else if (char === '(' && next === '?' && !/^\(\?(?::|P<|[aimsux]+\)|[ims]+:)/.test(source.slice(at))) {
      return null;
    } else if (/^\{,\d+\}/.test(source.slice(at))) {
      out += '{0';
    } else out += char;
  }
  return out;
}

function escapeAt(
  source: string,
  at: number,
  inClass: boolean,
): { readonly text: string; readonly last: number } | null {
  const next = source.charAt(at + 1);
  if (/[1-9]/.test(next) && !inClass) return null;
  if (next === 'Z') return { text: '\\z', last: at + 1 };
  const unicode = /^\\u([0-9a-fA-F]{4})|^\\U([0-9a-fA-F]{8})/.exec(source.slice(at));
  if (unicode !== null)
    return { text: `\\x{${unicode[1] ?? unicode[2] ?? ''}}`, last: at + unicode[0].length - 1 };
  // Python lets any punctuation be escaped; RE2 as well, but not letters it does not know, nor other characters.
  if (/[^\w\s]/.test(next)) return { text: /[\x21-\x7e]/.test(next) ? `\\${next}` : next, last: at + 1 };
  if (/\s/.test(next)) return { text: next, last: at + 1 };
  return { text: `\\${next}`, last: at + 1 };
}

/** Does a constant text match? */
export function re2Matches(pattern: Re2Pattern, text: string): boolean {
  return RE2JS.compile(pattern.pattern, pattern.caseSensitive ? 0 : RE2JS.CASE_INSENSITIVE).test(text);
}

/** A shell pattern (fnmatch) as the parts of a wildcard, or as a regular expression where it has character classes. */
export function shellRegex(pattern: string): string {
  let out = '';
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern.charAt(at);
    const close = char === '[' ? pattern.indexOf(']', at + 2) : -1;
    if (char === '*') out += '.*';
    else if (char === '?') out += '.';
    else if (close > 0) {
      const inner = pattern
        .slice(at + 1, close)
        .replace(/\\/g, '\\\\')
        .replace(/^!/, '^');
      out += `[${inner}]`;
      at = close;
    } else out += char.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&');
  }
  return `(?s)^(?:${out})$`;
}

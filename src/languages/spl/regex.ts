/**
 * Regular expressions of Splunk (PCRE) as RE2 text. What RE2 does not know (look-around, back references, possessive quantifiers) cannot be
 * said. https://docs.splunk.com/Documentation/Splunk/latest/Knowledge/AboutSplunkregularexpressions
 */
import { RE2JS, RE2JSException } from 're2js';

export interface Regex {
  /** RE2 syntax, flags but `i` in front. */
  readonly pattern: string;
  readonly caseSensitive: boolean;
  /** Names of its groups. */
  readonly groups: readonly string[];
}

const MAX_LENGTH = 4000;

export function lowerRegex(source: string): Regex | null {
  if (source.length > MAX_LENGTH) return null;
  const [, flags = '', rest = source] = /^\(\?([imsx]+)\)([^]*)$/.exec(source) ?? [];
  if (flags.includes('x')) return null;
  const kept = [...new Set(flags)].filter((flag) => flag !== 'i').join('');
  const pattern = (kept === '' ? '' : `(?${kept})`) + toRe2(rest);
  const groups = [...pattern.matchAll(/\(\?P<(\w+)>/g)].map(([, name = '']) => name);
  return compiles(pattern) ? { pattern, caseSensitive: !flags.includes('i'), groups } : null;
}

/** Escapes that PCRE spells otherwise: `\/`, `\"`, `\Z`, `\h`; groups named as `(?<name>`. */
function toRe2(source: string): string {
  return source
    .replace(
      /\\([^])/g,
      (written, escape: string) => ESCAPES[escape] ?? (/^[^\0-\x7f]$/.test(escape) ? escape : written),
    )
    .replace(
      /(\\[^])|\(\?<(?=[A-Za-z_])/g,
      (written, escape: string | undefined) => escape ?? (written === '' ? '' : '(?P<'),
    );
}

const ESCAPES: Readonly<Record<string, string>> = {
  Z: '\\z',
  e: '\\x1b',
  h: '[ \\t]',
  R: '(?:\\r\\n|\\n|\\r)',
  '"': '"',
  "'": "'",
  '/': '/',
  _: '_',
  '%': '%',
  '<': '<',
  '>': '>',
};

function compiles(pattern: string): boolean {
  try {
    RE2JS.compile(pattern);
    return true;
  } catch (error) {
    if (error instanceof RE2JSException || error instanceof RangeError) return false;
    throw error;
  }
}

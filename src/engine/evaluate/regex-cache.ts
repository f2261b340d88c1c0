/** Compiled regexes, each pattern once for all rules. RE2 only: linear in the text, whatever the pattern. */
import { RE2JS } from 're2js';

export type RegexTest = (text: string) => boolean;

const compiled = new Map<string, RegexTest | null>();

/** More than all public corpora together hold; past it the cache starts anew, so that drafts cannot fill the memory. */
const CACHE_SIZE = 20_000;

/** A search for the pattern anywhere in a text; null where RE2 does not know the syntax. */
export function regexTest(pattern: string, caseSensitive: boolean): RegexTest | null {
  const key = `${caseSensitive ? '=' : '~'}${pattern}`;
  const known = compiled.get(key);
  if (known !== undefined) return known;
  if (compiled.size >= CACHE_SIZE) compiled.clear();
  const test = compileRegex(pattern, caseSensitive);
  compiled.set(key, test);
  return test;
}

function compileRegex(pattern: string, caseSensitive: boolean): RegexTest | null {
  try {
    const regex = RE2JS.compile(pattern, caseSensitive ? 0 : RE2JS.CASE_INSENSITIVE);
    return (text) => regex.test(text);
  } catch {
    // Whatever the reason that it does not compile, the predicate is undecided and says `unsupported_regex`.
    return null;
  }
}

interface Regex {
  /** What the first match has in a group, undefined where there is none. */
  readonly first: (text: string, group: Group) => unknown;
  /** What every match has in a group, where it has something. */
  readonly all: (text: string, group: Group) => readonly string[];
  /** The text with the replacement in the place of every match. */
  readonly replace: (text: string, replacement: string) => string;
}

type Group = string | number | boolean | null | undefined;

const extracting = new Map<string, Regex | null>();

/** A pattern that is more than tested; null where RE2 does not know the syntax. */
export function regexOf(pattern: string): Regex | null {
  const known = extracting.get(pattern);
  if (known !== undefined) return known;
  if (extracting.size >= CACHE_SIZE) extracting.clear();
  const made = compileGroups(pattern);
  extracting.set(pattern, made);
  return made;
}

function compileGroups(pattern: string): Regex | null {
  try {
    const regex = RE2JS.compile(pattern);
    const names = regex.namedGroups();
    const indexOf = (group: Group): number | null => {
      const index = typeof group === 'string' ? names[group] : group;
      return typeof index === 'number' && index <= regex.groupCount() ? index : null;
    };
    return {
      first: (text, group) => {
        const index = indexOf(group);
        const matcher = regex.matcher(text);
        return index === null || !matcher.find() ? undefined : (matcher.group(index) ?? undefined);
      },
      all: (text, group) => {
        const index = indexOf(group);
        const matcher = regex.matcher(text);
        const found: string[] = [];
        while (index !== null && matcher.find()) {
          const held = matcher.group(index);
          if (held !== null) found.push(held);
        }
        return found;
      },
      replace: (text, replacement) => {
        const matcher = regex.matcher(text);
        const pieces: string[] = [];
        let from = 0;
        while (matcher.find()) {
          pieces.push(
            text.slice(from, matcher.start()),
            filledIn(replacement, (at) => matcher.group(at), regex),
          );
          from = matcher.end();
        }
        return [...pieces, text.slice(from)].join('');
      },
    };
  } catch {
    // As above: a pattern that does not compile gives nothing.
    return null;
  }
}

/** A replacement with what the groups hold in the place of their numbers; a number that no group has stays. */
function filledIn(replacement: string, held: (group: number) => string | null, regex: RE2JS): string {
  return replacement.replace(/\\([\d\\])/g, (written, sign: string) => {
    if (sign === '\\') return sign;
    return Number(sign) > regex.groupCount() ? written : (held(Number(sign)) ?? '');
  });
}

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

type RegexGroup = (text: string, group: string | number | boolean | null | undefined) => unknown;

const extracting = new Map<string, RegexGroup | null>();

/** What the first match has in a group, undefined where there is none; null where RE2 does not know the syntax. */
export function regexGroups(pattern: string): RegexGroup | null {
  const known = extracting.get(pattern);
  if (known !== undefined) return known;
  if (extracting.size >= CACHE_SIZE) extracting.clear();
  const made = compileGroups(pattern);
  extracting.set(pattern, made);
  return made;
}

function compileGroups(pattern: string): RegexGroup | null {
  try {
    const regex = RE2JS.compile(pattern);
    const names = regex.namedGroups();
    return (text, group) => {
      const index = typeof group === 'string' ? names[group] : group;
      const matcher = regex.matcher(text);
      if (typeof index !== 'number' || index > regex.groupCount() || !matcher.find()) return undefined;
      return matcher.group(index) ?? undefined;
    };
  } catch {
    // As above: a pattern that does not compile gives nothing.
    return null;
  }
}

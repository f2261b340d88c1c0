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

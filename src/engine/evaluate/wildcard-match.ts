/** Matches the IR's wildcard patterns: no regex, no recursion, no backtracking further than the last `*`. */
import { wildcardParts } from '../../condition/pattern.ts';

/** Texts between `*`; each a list of characters (code points), null for `?`. */
type Run = readonly (string | null)[];

/** A test of the whole text against the pattern; letter case counts, so fold both sides first where it must not. */
export function compileWildcard(pattern: string): (text: string) => boolean {
  const runs: (string | null)[][] = [[]];
  for (const part of wildcardParts(pattern)) {
    const run = runs.at(-1);
    if (part === '*') runs.push([]);
    else if (part === '?') run?.push(null);
    else run?.push(...Array.from(part.text));
  }
  const texts = runs.map((run) => (run.includes(null) ? null : run.join('')));
  if (texts.includes(null)) return (text) => matchesRuns(runs, characters(text));
  return textMatcher(texts.filter((text) => text !== null));
}

/** Patterns without `?`: as most are. */
function textMatcher(texts: readonly string[]): (text: string) => boolean {
  const first = texts[0] ?? '';
  const last = texts.at(-1) ?? '';
  const middle = texts.slice(1, -1).filter((part) => part !== '');
  if (texts.length === 1) return (text) => text === first;
  return (text) => {
    if (!text.startsWith(first) || !text.endsWith(last)) return false;
    let at = first.length;
    for (const part of middle) {
      const found = text.indexOf(part, at);
      if (found < 0) return false;
      at = found + part.length;
    }
    return at + last.length <= text.length;
  };
}

/** Code points, so that `?` takes a whole character; the text itself where units and characters agree. */
function characters(text: string): ArrayLike<string> {
  return /[\ud800-\udfff]/.test(text) ? Array.from(text) : text;
}

function matchesRuns(runs: readonly Run[], text: ArrayLike<string>): boolean {
  const [first = []] = runs;
  if (!runMatchesAt(first, text, 0)) return false;
  if (runs.length === 1) return first.length === text.length;
  const last = runs.at(-1) ?? [];
  const end = text.length - last.length;
  let at = first.length;
  for (const run of runs.slice(1, -1)) {
    const found = findRun(run, text, at, end);
    if (found < 0) return false;
    at = found + run.length;
  }
  return end >= at && runMatchesAt(last, text, end);
}

function findRun(run: Run, text: ArrayLike<string>, from: number, end: number): number {
  for (let at = from; at + run.length <= end; at++) {
    if (runMatchesAt(run, text, at)) return at;
  }
  return -1;
}

function runMatchesAt(run: Run, text: ArrayLike<string>, at: number): boolean {
  if (at + run.length > text.length) return false;
  for (let index = 0; index < run.length; index++) {
    const expected = run[index];
    if (expected !== null && expected !== text[at + index]) return false;
  }
  return true;
}

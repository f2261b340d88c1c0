/** Limits of time that hold on any machine, busy or not: a loop whose time is known says how fast it is just now. */
import { expect } from 'vitest';

const ROUNDS = 150_000;
/** What the loop takes on an idle machine of 2024, in milliseconds. */
const USUAL_MS = 6;

/** The limit in milliseconds as it is to be understood now: longer on a machine that is slower or has other things to do. */
export function limitNow(milliseconds: number): number {
  const started = performance.now();
  work();
  const took = performance.now() - started;
  return milliseconds * Math.max(1, took / USUAL_MS);
}

function work(): number {
  const words = new Map<string, number>();
  for (let round = 0; round < ROUNDS; round++) {
    const word = String(round % 1_000);
    words.set(word, (words.get(word) ?? 0) + word.length);
  }
  return words.size;
}

/** Milliseconds of the fastest of up to three runs, none more than needed to stay under the limit: a busy machine is not a slow parser. */
function fastest(run: () => unknown, limit: number): number {
  let best = Infinity;
  for (let round = 0; round < 3 && best >= limit; round++) {
    const started = performance.now();
    run();
    best = Math.min(best, performance.now() - started);
  }
  return best;
}

/** What is promised of hostile text: an answer in half a second. */
const SOON_MS = 500;

/** Fails unless it is done soon, in one of some runs and with regard to how busy the machine is. */
export function expectSoon(run: () => unknown): void {
  let took = fastest(run, SOON_MS);
  if (took < SOON_MS) return;
  const limit = limitNow(SOON_MS);
  took = Math.min(took, fastest(run, limit));
  if (took >= limit)
    expect.fail(`took ${took.toFixed(0)} ms, and may take ${limit.toFixed(0)} ms here and now`);
}

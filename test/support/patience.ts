/** Limits of time that hold on any machine, busy or not: a loop whose time is known says how fast it is just now. */

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

/** Milliseconds of the fastest of three runs: a busy machine is not a slow parser. */
export function fastest(run: () => void): number {
  const times = [1, 2, 3].map(() => {
    const started = performance.now();
    run();
    return performance.now() - started;
  });
  return Math.min(...times);
}

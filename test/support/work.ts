/**
 * Work counted in steps, and not in seconds: how often functions and blocks of this project ran, as V8 counts them for coverage
 * (https://chromedevtools.github.io/devtools-protocol/tot/Profiler/#method-startPreciseCoverage). The same on any machine, busy or not. A test imports this
 * file before what it counts: what is compiled already is not counted.
 */
import { Session } from 'node:inspector';
import { expect } from 'vitest';

/** Generated parsers count, what is installed does not. */
const OWN = /\/src\//;

// Only what is compiled from now on has counters.
const session = new Session();
session.connect();
session.post('Profiler.enable');
session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });

/** Steps since it was asked before. */
function takeSteps(): number {
  let steps = 0;
  session.post('Profiler.takePreciseCoverage', (error, { result }) => {
    if (error !== null) throw error;
    for (const { url, functions } of result) {
      if (!OWN.test(url)) continue;
      for (const { ranges } of functions) for (const { count } of ranges) steps += count;
    }
  });
  return steps;
}

/** Steps that `run` takes. */
function stepsOf(run: () => unknown): number {
  takeSteps();
  run();
  return takeSteps();
}

/** How many times the steps may grow where the text is twice as long: twice, and a little for what grows once. */
const LINEAR = 2.6;

/** Fails unless twice the size costs about twice the steps. */
export function expectLinear(run: (size: number) => unknown, size: number): void {
  run(size);
  const once = stepsOf(() => run(size));
  const twice = stepsOf(() => run(size * 2));
  expect(once).toBeGreaterThan(0);
  expect(twice / once, `${once} steps, then ${twice}`).toBeLessThan(LINEAR);
}

/** Fails where the steps go on growing with the size: what is too large must be given up at once. */
export function expectBounded(run: (size: number) => unknown, size: number, most: number): void {
  run(1);
  expect(stepsOf(() => run(size))).toBeLessThan(most);
}

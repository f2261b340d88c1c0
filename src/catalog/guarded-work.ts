/**
 * Work in threads that a rule may bring to a standstill: one that is stuck in a rule, or runs out of memory in it, is ended, and what was asked of it is
 * asked of another. A rule on which two threads ended is given up, and is compiled no more (docs/decisions/0025).
 */
import type { Piscina } from 'piscina';
import type { Logger } from 'pino';
import { createProgress, readProgress } from './rule-progress.ts';
import type { Answer, Task, Work } from './thread-work.ts';

/** Compiles one source after another. */
export type Lane = Piscina<Task, Answer>;

export interface WorkLimits {
  /** How often it is looked where a thread is, in ms. What counts is looks and not hours: a machine that slept, or has other things to do, looks less. */
  readonly lookMs: number;
  /** So many looks at one and the same rule. */
  readonly rule: number;
  /** So many while a source is read. */
  readonly reading: number;
}

/** Threads that a rule may end before it is given up: the first may have been busy, or full of others' memory. */
const TRIES = 2;

/** Rules of one source that threads ended on. */
export interface Failures {
  readonly ends: Map<string, number>;
  readonly gaveUp: Set<string>;
}

export function noFailures(): Failures {
  return { ends: new Map(), gaveUp: new Set() };
}

export interface Guard {
  readonly lane: Lane;
  readonly limits: WorkLimits;
  readonly failures: Failures;
  readonly logger: Pick<Logger, 'error'>;
  /** Nothing more is wanted. */
  readonly stop: AbortSignal;
}

/** What is asked, each time with the rules that have been given up meanwhile. */
export async function askGuarded(guard: Guard, work: (gaveUp: readonly string[]) => Work): Promise<Answer> {
  for (;;) {
    const outcome = await attempt(guard, work([...guard.failures.gaveUp]));
    if ('answer' in outcome) return outcome.answer;
    if (outcome.ruleId !== null) blame(guard, outcome.ruleId, outcome.why);
  }
}

type End = 'took too long' | 'needed too much memory';

/** The answer; or which rule ended the thread: null where it was another task's. */
type Outcome = { readonly answer: Answer } | { readonly ruleId: string | null; readonly why: End };

async function attempt({ lane, limits, stop, logger }: Guard, work: Work): Promise<Outcome> {
  const progress = createProgress();
  const cut = new AbortController();
  const looking = lookAt(progress, limits, () => cut.abort());
  try {
    const answer = await lane.run({ ...work, progress }, { signal: AbortSignal.any([stop, cut.signal]) });
    for (const bug of answer.bugs) logger.error(bug, 'internal error');
    return { answer };
  } catch (error) {
    if (stop.aborted || !(cut.signal.aborted || isEnded(error))) throw error;
    const why = cut.signal.aborted ? 'took too long' : 'needed too much memory';
    const { count, ruleId } = readProgress(progress);
    // It had not begun, or its thread was ended for another task's sake.
    if (count === 0 || isForAnother(error)) return { ruleId: null, why };
    if (ruleId === '') throw new Error(`reading the source ${why}`, { cause: error });
    return { ruleId, why };
  } finally {
    clearInterval(looking);
  }
}

/** `stuck`: the thread has been at the same place for too many looks. */
function lookAt(progress: SharedArrayBuffer, limits: WorkLimits, stuck: () => void): NodeJS.Timeout {
  let last = 0;
  let looks = 0;
  return setInterval(() => {
    const { count, ruleId } = readProgress(progress);
    looks = count === 0 || count !== last ? 0 : looks + 1;
    last = count;
    if (looks === (ruleId === '' ? limits.reading : limits.rule)) stuck();
  }, limits.lookMs);
}

function isEnded(error: unknown): boolean {
  return isForAnother(error) || isOutOfMemory(error);
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
}

/** What piscina says to the other tasks of a thread that it ends. */
function isForAnother(error: unknown): boolean {
  return error instanceof Error && error.message === 'Terminating worker thread';
}

function blame({ failures, logger }: Guard, ruleId: string, why: End): void {
  const ends = (failures.ends.get(ruleId) ?? 0) + 1;
  failures.ends.set(ruleId, ends);
  if (ends < TRIES) return;
  failures.gaveUp.add(ruleId);
  logger.error({ about: ruleId, why }, 'rule given up');
}

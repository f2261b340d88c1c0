/**
 * Compiles large sources in threads beside the one that stores them. Two may be under way at once, more wait: while the rules of one are
 * stored, the next are opened and compiled, as far as their batches may wait.
 */
import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import type { Logger } from 'pino';
import type { Platform, SourceFile } from '../platforms/platform.ts';
import type { RuleId } from '../rule/rule.ts';
import type { RuleBatches } from '../store/import-plan.ts';
import type { RuleBatch } from '../store/rule-batch.ts';
import type { Answer, SharedSource, Task } from './compile-thread.ts';
import { inBatches } from './source-compiler.ts';
import type { CompilableSource, SourceCompiler } from './source-compiler.ts';

export interface CompilePool {
  readonly compile: SourceCompiler;
  readonly close: () => Promise<void>;
}

/** A source with fewer characters is compiled sooner than a thread has started. */
const WORTH_A_THREAD = 250_000;
/** One that is stored has hardly changed: most of it is only read. */
const WORTH_A_THREAD_AGAIN = 1_000_000;
/** A thread holds one source at a time, and a lane has threads of its own. */
const LANES = 2;
/** More would wait for the database, which writes one batch at a time. */
const MAX_THREADS_PER_LANE = 2;
/** A thread must find its next task waiting. */
const TASKS_PER_THREAD = 2;
/** So many batches may wait to be stored. */
const BATCHES_AHEAD = 24;
/** In MB; public sources need a fraction of it. With the limit of a whole process a thread would collect its garbage late, and hold several times that. */
const THREAD_HEAP = 1_024;
/** Long enough to last from one source of a `sync` to the next. */
const IDLE_MS = 10_000;

/** Compiles one source after another. */
type Lane = Piscina<Task, Answer>;

type Ask = (task: Task, signal: AbortSignal) => Promise<Answer>;

/** Threads start when they are first needed, and end when they have nothing to do; `here` compiles the small sources. */
export function createCompilePool(here: SourceCompiler, logger: Pick<Logger, 'error'>): CompilePool {
  const lanes = createLanes();
  return {
    compile: (platform, files, known) =>
      textLength(files) < (known.size === 0 ? WORTH_A_THREAD : WORTH_A_THREAD_AGAIN)
        ? here(platform, files, known)
        : compileIn(lanes, logger, platform, share(platform, files), known),
    close: lanes.close,
  };
}

interface Lanes {
  /** The first that is free; who waits longest gets it. */
  readonly take: () => Promise<Lane>;
  readonly free: (lane: Lane) => void;
  readonly close: () => Promise<void>;
}

function createLanes(): Lanes {
  const all: Lane[] = [];
  const idle: Lane[] = [];
  const waiting: ((lane: Lane) => void)[] = [];
  const start = (): Lane => {
    const lane = startPool();
    all.push(lane);
    return lane;
  };
  return {
    take: () => {
      const lane = idle.pop() ?? (all.length < LANES ? start() : undefined);
      if (lane !== undefined) return Promise.resolve(lane);
      return new Promise((resolve) => waiting.push(resolve));
    },
    free: (lane) => {
      const next = waiting.shift();
      if (next === undefined) idle.push(lane);
      else next(lane);
    },
    close: async () => {
      await Promise.all(all.map((lane) => lane.destroy()));
    },
  };
}

/** The changed rules are compiled at once: nearly always the store wants all of them. When they are compiled the lane is free, stored or not. */
async function compileIn(
  lanes: Lanes,
  logger: Pick<Logger, 'error'>,
  platform: Platform,
  source: SharedSource,
  known: ReadonlyMap<string, string>,
): Promise<CompilableSource> {
  const lane = await lanes.take();
  const ask: Ask = async (task, signal) => {
    const answer = await lane.run(task, { signal });
    for (const bug of answer.bugs) logger.error(bug, 'internal error');
    return answer;
  };
  const stop = new AbortController();
  // Each task that waits listens to it.
  setMaxListeners(BATCHES_AHEAD + 1, stop.signal);
  const leave = once(() => lanes.free(lane));
  const close = (): void => {
    stop.abort();
    leave();
  };
  try {
    const { opened } = await ask({ kind: 'open', source, known }, stop.signal);
    if (opened === null) throw new Error('a thread did not say what it opened');
    const all = opened.changed.map(({ id }) => id);
    const started = startBatches(ask, source, all, stop.signal, leave);
    const compile = (ids: readonly RuleId[]): RuleBatches =>
      sameIds(ids, all) ? started : startBatches(ask, source, ids, stop.signal, leave);
    return { ...opened, compile, close };
  } catch (error) {
    close();
    throw error;
  }
}

/** Asks for batches before they are needed, and gives them in order, once. `onLast`: all are compiled. */
function startBatches(
  ask: Ask,
  source: SharedSource,
  ids: readonly RuleId[],
  signal: AbortSignal,
  onLast: () => void,
): RuleBatches {
  const waiting = [...inBatches(ids)];
  const asked: Promise<Answer>[] = [];
  const askAhead = (): void => {
    for (const batch of waiting.splice(0, BATCHES_AHEAD - asked.length)) {
      const answer = ask({ kind: 'compile', source, ids: batch }, signal);
      // Whoever waits for it sees the failure; until then it is no unhandled one.
      answer.catch(() => undefined);
      asked.push(answer);
    }
    if (waiting.length === 0) void Promise.allSettled(asked).then(onLast);
  };
  askAhead();
  return takeAll(asked, askAhead);
}

async function* takeAll(asked: Promise<Answer>[], askAhead: () => void): AsyncGenerator<RuleBatch> {
  for (let next = asked.shift(); next !== undefined; next = asked.shift()) {
    askAhead();
    const { batch } = await next;
    if (batch === null) throw new Error('a thread did not compile what it was asked for');
    yield batch;
  }
}

function once(action: () => void): () => void {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    action();
  };
}

function sameIds(some: readonly RuleId[], others: readonly RuleId[]): boolean {
  return some.length === others.length && some.every((id, at) => id === others[at]);
}

function share(platform: Platform, files: readonly SourceFile[]): SharedSource {
  const bytes = Buffer.from(JSON.stringify(files), 'utf8');
  const shared = new SharedArrayBuffer(bytes.length);
  bytes.copy(Buffer.from(shared));
  return { key: randomUUID(), platform: platform.id, files: shared };
}

function textLength(files: readonly SourceFile[]): number {
  return files.reduce((sum, { text }) => sum + text.length, 0);
}

function startPool(): Lane {
  const self = fileURLToPath(import.meta.url);
  const ending = self.endsWith('.ts') ? '.ts' : '.js';
  return new Piscina<Task, Answer>({
    filename: fileURLToPath(new URL(`compile-thread${ending}`, import.meta.url)),
    name: 'run',
    // From source, the thread needs the same loader as this one; built, none, whatever this one was started with.
    execArgv: ending === '.ts' ? ['--import', 'tsx'] : [],
    minThreads: 0,
    maxThreads: Math.max(1, Math.min(Math.floor(availableParallelism() / LANES), MAX_THREADS_PER_LANE)),
    concurrentTasksPerWorker: TASKS_PER_THREAD,
    idleTimeout: IDLE_MS,
    resourceLimits: { maxOldGenerationSizeMb: THREAD_HEAP },
  });
}

/**
 * Compiles sources in threads beside the one that stores them, so that no rule can hold up the program, or take it down. Two may be under way at once,
 * more wait: while the rules of one are stored, the next are opened and compiled, as far as their batches may wait.
 */
import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import type { Logger } from 'pino';
import { NO_OTHERS } from '../importer/copies.ts';
import type { OtherSources } from '../importer/copies.ts';
import type { Platform, SourceFile } from '../platforms/platform.ts';
import type { RuleId } from '../rule/rule.ts';
import type { RuleBatches } from '../store/import-plan.ts';
import type { RuleBatch } from '../store/rule-batch.ts';
import { askGuarded, noFailures } from './guarded-work.ts';
import type { Guard, Lane, WorkLimits } from './guarded-work.ts';
import { inBatches } from './source-compiler.ts';
import type { CompilableSource, SourceCompiler } from './source-compiler.ts';
import type { Answer, SharedSource, Task } from './thread-work.ts';

export interface CompilePool {
  readonly compile: SourceCompiler;
  readonly close: () => Promise<void>;
}

interface PoolOptions {
  readonly limits: WorkLimits;
  /**
   * In MB; public sources need a fraction of it. With the limit of a whole process a thread would collect its garbage late, and hold several times that.
   * It is less than the largest array that V8 makes: to ask for a larger one would end the process.
   */
  readonly threadHeap: number;
  /** What a thread runs; exports `run`. */
  readonly thread: URL;
}

/** A thread holds one source at a time, and a lane has threads of its own. */
const LANES = 2;
/** More would wait for the database, which writes one batch at a time. */
const MAX_THREADS_PER_LANE = 2;
/** A thread must find its next task waiting. */
const TASKS_PER_THREAD = 2;
/** So many batches may wait to be stored. */
const BATCHES_AHEAD = 24;
/** Long enough to last from one source of a `sync` to the next. */
const IDLE_MS = 10_000;

/** As this file: `.ts` from source, `.js` built. */
const ENDING = import.meta.url.endsWith('.ts') ? '.ts' : '.js';

const OPTIONS: PoolOptions = {
  // A rule has fifteen seconds: the slowest of the public ones takes one. A source has ten minutes to be read.
  limits: { lookMs: 250, rule: 60, reading: 2_400 },
  threadHeap: 768,
  thread: new URL(`compile-thread${ENDING}`, import.meta.url),
};

/** Threads start when they are first needed, and end when they have nothing to do. */
export function createCompilePool(
  logger: Pick<Logger, 'error'>,
  options: Partial<PoolOptions> = {},
): CompilePool {
  const all: PoolOptions = { ...OPTIONS, ...options };
  const lanes = createLanes(() => startPool(all, logger));
  return {
    compile: (platform, files, known, others = NO_OTHERS) =>
      compileIn(lanes, { limits: all.limits, logger }, share(platform, files, known, others), known),
    close: lanes.close,
  };
}

interface Lanes {
  /** The first that is free; who waits longest gets it. */
  readonly take: () => Promise<Lane>;
  readonly free: (lane: Lane) => void;
  readonly close: () => Promise<void>;
}

function createLanes(startLane: () => Lane): Lanes {
  const all: Lane[] = [];
  const idle: Lane[] = [];
  const waiting: ((lane: Lane) => void)[] = [];
  const start = (): Lane => {
    const lane = startLane();
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
  guarded: Pick<Guard, 'limits' | 'logger'>,
  source: SharedSource,
  known: ReadonlyMap<string, string>,
): Promise<CompilableSource> {
  const lane = await lanes.take();
  const stop = new AbortController();
  const guard: Guard = { ...guarded, lane, failures: noFailures(), stop: stop.signal };
  // Each task that waits listens to it.
  setMaxListeners(BATCHES_AHEAD + 1, stop.signal);
  const leave = once(() => lanes.free(lane));
  const close = (): void => {
    stop.abort();
    leave();
  };
  try {
    const { opened } = await askGuarded(guard, () => ({ kind: 'open', source, known }));
    if (opened === null) throw new Error('a thread did not say what it opened');
    const all = opened.changed.map(({ id }) => id);
    const started = startBatches(guard, source, all, leave);
    const compile = (ids: readonly RuleId[]): RuleBatches =>
      sameIds(ids, all) ? started : startBatches(guard, source, ids, leave);
    return { ...opened, compile, close };
  } catch (error) {
    close();
    throw error;
  }
}

/** Asks for batches before they are needed, and gives them in order, once. `onLast`: all are compiled. */
function startBatches(
  guard: Guard,
  source: SharedSource,
  ids: readonly RuleId[],
  onLast: () => void,
): RuleBatches {
  const waiting = [...inBatches(ids)];
  const asked: Promise<Answer>[] = [];
  const askAhead = (): void => {
    for (const batch of waiting.splice(0, BATCHES_AHEAD - asked.length)) {
      const answer = askGuarded(guard, (gaveUp) => ({ kind: 'compile', source, ids: batch, gaveUp }));
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

function share(
  platform: Platform,
  files: readonly SourceFile[],
  known: ReadonlyMap<string, string>,
  others: OtherSources,
): SharedSource {
  const names = { name: others.name, owners: [...others.owners], known: [...known.keys()] };
  return {
    key: randomUUID(),
    platform: platform.id,
    files: sharedJson(files),
    names: sharedJson(names),
  };
}

function sharedJson(value: unknown): SharedArrayBuffer {
  const bytes = Buffer.from(JSON.stringify(value), 'utf8');
  const shared = new SharedArrayBuffer(bytes.length);
  bytes.copy(Buffer.from(shared));
  return shared;
}

function startPool({ thread, threadHeap }: PoolOptions, logger: Pick<Logger, 'error'>): Lane {
  const lane: Lane = new Piscina<Task, Answer>({
    filename: fileURLToPath(thread),
    name: 'run',
    // From source, the thread needs the same loader as this one; built, none, whatever this one was started with.
    execArgv: ENDING === '.ts' ? ['--import', 'tsx'] : [],
    minThreads: 0,
    maxThreads: Math.max(1, Math.min(Math.floor(availableParallelism() / LANES), MAX_THREADS_PER_LANE)),
    concurrentTasksPerWorker: TASKS_PER_THREAD,
    idleTimeout: IDLE_MS,
    resourceLimits: { maxOldGenerationSizeMb: threadHeap },
  });
  // Of a thread that had nothing to do: nobody waits for it.
  lane.on('error', (error: unknown) => logger.error({ err: error }, 'a thread ended'));
  return lane;
}

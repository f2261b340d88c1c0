/**
 * Compiles large sources in threads beside the one that stores them. Two may be under way at once: while the rules of one are stored, the
 * next is opened and compiled, as far as its batches may wait.
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
/** A thread holds one source at a time: each source under way has threads of its own. */
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

interface Lane {
  readonly pool: Piscina<Task, Answer>;
  /** Of sources that are not closed. */
  sourceCount: number;
}

type Ask = (task: Task, signal: AbortSignal) => Promise<Answer>;

/** Threads start when they are first needed, and end when they have nothing to do; `here` compiles the small sources. */
export function createCompilePool(here: SourceCompiler, logger: Pick<Logger, 'error'>): CompilePool {
  const lanes: Lane[] = [];
  return {
    compile: (platform, files, known) =>
      textLength(files) < (known.size === 0 ? WORTH_A_THREAD : WORTH_A_THREAD_AGAIN)
        ? here(platform, files, known)
        : compileIn(freeLane(lanes), logger, platform, share(platform, files), known),
    close: async () => {
      await Promise.all(lanes.map(({ pool }) => pool.destroy()));
    },
  };
}

/** The one with the fewest sources; a new one where all have some. */
function freeLane(lanes: Lane[]): Lane {
  const [freest] = lanes.toSorted((a, b) => a.sourceCount - b.sourceCount);
  if (freest !== undefined && (freest.sourceCount === 0 || lanes.length === LANES)) return freest;
  const lane: Lane = { pool: startPool(), sourceCount: 0 };
  lanes.push(lane);
  return lane;
}

/** The changed rules are compiled at once: nearly always the store wants all of them. */
async function compileIn(
  lane: Lane,
  logger: Pick<Logger, 'error'>,
  platform: Platform,
  source: SharedSource,
  known: ReadonlyMap<string, string>,
): Promise<CompilableSource> {
  const ask: Ask = async (task, signal) => {
    const answer = await lane.pool.run(task, { signal });
    for (const bug of answer.bugs) logger.error(bug, 'internal error');
    return answer;
  };
  const stop = new AbortController();
  // Each task that waits listens to it.
  setMaxListeners(BATCHES_AHEAD + 1, stop.signal);
  lane.sourceCount++;
  const close = (): void => {
    if (stop.signal.aborted) return;
    stop.abort();
    lane.sourceCount--;
  };
  try {
    const { opened } = await ask({ kind: 'open', source, known }, stop.signal);
    if (opened === null) throw new Error('a thread did not say what it opened');
    const all = opened.changed.map(({ id }) => id);
    const started = startBatches(ask, source, all, stop.signal);
    const compile = (ids: readonly RuleId[]): RuleBatches =>
      sameIds(ids, all) ? started : startBatches(ask, source, ids, stop.signal);
    return { ...opened, compile, close };
  } catch (error) {
    close();
    throw error;
  }
}

/** Asks for batches before they are needed, and gives them in order, once. */
function startBatches(
  ask: Ask,
  source: SharedSource,
  ids: readonly RuleId[],
  signal: AbortSignal,
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

function startPool(): Piscina<Task, Answer> {
  const self = fileURLToPath(import.meta.url);
  const ending = self.endsWith('.ts') ? '.ts' : '.js';
  return new Piscina<Task, Answer>({
    filename: fileURLToPath(new URL(`compile-thread${ending}`, import.meta.url)),
    name: 'run',
    // From source, the thread needs the same loader as this one.
    ...(ending === '.ts' ? { execArgv: ['--import', 'tsx'] } : {}),
    minThreads: 0,
    maxThreads: Math.max(1, Math.min(Math.floor(availableParallelism() / LANES), MAX_THREADS_PER_LANE)),
    concurrentTasksPerWorker: TASKS_PER_THREAD,
    idleTimeout: IDLE_MS,
    resourceLimits: { maxOldGenerationSizeMb: THREAD_HEAP },
  });
}

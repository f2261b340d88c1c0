/** Compiles large sources in threads beside the one that stores them: on two cores an import then takes little more than storing alone. */
import { availableParallelism } from 'node:os';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import type { Logger } from 'pino';
import type { Platform, SourceFile } from '../platforms/platform.ts';
import type { RuleId } from '../rule/rule.ts';
import type { RuleBatches } from '../store/import-plan.ts';
import type { Answer, SharedSource, Task } from './compile-thread.ts';
import { inBatches } from './source-compiler.ts';
import type { SourceCompiler } from './source-compiler.ts';

export interface CompilePool {
  readonly compile: SourceCompiler;
  readonly close: () => Promise<void>;
}

/** A source with less text is compiled sooner than a thread has started. */
const WORTH_A_THREAD = 1_000_000;
/** More would wait for the database, which writes one batch at a time. */
const MAX_THREADS = 4;
/** While this thread writes a batch, each of the others must find the next ones waiting. */
const TASKS_AHEAD = 3;
/** Long enough to last from one source of a `sync` to the next. */
const IDLE_MS = 10_000;

/** Threads start when they are first needed, and end when they have nothing to do; `here` compiles the small sources. */
export function createCompilePool(here: SourceCompiler, logger: Pick<Logger, 'error'>): CompilePool {
  let pool: Piscina<Task, Answer> | null = null;
  return {
    compile: (platform, files, known) => {
      if (textLength(files) < WORTH_A_THREAD) return here(platform, files, known);
      pool ??= startPool();
      return compileIn(pool, logger)(platform, files, known);
    },
    close: async () => {
      await pool?.destroy();
    },
  };
}

/** Compiles every source in the threads of this pool. */
function compileIn(pool: Piscina<Task, Answer>, logger: Pick<Logger, 'error'>): SourceCompiler {
  const ask = async (task: Task, signal?: AbortSignal): Promise<Answer> => {
    const answer = await pool.run(task, signal === undefined ? {} : { signal });
    for (const bug of answer.bugs) logger.error(bug, 'internal error');
    return answer;
  };
  return async (platform, files, known) => {
    const source = share(platform, files);
    const { opened } = await ask({ kind: 'open', source, known });
    if (opened === null) throw new Error('a thread did not say what it opened');
    const ahead = pool.options.maxThreads * TASKS_AHEAD;
    return { ...opened, compile: (ids) => compileBatches(ask, source, ids, ahead) };
  };
}

/** Asks for batches before they are needed, and gives them in order. */
async function* compileBatches(
  ask: (task: Task, signal: AbortSignal) => Promise<Answer>,
  source: SharedSource,
  ids: readonly RuleId[],
  ahead: number,
): RuleBatches {
  const waiting = [...inBatches(ids)];
  const asked: Promise<Answer>[] = [];
  const stop = new AbortController();
  try {
    while (waiting.length > 0 || asked.length > 0) {
      while (waiting.length > 0 && asked.length < ahead) {
        const answer = ask({ kind: 'compile', source, ids: waiting.shift() ?? [] }, stop.signal);
        // Whoever waits for it sees the failure; until then it is no unhandled one.
        answer.catch(() => undefined);
        asked.push(answer);
      }
      const answer = await asked.shift();
      if (answer !== undefined) yield answer.rules;
    }
  } finally {
    stop.abort();
  }
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
    maxThreads: Math.max(1, Math.min(availableParallelism() - 1, MAX_THREADS)),
    concurrentTasksPerWorker: TASKS_AHEAD,
    idleTimeout: IDLE_MS,
  });
}

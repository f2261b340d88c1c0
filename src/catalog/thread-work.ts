/** What a thread of the compile pool does: reads one source at a time and compiles the rules that it is asked for. */
import { move, transferableSymbol, valueSymbol } from 'piscina';
import type { Logger } from 'pino';
import type { Compiler } from '../importer/compile-rule.ts';
import { openSource } from '../importer/compile-source.ts';
import type { OpenedSource } from '../importer/compile-source.ts';
import { platforms } from '../platforms/index.ts';
import type { Platform, SourceFile } from '../platforms/platform.ts';
import { ruleBatch } from '../store/rule-batch.ts';
import type { RuleBatch } from '../store/rule-batch.ts';
import { noteRule } from './rule-progress.ts';

/** A source as threads share it. */
export interface SharedSource {
  /** Tells this import from others. */
  readonly key: string;
  readonly platform: string;
  /** The files as JSON, UTF-8: all threads read the same bytes. */
  readonly files: SharedArrayBuffer;
}

interface OpenTask {
  readonly kind: 'open';
  readonly source: SharedSource;
  readonly known: ReadonlyMap<string, string>;
}

interface CompileTask {
  readonly kind: 'compile';
  readonly source: SharedSource;
  readonly ids: readonly string[];
  /** Rules that earlier threads did not get through: they are not tried again. */
  readonly gaveUp: readonly string[];
}

/** What is asked of a thread. */
export type Work = OpenTask | CompileTask;

/** `progress`: where the thread says which rule it is at (rule-progress.ts). */
export type Task = Work & { readonly progress: SharedArrayBuffer };

export interface Answer {
  readonly opened: Omit<OpenedSource, 'compile'> | null;
  readonly batch: RuleBatch | null;
  /** Bugs of ours that showed: the owner of the pool logs them. */
  readonly bugs: readonly unknown[];
}

type Reply = ReturnType<typeof move>;

export function createThreadRun(
  createCompiler: (logger: Pick<Logger, 'error'>) => Compiler,
): (task: Task) => Reply {
  let current: { readonly key: string; readonly opened: OpenedSource } | null = null;
  let bugs: unknown[] = [];
  let gaveUp: ReadonlySet<string> = new Set();
  let progress: SharedArrayBuffer | null = null;
  const compiler = createCompiler({ error: (bug: unknown) => bugs.push(bug) });
  const watch = {
    onRule: (ruleId: string | null) => {
      if (progress !== null) noteRule(progress, ruleId ?? '');
    },
    isGivenUp: (ruleId: string) => gaveUp.has(ruleId),
  };

  /** The source stays open until another is asked for. */
  const open = ({ key, platform, files }: SharedSource, known: ReadonlyMap<string, string>): OpenedSource => {
    if (current?.key === key) return current.opened;
    // First, so that two sources are never in memory together.
    current = null;
    const opened = openSource(platformById(platform), readShared(files), compiler, known, watch);
    current = { key, opened };
    return opened;
  };

  return (task) => {
    bugs = [];
    progress = task.progress;
    gaveUp = new Set(task.kind === 'compile' ? task.gaveUp : []);
    watch.onRule(null);
    const { compile, ...opened } = open(task.source, task.kind === 'open' ? task.known : new Map());
    if (task.kind === 'open') return handOver({ opened, batch: null, bugs }, []);
    const batch = ruleBatch(task.ids.map(compile));
    const rows = [batch.rules, batch.logSources, batch.fields, ...Object.values(batch.parts)];
    return handOver({ opened: null, batch, bugs }, rows.flat());
  };
}

/** The bytes change hands; all else is copied. */
function handOver(answer: Answer, bytes: readonly Uint8Array<ArrayBuffer>[]): Reply {
  return move({ [transferableSymbol]: bytes.map(({ buffer }) => buffer), [valueSymbol]: answer });
}

function platformById(id: string): Platform {
  const platform = platforms.find((each) => each.id === id);
  if (platform === undefined) throw new Error(`there is no platform ${id}`);
  return platform;
}

function readShared(files: SharedArrayBuffer): readonly SourceFile[] {
  // Written by compile-pool.ts.
  return JSON.parse(Buffer.from(files).toString('utf8')) as readonly SourceFile[];
}

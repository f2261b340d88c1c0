/** What a thread of the compile pool does: reads one source at a time and compiles the rules that it is asked for. */
import { move, transferableSymbol, valueSymbol } from 'piscina';
import type { Logger } from 'pino';
import type { Compiler } from '../importer/compiler.ts';
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
  /** Which ids are stored, of this source and of others, as JSON (`SharedNames`): who has them decides what a copy is called. */
  readonly names: SharedArrayBuffer;
}

interface SharedNames {
  readonly name: string;
  readonly owners: readonly (readonly [string, string])[];
  readonly known: readonly string[];
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
  const open = (source: SharedSource, hashes: ReadonlyMap<string, string>): OpenedSource => {
    const { key, platform } = source;
    if (current?.key === key) return current.opened;
    // First, so that two sources are never in memory together.
    current = null;
    const files = readShared(source.files) as readonly SourceFile[];
    const { name, owners, known } = readShared(source.names) as SharedNames;
    // Who compiles and does not say what has changed knows the ids all the same.
    const all = hashes.size > 0 ? hashes : new Map(known.map((id) => [id, '']));
    const others = { name, owners: new Map(owners) };
    const opened = openSource(platformById(platform), files, compiler, all, watch, others);
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

/** Written by compile-pool.ts. */
function readShared(json: SharedArrayBuffer): unknown {
  return JSON.parse(Buffer.from(json).toString('utf8'));
}

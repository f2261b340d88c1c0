/** What runs in a thread of the compile pool (compile-pool.ts): reads one source at a time and compiles the rules that it is asked for. */
import { move, transferableSymbol, valueSymbol } from 'piscina';
import { platforms } from '../platforms/index.ts';
import type { Platform, SourceFile } from '../platforms/platform.ts';
import { openSource } from '../importer/compile-source.ts';
import type { OpenedSource } from '../importer/compile-source.ts';
import { ruleBatch } from '../store/rule-batch.ts';
import type { RuleBatch } from '../store/rule-batch.ts';
import { createCompiler, readAttackFacts } from './compiler.ts';

/** A source as threads share it. */
export interface SharedSource {
  /** Tells this import from others. */
  readonly key: string;
  readonly platform: string;
  /** The files as JSON, UTF-8: all threads read the same bytes. */
  readonly files: SharedArrayBuffer;
}

export type Task =
  | { readonly kind: 'open'; readonly source: SharedSource; readonly known: ReadonlyMap<string, string> }
  | { readonly kind: 'compile'; readonly source: SharedSource; readonly ids: readonly string[] };

export interface Answer {
  readonly opened: Omit<OpenedSource, 'compile'> | null;
  readonly batch: RuleBatch | null;
  /** Bugs of ours that showed: the owner of the pool logs them. */
  readonly bugs: readonly unknown[];
}

let current: { readonly key: string; readonly opened: OpenedSource } | null = null;
let bugs: unknown[] = [];
const compiler = createCompiler(readAttackFacts(), { error: (bug: unknown) => bugs.push(bug) });

export function run(task: Task): ReturnType<typeof move> {
  bugs = [];
  const known = task.kind === 'open' ? task.known : new Map<string, string>();
  const { compile, ...opened } = open(task.source, known);
  if (task.kind === 'open') return handOver({ opened, batch: null, bugs }, []);
  const batch = ruleBatch(task.ids.map(compile));
  const rows = [batch.rules, batch.logSources, batch.fields, ...Object.values(batch.parts)];
  return handOver({ opened: null, batch, bugs }, rows.flat());
}

/** The bytes change hands; all else is copied. */
function handOver(answer: Answer, bytes: readonly Uint8Array<ArrayBuffer>[]): ReturnType<typeof move> {
  return move({ [transferableSymbol]: bytes.map(({ buffer }) => buffer), [valueSymbol]: answer });
}

/** The source stays open until another is asked for. */
function open({ key, platform, files }: SharedSource, known: ReadonlyMap<string, string>): OpenedSource {
  if (current?.key === key) return current.opened;
  // First, so that two sources are never in memory together.
  current = null;
  const opened = openSource(platformById(platform), readShared(files), compiler, known);
  current = { key, opened };
  return opened;
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

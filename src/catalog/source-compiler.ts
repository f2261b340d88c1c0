/** Compiles a source's rules batch by batch: what an import asks for, whichever thread does the work. */
import type { Compiler } from '../importer/compiler.ts';
import { nextTurn, openSource } from '../importer/compile-source.ts';
import type { OpenedSource } from '../importer/compile-source.ts';
import type { OtherSources } from '../importer/copies.ts';
import type { Platform, SourceFile } from '../platforms/platform.ts';
import type { RuleId } from '../rule/rule.ts';
import type { RuleBatches } from '../store/import-plan.ts';
import { ruleBatch } from '../store/rule-batch.ts';

export interface CompilableSource extends Omit<OpenedSource, 'compile'> {
  /** Some of the source's rules, compiled, in that order. */
  readonly compile: (ids: readonly RuleId[]) => RuleBatches;
  /** Whoever opened it says so when no more is wanted of it. */
  readonly close: () => void;
}

/** `known`: content hashes of the source's rules that are stored, by id. */
export type SourceCompiler = (
  platform: Platform,
  files: readonly SourceFile[],
  known: ReadonlyMap<string, string>,
  others?: OtherSources,
) => Promise<CompilableSource>;

const RULES_PER_BATCH = 150;

/** In the thread of the caller; between batches others have a turn. */
export function compileHere(compiler: Compiler): SourceCompiler {
  return (platform, files, known, others) => {
    const { compile, ...source } = openSource(platform, files, compiler, known, undefined, others);
    async function* batches(ids: readonly RuleId[]): RuleBatches {
      for (const batch of inBatches(ids)) {
        yield ruleBatch(batch.map(compile));
        await nextTurn();
      }
    }
    return Promise.resolve({ ...source, compile: batches, close: () => undefined });
  };
}

export function inBatches<T>(items: readonly T[]): readonly (readonly T[])[] {
  const count = Math.ceil(items.length / RULES_PER_BATCH);
  return Array.from({ length: count }, (_, at) =>
    items.slice(at * RULES_PER_BATCH, (at + 1) * RULES_PER_BATCH),
  );
}

// The real corpora, compiled: what every script here works on. RULE_CORPORA names the folder that holds them, one folder a repository
// (owner+name).
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createCompiler } from '../src/catalog/compiler.ts';
import { compileSource } from '../src/importer/compile-source.ts';
import type { CompiledSource } from '../src/importer/compile-source.ts';
import { readFolder } from '../src/importer/read-folder.ts';
import { platforms } from '../src/platforms/index.ts';
import type { Platform } from '../src/platforms/platform.ts';

export const REPOSITORIES: Readonly<Record<string, string>> = {
  panther: 'panther-labs+panther-analysis',
  elastic: 'elastic+detection-rules',
  sigma: 'SigmaHQ+sigma',
};

/** The folder of one repository; ends the script with a clear word when it is not there. */
export function corpusFolder(repository: string): string {
  const root = process.env['RULE_CORPORA'];
  if (root === undefined)
    throw new Error('set RULE_CORPORA to a folder with the repositories, each named owner+name');
  const folder = join(root, repository);
  if (!existsSync(folder)) throw new Error(`${folder} is not there`);
  return folder;
}

export interface CompiledCorpus extends CompiledSource {
  readonly platform: Platform;
  readonly seconds: number;
}

/** Reads and compiles the corpus of one platform, or of each named. */
export async function compileCorpora(
  ids: readonly string[] = Object.keys(REPOSITORIES),
): Promise<readonly CompiledCorpus[]> {
  const compiler = createCompiler();
  const compiled: CompiledCorpus[] = [];
  for (const platform of platforms.filter(({ id }) => ids.includes(id))) {
    const started = performance.now();
    const { files } = await readFolder(corpusFolder(REPOSITORIES[platform.id] ?? platform.id), platform);
    const source = await compileSource(platform, files, compiler, {
      known: new Map(),
      onProgress: () => undefined,
    });
    compiled.push({ ...source, platform, seconds: (performance.now() - started) / 1000 });
  }
  return compiled;
}

/** Counts by key, largest first. */
export function countBy<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]);
}

/** `98.7 %`: rounded down, so that no target is met by rounding. */
export function share(part: number, whole: number): string {
  return whole === 0 ? '–' : `${(Math.floor((part / whole) * 10_000) / 100).toFixed(2)} %`;
}

/** The real rule corpora, where RULE_CORPORA names the folder that holds them (one folder a repository, named owner+name). */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Platform, SourceFile } from '../../src/platforms/platform.ts';

/** The repository's folder; null, with a word about it, where it is not at hand. */
export function corpusFolder(repository: string): string | null {
  const corpora = process.env['RULE_CORPORA'];
  const folder = corpora === undefined ? null : join(corpora, repository.replace('/', '+'));
  if (folder !== null && existsSync(folder)) return folder;
  console.warn(
    `SKIPPED: ${repository} is not at hand${corpora === undefined ? ': RULE_CORPORA is not set' : ` in ${corpora}`}.`,
  );
  return null;
}

export function corpusFiles(folder: string, platform: Platform): readonly SourceFile[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({ file, path: file.slice(folder.length + 1).replaceAll('\\', '/') }))
    .filter(({ path }) => platform.wants(path))
    .map(({ file, path }) => ({ path, text: readFileSync(file, 'utf8') }));
}

/** How many of each. */
export function tally(names: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

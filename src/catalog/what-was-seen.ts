/** What lies in a folder of which nothing was recognised: the kinds of its files, and whose rules they would be. */
import { listFiles } from '../importer/list-files.ts';
import { readFolder } from '../importer/read-folder.ts';
import { readSource } from '../importer/read-source.ts';
import { platforms } from '../platforms/index.ts';
import type { Platform } from '../platforms/platform.ts';

/** Kinds of files that are named, the most frequent first. */
const NAMED = 6;

/** Larger folders are not read for all platforms. */
const MOST_FILES = 5_000;

/** One sentence or two for whoever asked for the import. Never rejects. */
export async function whatWasSeen(folder: string, platform: Platform): Promise<string> {
  try {
    const { paths } = await listFiles(folder, () => true);
    const others = paths.length > MOST_FILES ? [] : await othersIn(folder, platform);
    return [`the folder holds ${kindsOf(paths)}`, ...others].join('; ');
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function kindsOf(paths: readonly string[]): string {
  if (paths.length === 0) return 'no files';
  const counts = new Map<string, number>();
  for (const path of paths) {
    const kind = /\.([^./]+)$/.exec(path)?.[1]?.toLowerCase() ?? 'without an ending';
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  const sorted = [...counts].sort(([, a], [, b]) => b - a);
  const more = sorted.length > NAMED ? ', …' : '';
  return `${sorted
    .slice(0, NAMED)
    .map(([kind, count]) => `${count} ${kind === 'without an ending' ? kind : `.${kind}`}`)
    .join(', ')}${more}`;
}

/** Who else finds rules in it; those that share a format find the same. */
async function othersIn(folder: string, { id }: Platform): Promise<readonly string[]> {
  const found: string[] = [];
  for (const platform of platforms.filter((each) => each.id !== id)) {
    const { files } = await readFolder(folder, platform);
    const { rules } = readSource(platform, files, { logBug: () => '' });
    if (rules.length > 0) found.push(`as ${platform.id} it has ${rules.length} rules`);
  }
  return found;
}

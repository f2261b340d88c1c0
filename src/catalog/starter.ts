/** The starter corpus: rules of our own, so that a fresh catalog shows something. It makes room for the first real source. */
import { fileURLToPath } from 'node:url';
import { platforms } from '../platforms/index.ts';
import type { Store } from '../store/client.ts';
import { deriveStale } from '../store/derive.ts';
import { sourceIdOf } from '../store/import-source.ts';
import { readSourceFingerprints } from '../store/read/stored-source.ts';
import { removeSource } from '../store/remove-source.ts';
import { importFolder } from './import-folder.ts';
import type { OnProgress } from './import-folder.ts';
import type { SourceCompiler } from './source-compiler.ts';

const STARTER_FOLDER = fileURLToPath(new URL('../../seed/rules/', import.meta.url));
const STARTER_NAME = 'starter';

const starterIds = new Set(platforms.map((platform) => sourceIdOf({ platform, name: STARTER_NAME })));

/** Imports the starter corpus into a catalog that holds nothing else; renews it where a new version brings another. */
export async function importStarter(
  store: Store,
  compiler: SourceCompiler,
  onProgress?: OnProgress,
): Promise<void> {
  const stored = await readSourceFingerprints(store);
  if ([...stored.keys()].some((id) => !starterIds.has(id))) return;
  for (const platform of platforms) {
    const folder = `${STARTER_FOLDER}${platform.id}`;
    const request = {
      platform,
      folder,
      name: STARTER_NAME,
      url: null,
      revision: null,
      licence: 'Apache-2.0',
      derive: 'later' as const,
      allowShrink: true,
    };
    await importFolder(store, compiler, request, onProgress);
  }
  await deriveStale(store);
}

/** Takes the starter corpus out: once a real source is in, ours would only blur its counts. Leaves these to be derived. */
export async function removeStarter(store: Store): Promise<void> {
  const stored = await readSourceFingerprints(store);
  for (const id of starterIds) if (stored.has(id)) await removeSource(store, id);
}

/** Brings a git repository's rules into the catalog: one commit is cloned into a temporary folder, imported, and the folder removed. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cloneRepository } from '../importer/clone-repository.ts';
import type { RepositoryAddress } from '../importer/clone-repository.ts';
import type { Store } from '../store/client.ts';
import { importFolder } from './import-folder.ts';
import type { FolderImport, FolderImportReport, OnProgress } from './import-folder.ts';
import type { SourceCompiler } from './source-compiler.ts';

export interface RepositoryImport extends Omit<FolderImport, 'folder' | 'url' | 'revision'> {
  readonly address: RepositoryAddress;
  /** Of its tree only these; all when empty. */
  readonly paths: readonly string[];
}

export async function importRepository(
  store: Store,
  compiler: SourceCompiler,
  { address, paths, ...request }: RepositoryImport,
  onProgress: OnProgress = () => undefined,
): Promise<FolderImportReport> {
  const folder = await mkdtemp(join(tmpdir(), 'rule-catalog-'));
  try {
    onProgress('fetch', 0, 1);
    const { revision } = await cloneRepository(address, folder, paths);
    onProgress('fetch', 1, 1);
    return await importFolder(
      store,
      compiler,
      { ...request, folder, url: address.url, revision },
      onProgress,
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

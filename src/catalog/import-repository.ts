/** A git repository's rules: one commit is cloned into a temporary folder, read, and the folder removed. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cloneRepository } from '../importer/clone-repository.ts';
import type { RepositoryAddress } from '../importer/clone-repository.ts';
import { withoutCredentials } from '../importer/repository-url.ts';
import type { StoredSource } from '../store/read/stored-source.ts';
import { prepareFolder } from './import-folder.ts';
import type { FolderImport, OnProgress, PreparedImport } from './import-folder.ts';
import type { SourceCompiler } from './source-compiler.ts';

export interface RepositoryImport extends Omit<FolderImport, 'folder' | 'url' | 'revision'> {
  readonly address: RepositoryAddress;
  /** Of its tree only these; all when empty. */
  readonly paths: readonly string[];
}

export async function prepareRepository(
  compiler: SourceCompiler,
  { address, paths, ...request }: RepositoryImport,
  stored: StoredSource,
  onProgress: OnProgress,
): Promise<PreparedImport> {
  const folder = await mkdtemp(join(tmpdir(), 'rule-catalog-'));
  try {
    onProgress('fetch', 0, 1);
    const { revision } = await cloneRepository(address, folder, paths);
    onProgress('fetch', 1, 1);
    const folderImport = { ...request, folder, url: withoutCredentials(address.url), revision };
    return await prepareFolder(compiler, folderImport, stored, onProgress);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

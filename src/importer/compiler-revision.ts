/** What the compiler is made of, as a hash: when it changes, stored rules are stale though their text is not. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Folders whose code decides what a rule compiles to. */
const FOLDERS = [
  'analysis',
  'condition',
  'fields',
  'formats',
  'importer',
  'languages',
  'platforms',
  'rule',
  'text',
  'engine',
];

let revision: string | undefined;

/** SHA-256 (hex) over the compiler's own files; computed once. */
export function compilerRevision(): string {
  revision ??= hashFolders(join(import.meta.dirname, '..'));
  return revision;
}

function hashFolders(root: string): string {
  const hash = createHash('sha256');
  for (const folder of FOLDERS) {
    const names = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
    for (const name of names.filter((each) => /\.(?:js|ts)$/.test(each)).sort()) {
      hash.update(name).update(readFileSync(join(root, folder, name)));
    }
  }
  return hash.digest('hex');
}

/** The files of a folder that a platform wants to see, and one hash over them. */
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileDiagnostics, Platform, SourceFile } from '../platforms/platform.ts';
import { diagnostic } from '../text/diagnostic.ts';
import { compilerRevision } from './compiler-revision.ts';
import { listFiles, unreadable } from './list-files.ts';

/** Larger files are no rules: the largest public file of one rule has 0.3 MB. An export holds all that there are. */
const MAX_FILE_BYTES = 5 * 1024 * 1024;
const MAX_EXPORT_BYTES = 64 * 1024 * 1024;
const EXPORT = /\.(ndjson|jsonl?|conf)$/i;
const FILES_AT_ONCE = 64;

export interface FolderReading {
  readonly files: readonly SourceFile[];
  readonly broken: readonly FileDiagnostics[];
  /** SHA-256 (hex) over paths, texts and the compiler's own revision: equal means that an import would change nothing. */
  readonly fingerprint: string;
}

/** Reads a folder. Rejects when the folder itself cannot be read; what is wrong with one file costs that file alone. */
export async function readFolder(root: string, platform: Platform): Promise<FolderReading> {
  if (!(await stat(root)).isDirectory()) throw new Error(`${root} is no folder`);
  const { paths, broken: unfollowed } = await listFiles(root, (path) => platform.wants(path));
  const files: SourceFile[] = [];
  const broken: FileDiagnostics[] = [...unfollowed];
  for (let at = 0; at < paths.length; at += FILES_AT_ONCE) {
    const batch = await Promise.all(paths.slice(at, at + FILES_AT_ONCE).map((path) => readOne(root, path)));
    for (const each of batch) {
      if ('text' in each) files.push(each);
      else broken.push(each);
    }
  }
  return { files, broken, fingerprint: fingerprintOf(files) };
}

async function readOne(root: string, path: string): Promise<SourceFile | FileDiagnostics> {
  try {
    // Before it is read: nobody waits for a pipe's end, or for gigabytes that are then refused.
    const { size } = await stat(join(root, path));
    const most = EXPORT.test(path) ? MAX_EXPORT_BYTES : MAX_FILE_BYTES;
    if (size > most) {
      const message = `${size} bytes are more than the ${most} that such a file may have`;
      return { path, diagnostics: [diagnostic('file_too_large', message)] };
    }
    return textOf(path, await readFile(join(root, path)));
  } catch (error) {
    return unreadable(path, error);
  }
}

function textOf(path: string, bytes: Uint8Array): SourceFile | FileDiagnostics {
  if (isPacked(bytes)) {
    const message = 'the file is a packed archive: unpack it, and import what is in it';
    return { path, diagnostics: [diagnostic('packed_file', message)] };
  }
  try {
    // Fatal: a file in another encoding is reported, not half read. A byte order mark is dropped.
    return { path, text: new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes) };
  } catch {
    return { path, diagnostics: [diagnostic('not_utf8', 'the file is not UTF-8 text')] };
  }
}

/** What Windows' tools export is UTF-16, with a mark that says so. */
function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}

/** By the first bytes of gzip and zip: Splunk's apps are packed under an ending that texts have as well. */
function isPacked([first, second, third]: Uint8Array): boolean {
  return (first === 0x1f && second === 0x8b) || (first === 0x50 && second === 0x4b && third === 0x03);
}

function fingerprintOf(files: readonly SourceFile[]): string {
  const hash = createHash('sha256').update(compilerRevision());
  for (const { path, text } of files) hash.update(`\0${path}\0${text.length}\0`).update(text);
  return hash.digest('hex');
}

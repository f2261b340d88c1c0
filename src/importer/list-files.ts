/**
 * The files of a folder, by their paths in it. A symbolic link is followed once, and only to what lies in the folder: a rule that is linked
 * to from another place is one rule.
 */
import { readdir, realpath, stat } from 'node:fs/promises';
import type { Dirent } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { FileDiagnostics } from '../platforms/platform.ts';
import { diagnostic } from '../text/diagnostic.ts';

interface FileList {
  /** In order; each file once. */
  readonly paths: readonly string[];
  readonly broken: readonly FileDiagnostics[];
}

interface Entry {
  /** In the folder, with `/` between names. */
  readonly path: string;
  readonly entry: Dirent;
}

/** `wants`: of which files it matters whether they can be read. Rejects when the folder itself cannot be read. */
export async function listFiles(root: string, wants: (path: string) => boolean): Promise<FileList> {
  const broken: FileDiagnostics[] = [];
  const plain: string[] = [];
  const linked: LinkedFile[] = [];
  for (const { path, entry } of await entriesOf(root, '')) {
    if (entry.isSymbolicLink()) {
      const found = await linkedFiles(root, path);
      // Who links to a folder misses all that is in it; of other links only those matter that would be files of rules.
      if ('reason' in found) {
        if (found.isFolder || wants(path)) broken.push(unreadable(path, found.reason));
      } else linked.push(...found.filter((each) => wants(each.path)));
    } else if (wants(path)) {
      if (entry.isFile()) plain.push(path);
      else broken.push(unreadable(path, 'a pipe, socket or device is no file of rules'));
    }
  }
  const read = new Set(plain);
  const paths = [...plain];
  for (const { path, target } of linked) {
    if (read.has(target)) continue;
    read.add(target);
    paths.push(path);
  }
  return { paths: paths.sort(), broken };
}

export function unreadable(path: string, error: unknown): FileDiagnostics {
  const message = error instanceof Error ? error.message : String(error);
  return { path, diagnostics: [diagnostic('file_unreadable', message)] };
}

/** All below a folder but folders themselves and hidden names; links are not followed. */
async function entriesOf(root: string, path: string): Promise<readonly Entry[]> {
  const entries: Entry[] = [];
  for (const entry of await readdir(join(root, path), { withFileTypes: true })) {
    if (entry.name.startsWith('.')) continue;
    const inner = path === '' ? entry.name : `${path}/${entry.name}`;
    if (entry.isDirectory()) entries.push(...(await entriesOf(root, inner)));
    else entries.push({ path: inner, entry });
  }
  return entries;
}

interface LinkedFile {
  readonly path: string;
  /** The file's real path in the folder. */
  readonly target: string;
}

interface Unfollowed {
  readonly reason: unknown;
  readonly isFolder: boolean;
}

/** What a link leads to: a file, or the files of a folder. */
async function linkedFiles(root: string, path: string): Promise<readonly LinkedFile[] | Unfollowed> {
  try {
    const [realRoot, realTarget] = [await realpath(root), await realpath(join(root, path))];
    const target = relative(realRoot, realTarget).split(sep).join('/');
    const isFolder = (await stat(realTarget)).isDirectory();
    if (target === '..' || target.startsWith('../'))
      return { reason: 'the link leads out of the folder, and is not followed', isFolder };
    if (!isFolder) return [{ path, target }];
    // What lies there under another link is found by that one.
    const inner = (await entriesOf(realTarget, '')).filter(({ entry }) => entry.isFile());
    return inner.map((file) => ({
      path: `${path}/${file.path}`,
      target: target === '' ? file.path : `${target}/${file.path}`,
    }));
  } catch (reason) {
    return { reason, isFolder: false };
  }
}

import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readFolder } from '../../src/importer/read-folder.ts';
import type { FolderReading } from '../../src/importer/read-folder.ts';
import { makeSourceRule, platformOf } from '../support/source-rule.ts';

const platform = platformOf(({ path }) => makeSourceRule(path));
let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rule-catalog-test-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function put(path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), content);
}

const read = (): Promise<FolderReading> => readFolder(folder, platform);

describe('reading a folder', () => {
  it('takes what the platform wants, in path order, and no hidden files', async () => {
    await put('b/two.txt', '2');
    await put('a.txt', '1');
    await put('readme.md', 'no');
    await put('.git/x.txt', 'no');
    expect((await read()).files).toEqual([
      { path: 'a.txt', text: '1' },
      { path: 'b/two.txt', text: '2' },
    ]);
  });

  it('reads UTF-16 that says so, and reports what is packed', async () => {
    await put('a.txt', Buffer.from('\uFEFFfür', 'utf16le'));
    await put('b.txt', Buffer.from('\uFEFFfür', 'utf16le').swap16());
    await put('c.txt', Uint8Array.of(0x1f, 0x8b, 8, 0, 0xff));
    await put('d.txt', Uint8Array.of(0x50, 0x4b, 3, 4, 0xff));
    const { files, broken } = await read();
    expect(files).toEqual([
      { path: 'a.txt', text: 'für' },
      { path: 'b.txt', text: 'für' },
    ]);
    expect(broken).toMatchObject([
      { path: 'c.txt', diagnostics: [{ code: 'packed_file' }] },
      { path: 'd.txt', diagnostics: [{ code: 'packed_file' }] },
    ]);
  });

  it('reads an export that is larger than a file of one rule', async () => {
    const exports = { ...platform, wants: (path: string) => path.endsWith('.ndjson') };
    await put('a.ndjson', 'x'.repeat(5 * 1024 * 1024 + 1));
    expect((await readFolder(folder, exports)).files).toHaveLength(1);
  });

  it('reports what is no UTF-8 and what is too large, and reads the rest', async () => {
    await put('a.txt', Uint8Array.of(0x66, 0xfc, 0x72));
    await put('b.txt', 'x'.repeat(5 * 1024 * 1024 + 1));
    await put('c.txt', '\uFEFFfür');
    const { files, broken } = await read();
    expect(files).toEqual([{ path: 'c.txt', text: 'für' }]);
    expect(broken).toMatchObject([
      { path: 'a.txt', diagnostics: [{ code: 'not_utf8' }] },
      { path: 'b.txt', diagnostics: [{ code: 'file_too_large' }] },
    ]);
  });

  it('follows no symbolic link out of the folder, and says so', async () => {
    const outside = await mkdtemp(join(tmpdir(), 'rule-catalog-outside-'));
    try {
      await writeFile(join(outside, 'secret.txt'), 'no');
      await put('a.txt', '1');
      await symlink(outside, join(folder, 'linked'));
      await symlink(join(outside, 'secret.txt'), join(folder, 'secret.txt'));
      const { files, broken } = await read();
      expect(files.map(({ path }) => path)).toEqual(['a.txt']);
      expect(broken.map(({ path, diagnostics }) => [path, diagnostics[0]?.code])).toEqual([
        ['linked', 'file_unreadable'],
        ['secret.txt', 'file_unreadable'],
      ]);
    } finally {
      await rm(outside, { recursive: true, force: true });
    }
  });

  it('follows a symbolic link inside the folder once', async () => {
    await put('a.txt', '1');
    await put('.kept/b.txt', '2');
    await put('.kept/deep/c.txt', '3');
    await symlink(folder, join(folder, 'circle'));
    await symlink(join(folder, 'a.txt'), join(folder, 'again.txt'));
    await symlink(join(folder, '.kept'), join(folder, 'linked'));
    await symlink(join(folder, '.kept'), join(folder, 'linked-again'));
    const { files, broken } = await read();
    expect(files.map(({ path }) => path)).toEqual(['a.txt', 'linked/b.txt', 'linked/deep/c.txt']);
    expect(broken).toEqual([]);
  });

  it('reports a broken link, a pipe and a name that is no UTF-8, and reads the rest', async () => {
    await put('a.txt', '1');
    await symlink(join(folder, 'gone.txt'), join(folder, 'broken.txt'));
    execFileSync('mkfifo', [join(folder, 'pipe.txt')]);
    await writeFile(
      Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0xfc]), Buffer.from('.txt')]),
      'x',
    );
    const { files, broken } = await read();
    expect(files.map(({ path }) => path)).toEqual(['a.txt']);
    expect(broken.map(({ diagnostics }) => diagnostics[0]?.code)).toEqual([
      'file_unreadable',
      'file_unreadable',
      'file_unreadable',
    ]);
  });

  it('has a fingerprint that follows paths and texts', async () => {
    await put('a.txt', '1');
    const { fingerprint } = await read();
    expect((await read()).fingerprint).toBe(fingerprint);
    await put('readme.md', 'not wanted');
    expect((await read()).fingerprint).toBe(fingerprint);
    await put('a.txt', '2');
    const edited = (await read()).fingerprint;
    expect(edited).not.toBe(fingerprint);
    await rm(join(folder, 'a.txt'));
    await put('b.txt', '2');
    expect((await read()).fingerprint).not.toBe(edited);
  });

  it('rejects what is no folder', async () => {
    await put('a.txt', '1');
    await expect(readFolder(join(folder, 'a.txt'), platform)).rejects.toThrow('is no folder');
    await expect(readFolder(join(folder, 'gone'), platform)).rejects.toThrow('ENOENT');
  });
});

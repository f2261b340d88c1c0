import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cloneRepository, parseRepositoryAddress } from '../../src/importer/clone-repository.ts';
import { withoutCredentials } from '../../src/importer/repository-url.ts';

describe('parseRepositoryAddress', () => {
  it.each([
    ['https://example.org/a/b', 'https://example.org/a/b', null],
    ['https://example.org/a/b@feature/x', 'https://example.org/a/b', 'feature/x'],
    ['https://user:secret@example.org/a/b@v1', 'https://user:secret@example.org/a/b', 'v1'],
    ['git@example.org:a/b.git@dev', 'git@example.org:a/b.git', 'dev'],
    ['ssh://git@example.org/a/b', 'ssh://git@example.org/a/b', null],
    ['file:///rules@abc', 'file:///rules', 'abc'],
  ])('%s', (text, url, revision) => {
    expect(parseRepositoryAddress(text)).toEqual({ url, revision });
  });

  it.each(['/rules', './rules', 'rules', 'ext::sh -c id', 'gopher://example.org/a', ''])(
    '%s is none',
    (text) => {
      expect(parseRepositoryAddress(text)).toBeNull();
    },
  );
});

describe('cloneRepository', () => {
  const root = mkdtempSync(join(tmpdir(), 'clone-'));
  const origin = join(root, 'origin');
  const git = (...args: string[]): string =>
    execFileSync('git', ['-C', origin, '-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], {
      encoding: 'utf8',
    });

  beforeAll(() => {
    mkdirSync(join(origin, 'rules'), { recursive: true });
    mkdirSync(join(origin, 'docs'));
    git('init', '--quiet', '--initial-branch=main');
    writeFileSync(join(origin, 'rules', 'a.yml'), 'title: a\n');
    writeFileSync(join(origin, 'docs', 'b.md'), 'b\n');
    git('add', '.');
    git('commit', '--quiet', '-m', 'one');
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it('checks out the paths that were asked for and names the commit', async () => {
    const clone = await cloneRepository({ url: `file://${origin}`, revision: 'main' }, join(root, 'clone'), [
      'rules',
    ]);
    expect(clone.revision).toBe(git('rev-parse', 'HEAD').trim());
    expect(existsSync(join(clone.folder, 'rules', 'a.yml'))).toBe(true);
    expect(existsSync(join(clone.folder, 'docs'))).toBe(false);
  });

  it('rejects with what git says of an unknown revision', async () => {
    const clone = cloneRepository(
      { url: `file://${origin}`, revision: 'nowhere' },
      join(root, 'nowhere'),
      [],
    );
    await expect(clone).rejects.toThrow(/nowhere/);
  });

  it('says nothing of the user and the password that an address carries', async () => {
    const clone = cloneRepository(
      { url: 'http://ann:s3cret@127.0.0.1:1/rules', revision: null },
      join(root, 'secret'),
      [],
    );
    const error: unknown = await clone.catch((reason: unknown) => reason);
    expect(inspect(error, { depth: 5, showHidden: true })).not.toMatch(/s3cret|ann:/);
    expect(String(error)).toContain('http://127.0.0.1:1/rules');
  });
});

describe('withoutCredentials', () => {
  it.each([
    ['https://ann:s3cret@example.org/a/b', 'https://example.org/a/b'],
    ['https://ghp_token@example.org/a/b.git', 'https://example.org/a/b.git'],
    ['ssh://git@example.org/a/b', 'ssh://example.org/a/b'],
    ['https://ann:p@ss@example.org/a', 'https://example.org/a'],
    ['git@example.org:a/b', 'git@example.org:a/b'],
    ['https://example.org/a@b', 'https://example.org/a@b'],
    ['file:///rules', 'file:///rules'],
  ])('%s', (url, shown) => {
    expect(withoutCredentials(url)).toBe(shown);
  });
});

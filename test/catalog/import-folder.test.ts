import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createCompiler, readAttackFacts } from '../../src/catalog/compiler.ts';
import { compileHere } from '../../src/catalog/source-compiler.ts';
import { importFolder } from '../../src/catalog/import-folder.ts';
import type { FolderImportReport } from '../../src/catalog/import-folder.ts';
import { importRequest } from '../../src/catalog/import-requests.ts';
import { importStarter, removeStarter } from '../../src/catalog/starter.ts';
import { storeAttack } from '../../src/store/attack.ts';
import { platforms } from '../../src/platforms/index.ts';
import { describeOnDatabases } from '../support/databases.ts';
import { platformById } from '../support/golden-case.ts';

const attack = readAttackFacts();
const plain = createCompiler(attack);
const compiler = compileHere(plain);
const sigma = platformById('sigma');

function rule(id: string, name: string): string {
  return `title: ${name}
id: ${id}
status: test
level: low
tags:
  - attack.t1078
logsource:
  product: aws
  service: cloudtrail
detection:
  selection:
    eventName: ${name}
  condition: selection
`;
}

describeOnDatabases('importing a folder', (database) => {
  let folder = '';

  beforeEach(async () => {
    await database.clear();
    await storeAttack(database.store, attack);
    folder = await mkdtemp(join(tmpdir(), 'rule-catalog-test-'));
    await put('rules/a.yml', rule('aaa', 'CreateImage'));
    await put('rules/b.yml', rule('bbb', 'CopyImage'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function put(path: string, text: string): Promise<void> {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }

  function importNow(): Promise<FolderImportReport> {
    const request = { platform: sigma, folder, name: 'made-up', url: null, revision: null, licence: null };
    return importFolder(database.store, compiler, request);
  }

  /** Id and condition of each stored rule. */
  async function stored(): Promise<Readonly<Record<string, string>>> {
    const rows = await database.store.client.rule.findMany({ select: { id: true, conditionText: true } });
    return Object.fromEntries(rows.map(({ id, conditionText }) => [id, conditionText]));
  }

  it('stores a rule whose id another source holds beside that one, and keeps it apart', async () => {
    await importNow();
    const fork = { platform: sigma, folder, name: 'me/fork', url: null, revision: null, licence: null };
    await put('rules/b.yml', rule('bbb', 'CopyFpgaImage'));
    const report = await importFolder(database.store, compiler, fork);
    expect(report).toMatchObject({ addedCount: 2, refused: [] });
    expect(report.hints).toEqual([
      '2 rules have ids that other sources hold: they are stored as copies, `…@me/fork`',
    ]);
    expect(await stored()).toEqual({
      'sigma:aaa': 'eventName eq~ "CreateImage"',
      'sigma:aaa@me/fork': 'eventName eq~ "CreateImage"',
      'sigma:bbb': 'eventName eq~ "CopyImage"',
      'sigma:bbb@me/fork': 'eventName eq~ "CopyFpgaImage"',
    });
    expect(await importFolder(database.store, compiler, fork)).toMatchObject({
      unchangedCount: 2,
      refused: [],
    });
  });

  it('of which nothing is recognised says what was seen, and whose it is', async () => {
    const request = {
      platform: platformById('splunk'),
      folder,
      name: 'x',
      url: null,
      revision: null,
      licence: null,
    };
    const failing = importFolder(database.store, compiler, request);
    await expect(failing).rejects.toThrow('the folder holds 2 .yml; as sigma it has 2 rules');
    expect(await database.store.client.source.count()).toBe(0);
  });

  it('whose rules are all others than before asks whether it is another source', async () => {
    await importNow();
    await rm(join(folder, 'rules'), { recursive: true });
    await put('others/c.yml', rule('ccc', 'DeleteImage'));
    const { hints } = await importNow();
    expect(hints).toEqual([expect.stringContaining('none of the 2 rules that sigma/made-up had')]);
  });

  it('stores its rules, and does nothing the second time', async () => {
    expect(await importNow()).toMatchObject({
      ruleCount: 2,
      addedCount: 2,
      broken: [],
      parseStatusCounts: { FULL: 2, PARTIAL: 0, OPAQUE: 0 },
    });
    const first = await stored();
    expect(first).toEqual({
      'sigma:aaa': 'eventName eq~ "CreateImage"',
      'sigma:bbb': 'eventName eq~ "CopyImage"',
    });
    expect(await importNow()).toMatchObject({
      ruleCount: 2,
      addedCount: 0,
      changedCount: 0,
      removedCount: 0,
      unchangedCount: 2,
    });
    expect(await stored()).toEqual(first);
  });

  it('compiles what was edited, takes out what is gone, and leaves the rest', async () => {
    await importNow();
    await put('rules/a.yml', rule('aaa', 'RegisterImage'));
    expect(await importNow()).toMatchObject({
      ruleCount: 2,
      addedCount: 0,
      changedCount: 1,
      unchangedCount: 1,
    });
    expect((await stored())['sigma:aaa']).toBe('eventName eq~ "RegisterImage"');
    await rm(join(folder, 'rules/b.yml'));
    await put('rules/c.yml', rule('ccc', 'DeleteImage'));
    expect(await importNow()).toMatchObject({
      ruleCount: 2,
      addedCount: 1,
      removedCount: 1,
      unchangedCount: 1,
    });
    expect(Object.keys(await stored()).sort()).toEqual(['sigma:aaa', 'sigma:ccc']);
  });

  it('keeps a rule when its file moves', async () => {
    await importNow();
    await rm(join(folder, 'rules/b.yml'));
    await put('rules/moved/b.yml', rule('bbb', 'CopyImage'));
    expect(await importNow()).toMatchObject({
      addedCount: 0,
      removedCount: 0,
      changedCount: 1,
      unchangedCount: 1,
    });
  });

  it('reports a file that is no rule, and imports the rest', async () => {
    await put('rules/broken.yml', 'title: x\n  detection: [\n');
    const report = await importNow();
    expect(report).toMatchObject({ ruleCount: 2, addedCount: 2 });
    expect(report.broken.map(({ path }) => path)).toEqual(['rules/broken.yml']);
    expect(report.broken[0]?.findings[0]).toMatchObject({ line: expect.any(Number) as number });
    expect(await importNow()).toMatchObject({
      ruleCount: 2,
      unchangedCount: 2,
      broken: [{ path: 'rules/broken.yml' }],
    });
  });

  it('keeps a rule that a bug of ours does not let compile, without its logic', async () => {
    const bugs: string[] = [];
    const failing = {
      ...plain,
      languages: new Map([['sigma', { id: 'sigma', lower: fail }]]),
      logBug: (_error: unknown, about: string) => `bug-${bugs.push(about)}`,
    };
    const request = { platform: sigma, folder, name: 'made-up', url: null, revision: null, licence: null };
    const report = await importFolder(database.store, compileHere(failing), request);
    expect(report).toMatchObject({ ruleCount: 2, parseStatusCounts: { OPAQUE: 2 } });
    expect(bugs).toEqual(['sigma:aaa', 'sigma:bbb']);
    const found = await database.store.client.diagnostic.findMany({ select: { code: true } });
    expect(found).toEqual([{ code: 'internal_error' }, { code: 'internal_error' }]);
  });

  it('rejects a folder that is not there, and leaves what is stored', async () => {
    await importNow();
    await rm(folder, { recursive: true });
    await expect(importNow()).rejects.toThrow('ENOENT');
    expect(Object.keys(await stored())).toHaveLength(2);
  });

  it('takes one commit of a repository, and says which', async () => {
    const git = (...args: readonly string[]): string =>
      execFileSync('git', ['-C', folder, '-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], {
        encoding: 'utf8',
      }).trim();
    git('init', '--quiet');
    git('add', '.');
    git('commit', '--quiet', '--message', 'rules');
    await put('rules/c.yml', rule('ccc', 'DeleteImage'));
    const address = { url: pathToFileURL(folder).href, revision: null };
    const from = { address, paths: ['rules'] };
    const request = { platform: sigma, from, name: 'made-up', licence: 'DRL-1.1' };
    expect(await importRequest(database.store, compiler, request)).toMatchObject({ addedCount: 2 });
    const [source] = await database.store.client.source.findMany();
    expect(source).toMatchObject({
      url: address.url,
      revision: git('rev-parse', 'HEAD'),
      licence: 'DRL-1.1',
    });
  });
});

describeOnDatabases('the starter corpus', (database) => {
  it('fills an empty catalog, and makes room for a source', async () => {
    const { store } = database;
    await storeAttack(store, attack);
    const sources = async (): Promise<readonly string[]> =>
      (await store.client.source.findMany({ select: { id: true } })).map(({ id }) => id).sort();
    await importStarter(store, compiler);
    const starter = await sources();
    expect(starter).toHaveLength(platforms.length);
    expect(await store.client.rule.count()).toBeGreaterThan(80);
    const folder = join(import.meta.dirname, '../golden/sigma/cidr-takes-both-families');
    const request = { platform: sigma, folder, name: 'made-up', url: null, revision: null, licence: null };
    const { sourceId } = await importFolder(store, compiler, request);
    await removeStarter(store);
    expect(await sources()).toEqual([sourceId]);
    expect(await store.client.rule.count()).toBe(1);
    await importStarter(store, compiler);
    expect(await sources()).toEqual([sourceId]);
  }, 60_000);
});

function fail(): never {
  throw new TypeError('a bug');
}

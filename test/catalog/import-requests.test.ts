/** Several sources in one run: while one is stored the next is prepared, and each sees what those before it stored. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createCompiler, readAttackFacts } from '../../src/catalog/compiler.ts';
import { importRequests } from '../../src/catalog/import-requests.ts';
import type { ImportRequest } from '../../src/catalog/import-requests.ts';
import { compileHere } from '../../src/catalog/source-compiler.ts';
import type { SourceCompiler } from '../../src/catalog/source-compiler.ts';
import type { RuleId } from '../../src/rule/rule.ts';
import { storeAttack } from '../../src/store/attack.ts';
import type { RuleBatches } from '../../src/store/import-plan.ts';
import { describeOnDatabases } from '../support/databases.ts';
import { platformById } from '../support/golden-case.ts';

const attack = readAttackFacts();
const here = compileHere(createCompiler(attack));
const sigma = platformById('sigma');

describeOnDatabases('importing several sources', (database) => {
  let root = '';
  beforeEach(async () => {
    await database.clear();
    await storeAttack(database.store, attack);
    root = await mkdtemp(join(tmpdir(), 'rule-catalog-test-'));
    for (const name of ['a', 'b', 'c']) {
      await mkdir(join(root, name));
      const logic = `detection:\n  selection:\n    eventName: Create${name}\n  condition: selection\n`;
      const head = `title: ${name}\nid: ${name}\nlogsource:\n  product: aws\n  service: cloudtrail\n`;
      await writeFile(join(root, name, 'rule.yml'), head + logic);
    }
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  function request(name: string, folder = name): ImportRequest {
    return { platform: sigma, from: { folder: join(root, folder) }, name, licence: null };
  }

  it('stores copies of what a source before it brings, though it was read ahead', async () => {
    const outcomes = await importRequests(database.store, here, [request('a'), request('fork', 'a')]);
    expect(outcomes.map((outcome) => 'report' in outcome && outcome.report)).toMatchObject([
      { addedIds: ['sigma:a'], refused: [] },
      { addedIds: ['sigma:a@fork'], refused: [], ruleCount: 1 },
    ]);
  });

  it('opens the next while it stores the one before, and closes all', async () => {
    const order: string[] = [];
    let sayOpened = (): void => undefined;
    const nextIsOpen = new Promise<void>((resolve) => (sayOpened = resolve));
    const compiler: SourceCompiler = async (platform, files, known) => {
      const name = files[0]?.text.slice(7, 8) ?? '';
      if (name === 'b') sayOpened();
      const opened = await here(platform, files, known);
      // Of the first nothing comes before the second is opened.
      async function* compile(ids: readonly RuleId[]): RuleBatches {
        await nextIsOpen;
        yield* opened.compile(ids);
      }
      return { ...opened, compile, close: () => order.push(name) };
    };
    const requests = ['a', 'b', 'c'].map((name) => request(name));
    const outcomes = await importRequests(database.store, compiler, requests);
    expect(outcomes.map((outcome) => 'report' in outcome && outcome.report.addedCount)).toEqual([1, 1, 1]);
    expect(order).toEqual(['a', 'b', 'c']);
    expect(await database.store.client.corpus.findMany()).toMatchObject([{ isDerived: true }]);
  });

  it('goes on after one that fails', async () => {
    const requests = [request('a'), request('nowhere'), request('c')];
    const outcomes = await importRequests(database.store, here, requests);
    expect(outcomes.map((outcome) => 'report' in outcome)).toEqual([true, false, true]);
    expect(await database.store.client.rule.count()).toBe(2);
  });

  it('sees the first import of a source in its second', async () => {
    const outcomes = await importRequests(database.store, here, [
      request('a'),
      request('a'),
      request('a', 'b'),
    ]);
    expect(outcomes).toMatchObject([
      { report: { addedCount: 1 } },
      { report: { unchangedCount: 1 } },
      { report: { addedCount: 1, removedCount: 1 } },
    ]);
  });
});

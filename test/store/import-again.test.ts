import { beforeEach, expect, it } from 'vitest';
import type { CatalogRule } from '../../src/analysis/catalog-rule.ts';
import type { SourceContent } from '../../src/store/import-plan.ts';
import type { SourceIdentity } from '../../src/store/import-source.ts';
import { importSource, sourceIdOf } from '../../src/store/import-source.ts';
import { openServer } from '../../src/store/server.ts';
import { readStoredSource } from '../../src/store/read/stored-source.ts';
import { readEngineRules } from '../../src/store/read/engine-rules.ts';
import { ruleId } from '../../src/rule/rule.ts';
import { action, makeCatalogRule, predicate } from '../support/catalog-rule.ts';
import { describeOnDatabases, describeOnServer } from '../support/databases.ts';
import { contentOf } from '../support/source-content.ts';

const SIGMA: SourceIdentity = {
  platform: { id: 'sigma', title: 'Sigma' },
  name: 'made-up',
  url: 'https://example.org/rules',
  revision: 'r1',
  licence: 'DRL-1.1',
};
const PANTHER: SourceIdentity = {
  ...SIGMA,
  platform: { id: 'panther', title: 'Panther' },
  licence: 'Apache-2.0',
};

describeOnDatabases('a second import', (database) => {
  beforeEach(() => database.clear());

  const ids = async (): Promise<readonly string[]> => {
    const rows = await database.store.client.rule.findMany({ orderBy: { id: 'asc' }, select: { id: true } });
    return rows.map(({ id }) => id);
  };

  it('does nothing when nothing changed', async () => {
    const rules = ['a', 'b'].map((id) => makeCatalogRule(id));
    const first = await importSource(database.store, SIGMA, contentOf(rules), {
      now: new Date('2026-01-01'),
    });
    const before = await database.store.client.rule.findMany({ orderBy: { id: 'asc' } });
    const again = await importSource(database.store, SIGMA, contentOf(rules), {
      now: new Date('2026-01-02'),
    });
    expect(again).toMatchObject({
      addedCount: 0,
      changedCount: 0,
      removedCount: 0,
      unchangedCount: 2,
      ruleCount: 2,
    });
    expect(again.corpusVersion).toBe(first.corpusVersion);
    expect(await database.store.client.rule.findMany({ orderBy: { id: 'asc' } })).toEqual(before);
    const source = await database.store.client.source.findUniqueOrThrow({ where: { id: 'sigma/made-up' } });
    expect(source.importedAt).toEqual(new Date('2026-01-02'));
    expect(source.changedAt).toEqual(new Date('2026-01-01'));
  });

  it('adds, replaces and removes; a rule keeps its row as long as it stays', async () => {
    await importSource(database.store, SIGMA, contentOf(['a', 'b', 'c'].map((id) => makeCatalogRule(id))), {
      now: new Date('2026-01-01'),
    });
    const before = await readEngineRules(database.store);
    const { contentHashes: hashes } = await readStoredSource(database.store, sourceIdOf(SIGMA));
    expect([...hashes]).toHaveLength(3);
    const changed = makeCatalogRule('b', { contentHash: 'b-2', rule: { title: 'Other' } });
    const report = await importSource(
      database.store,
      SIGMA,
      contentOf([changed, makeCatalogRule('d')], { unchanged: [ruleId('sigma', 'a')] }),
      { now: new Date('2026-01-02') },
    );
    expect(report).toMatchObject({
      addedCount: 1,
      changedCount: 1,
      removedCount: 1,
      unchangedCount: 1,
      ruleCount: 3,
    });
    expect(await ids()).toEqual(['sigma:a', 'sigma:b', 'sigma:d']);
    const after = await database.store.client.rule.findMany({ orderBy: { id: 'asc' } });
    expect(after.map(({ changedAt }) => changedAt.getUTCDate())).toEqual([1, 2, 2]);
    expect(after[1]).toMatchObject({
      rowId: before[1]?.rowId,
      title: 'Other',
      importedAt: new Date('2026-01-01'),
    });
  });

  it('calls a rule changed only when a reader could see it', async () => {
    await importSource(database.store, SIGMA, contentOf([makeCatalogRule('a')]), {
      now: new Date('2026-01-01'),
    });
    await importSource(
      database.store,
      SIGMA,
      contentOf([makeCatalogRule('a', { contentHash: 'compiled anew' })]),
    );
    const [rule] = await database.store.client.rule.findMany();
    expect(rule).toMatchObject({ contentHash: 'compiled anew', changedAt: new Date('2026-01-01') });
  });

  it('waits for another import, and readers wait or read', async () => {
    const rules = (platform: string): SourceContent =>
      contentOf(Array.from({ length: 120 }, (_, index) => makeCatalogRule(`r${index}`, { platform })));
    const [sigma, panther, seen] = await Promise.all([
      importSource(database.store, SIGMA, rules('sigma')),
      importSource(database.store, PANTHER, rules('panther')),
      database.store.client.rule.count(),
    ]);
    expect([sigma.addedCount, panther.addedCount]).toEqual([120, 120]);
    expect(seen % 120).toBe(0);
    expect(await ids()).toHaveLength(240);
  });

  it('leaves the old corpus whole when it fails in the middle', async () => {
    const rules = Array.from({ length: 150 }, (_, index) => makeCatalogRule(`r${index}`));
    await importSource(database.store, SIGMA, contentOf(rules));
    const before = await database.store.client.rule.findMany({ orderBy: { id: 'asc' } });
    // The second batch cannot be written: the first one, and the removal before it, must not stay.
    const broken = rules.slice(5).map((rule, index) => ({
      ...rule,
      contentHash: 'new',
      conditionText: index === 140 ? (null as unknown as string) : 'new',
    }));
    await expect(importSource(database.store, SIGMA, contentOf(broken))).rejects.toThrow();
    expect(await database.store.client.rule.findMany({ orderBy: { id: 'asc' } })).toEqual(before);
    const imports = await database.store.client.import.findMany({ orderBy: { rowId: 'asc' } });
    expect(imports.map(({ status }) => status)).toEqual(['succeeded', 'failed']);
    expect(imports[1]?.error).toBeTruthy();
  });
});

describeOnDatabases('an import that looks like a mistake', (database) => {
  const many = Array.from({ length: 50 }, (_, index) => makeCatalogRule(`r${index}`));
  beforeEach(async () => {
    await database.clear();
    await importSource(database.store, SIGMA, contentOf(many));
  });
  const kept = (): Promise<number> => database.store.client.rule.count();
  const again = (count: number, allowShrink?: boolean) =>
    importSource(database.store, SIGMA, contentOf(many.slice(0, count)), {
      ...(allowShrink === undefined ? {} : { allowShrink }),
    });

  it('takes ten rules out, and refuses to take out more', async () => {
    expect(await again(40)).toMatchObject({ removedCount: 10 });
    await expect(again(29)).rejects.toMatchObject({ name: 'ShrinkingImportError', code: 'SHRINKING_IMPORT' });
    expect(await kept()).toBe(40);
    const [, , last] = await database.store.client.import.findMany({ orderBy: { rowId: 'asc' } });
    expect(last).toMatchObject({ status: 'failed' });
  });

  it('does it when it is told so, and names what went', async () => {
    const report = await again(49, true);
    expect(report).toMatchObject({ removedIds: ['sigma:r49'], addedIds: [], changedIds: [] });
    expect(await again(2, true)).toMatchObject({ removedCount: 47 });
  });

  it('refuses a source of which nothing is a rule, however it is told', async () => {
    const empty = contentOf([], { skippedFileCount: 7 });
    for (const allowShrink of [false, true]) {
      const attempt = importSource(database.store, SIGMA, empty, { allowShrink });
      await expect(attempt).rejects.toMatchObject({ name: 'NoRulesError' });
    }
    await expect(importSource(database.store, PANTHER, empty)).rejects.toThrow('7 files are no rules');
    expect(await kept()).toBe(50);
    expect(await database.store.client.source.count()).toBe(1);
  });
});

describeOnDatabases('a rule that is refused', (database) => {
  beforeEach(() => database.clear());

  it('is tried again by the next import', async () => {
    const rule = makeCatalogRule('a');
    await importSource(database.store, SIGMA, contentOf([rule]));
    const fork = { ...SIGMA, name: 'fork', fingerprint: 'all files' };
    const report = await importSource(database.store, fork, contentOf([rule, makeCatalogRule('b')]));
    expect(report.refused).toMatchObject([{ id: 'sigma:a', code: 'id_of_another_source' }]);
    expect(await readStoredSource(database.store, sourceIdOf(fork))).toMatchObject({ fingerprint: null });
    await importSource(database.store, { ...SIGMA, fingerprint: 'all files' }, contentOf([rule]));
    expect(await readStoredSource(database.store, sourceIdOf(SIGMA))).toMatchObject({
      fingerprint: 'all files',
    });
  });
});

describeOnServer('two importers at once', (database) => {
  it('wait for each other, and both succeed', async () => {
    const other = await openServer({ databaseUrl: database.url });
    try {
      const facts = { indicators: [predicate('event.action', ['A'])], actions: [action('A')] };
      const rules = (platform: string): readonly CatalogRule[] =>
        Array.from({ length: 120 }, (_, index) => makeCatalogRule(`r${index}`, { platform, facts }));
      const [sigma, again, panther] = await Promise.all([
        importSource(database.store, SIGMA, contentOf(rules('sigma'))),
        importSource(other, SIGMA, contentOf(rules('sigma'))),
        importSource(other, PANTHER, contentOf(rules('panther'))),
      ]);
      expect(sigma.addedCount + again.addedCount).toBe(120);
      expect(panther.addedCount).toBe(120);
      expect(await other.client.indicator.findMany()).toMatchObject([{ ruleCount: 240, platformCount: 2 }]);
      const [row] = await other.client.corpus.findMany();
      expect([sigma, again, panther].map(({ corpusVersion }) => corpusVersion)).toContain(row?.version);
    } finally {
      await other.close();
    }
  });
});

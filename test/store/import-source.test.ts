import { beforeEach, describe, expect, it } from 'vitest';
import { deriveStale } from '../../src/store/derive.ts';
import { removeSource } from '../../src/store/remove-source.ts';
import type { SourceIdentity } from '../../src/store/import-source.ts';
import { StaleImportError } from '../../src/store/import-plan.ts';
import { importSource, sourceIdOf } from '../../src/store/import-source.ts';
import { readEngineRules, readEngineRulesByIds } from '../../src/store/read/engine-rules.ts';
import { all, compare, opaque } from '../../src/condition/condition.ts';
import { fieldPath } from '../../src/condition/field-path.ts';
import { ruleId } from '../../src/rule/rule.ts';
import { diagnostic } from '../../src/text/diagnostic.ts';
import { storeAttack } from '../../src/store/attack.ts';
import { action, makeCatalogRule, predicate } from '../support/catalog-rule.ts';
import { describeOnDatabases } from '../support/databases.ts';
import { contentOf } from '../support/source-content.ts';
import { aggregateStage, atLeast } from '../../src/rule/declare-stage.ts';

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

describeOnDatabases('importSource', (database) => {
  beforeEach(() => database.clear());

  const ids = async (): Promise<readonly string[]> => {
    const rows = await database.store.client.rule.findMany({ orderBy: { id: 'asc' }, select: { id: true } });
    return rows.map(({ id }) => id);
  };

  it('stores a rule with all that belongs to it', async () => {
    const condition = all([
      compare(fieldPath('eventName', { name: 'event.action' }), 'in', ['CopyImage', 'CreateImage']),
      opaque('call()', 'unsupported_call', [fieldPath('x')]),
    ]);
    await storeAttack(database.store, {
      version: '19',
      tactics: [{ id: 'TA0002', name: 'Execution', shortName: 'execution' }],
      techniques: [{ id: 'T1204', name: 'User Execution', tactics: ['execution'] }],
      replaced: [],
      deprecated: [{ id: 'T1153', name: 'Source' }],
    });
    const rule = makeCatalogRule('one', {
      rule: {
        condition,
        title: 'Image created',
        severity: 'high',
        tags: ['AWS'],
        authors: ['A', 'B'],
        tests: [{ name: 't', expected: true, event: { b: 1, a: '\0' }, mocks: { now: 1 } }],
        outputFields: [{ name: 'user', source: 'userIdentity.userName', origin: 'title' }],
        parseStatus: 'PARTIAL',
        stages: [{ kind: 'filter', condition, source: 's' }, aggregateStage([], 60, [atLeast(2)], 'a')],
        diagnostics: [
          diagnostic('unsupported_call', 'call() is not read', {
            start: { offset: 4, line: 2, column: 3 },
            end: { offset: 6, line: 2, column: 5 },
          }),
        ],
      },
      facts: {
        indicators: [predicate('event.action', ['CopyImage', 'CreateImage'], { nativeField: 'eventName' })],
        exclusions: [predicate('errorCode', [], { kind: 'exists', keyKind: 'exists' })],
        fields: [
          {
            field: 'event.action',
            nativeField: 'eventName',
            roles: ['indicator', 'output'],
            required: true,
          },
        ],
        actions: [action('CreateImage')],
        techniques: [
          {
            declared: 'T1204',
            technique: 'T1204',
            tactic: 'TA0002',
            mappingStatus: 'current',
            replacedBy: null,
          },
          { declared: 'T9999', technique: null, tactic: null, mappingStatus: 'unknown', replacedBy: null },
        ],
      },
    });
    const report = await importSource(database.store, SIGMA, contentOf([rule], { skippedFileCount: 3 }));
    expect(report).toMatchObject({
      addedCount: 1,
      changedCount: 0,
      unchangedCount: 0,
      ruleCount: 1,
      refused: [],
    });
    const stored = await database.store.client.rule.findUniqueOrThrow({
      where: { id: 'sigma:one' },
      include: {
        stages: { orderBy: { position: 'asc' } },
        indicators: { include: { indicator: true }, orderBy: { position: 'asc' } },
        exclusions: { include: { exclusion: true } },
        fields: { include: { field: { include: { names: true } } } },
        actions: { include: { action: true } },
        techniques: { orderBy: { position: 'asc' } },
        tests: true,
        diagnostics: true,
        outputFields: true,
        logSources: { include: { logSource: true } },
        source: true,
      },
    });
    expect(stored).toMatchObject({
      title: 'Image created',
      titleFolded: 'image created',
      severityRank: 4,
      licence: 'DRL-1.1',
      ownLicence: null,
      authors: ['A', 'B'],
      tagsFolded: ['aws'],
      needsMoreEvents: true,
      condition,
      stages: [
        { kind: 'filter' },
        { kind: 'aggregate', data: { by: [], window: 60, having: { kind: 'compare', values: [2] } } },
      ],
      indicators: [
        {
          predicate: 0,
          position: 0,
          kind: 'in',
          nativeField: 'eventName',
          indicator: { field: 'event.action', kind: 'eq', key: 'CopyImage', ruleCount: 1, platformCount: 1 },
        },
        { predicate: 0, position: 1, indicator: { key: 'CreateImage' } },
      ],
      exclusions: [{ nativeValue: null, exclusion: { kind: 'exists', key: null, ruleCount: 1 } }],
      fields: [
        {
          roles: ['indicator', 'output'],
          required: true,
          field: {
            ruleCount: 1,
            requiredCount: 1,
            names: [{ platformId: 'sigma', native: 'eventName', ruleCount: 1 }],
          },
        },
      ],
      actions: [
        { action: { id: 'aws/-/cloudtrail:ec2.amazonaws.com:createimage', operation: 'CreateImage' } },
      ],
      techniques: [
        { techniqueId: 'T1204', tacticId: 'TA0002' },
        { declared: 'T9999', techniqueId: null, mappingStatus: 'unknown' },
      ],
      tests: [{ event: { b: 1, a: '\0' }, mocks: { now: 1 }, agreement: 'agrees' }],
      diagnostics: [
        { code: 'unsupported_call', line: 2, column: 3, endLine: 2, endColumn: 5, sourceId: 'sigma/made-up' },
      ],
      outputFields: [{ name: 'user' }],
      logSources: [{ logSource: { id: 'aws/-/cloudtrail', name: 'aws.cloudtrail', ruleCount: 1 } }],
      source: { ruleCount: 1, url: 'https://example.org/rules' },
    });
    expect(await readEngineRules(database.store)).toEqual([
      {
        rowId: stored.rowId,
        id: 'sigma:one',
        platformId: 'sigma',
        condition,
        eventSchema: 'raw',
        logSources: [{ product: 'aws', category: null, service: 'cloudtrail' }],
        needsMoreEvents: true,
        standing: 'active',
      },
    ]);
    expect(await readEngineRulesByIds(database.store, ['sigma:two'])).toEqual([]);
  });

  it('refuses to keep a rule that is not there', async () => {
    const attempt = importSource(
      database.store,
      SIGMA,
      contentOf([], { unchanged: [ruleId('sigma', 'gone')] }),
    );
    await expect(attempt).rejects.toThrow(StaleImportError);
    expect(await database.store.client.source.count()).toBe(0);
  });

  it('reports rules whose id is taken or too long, and stores the rest', async () => {
    await importSource(database.store, SIGMA, contentOf([makeCatalogRule('a')]));
    const other = { ...SIGMA, name: 'other' };
    const long = 'x'.repeat(3_000);
    const report = await importSource(
      database.store,
      other,
      contentOf([
        makeCatalogRule('a'),
        makeCatalogRule('b'),
        makeCatalogRule('b', { rule: { path: 'copy.yml' } }),
        makeCatalogRule(long),
      ]),
    );
    expect(report.refused.map(({ code, path }) => [code, path])).toEqual([
      ['id_of_another_source', 'rules/a.yml'],
      ['duplicate_id', 'copy.yml'],
      ['id_too_long', `rules/${long}.yml`],
    ]);
    expect(await ids()).toEqual(['sigma:a', 'sigma:b']);
    expect(
      await database.store.client.diagnostic.count({ where: { sourceId: 'sigma/other', ruleRowId: null } }),
    ).toBe(3);
  });

  it('keeps the findings on files that are no readable rules, those of the last import', async () => {
    const broken = [{ path: 'bad.yml', diagnostics: [diagnostic('syntax_error', 'no YAML')] }];
    const report = await importSource(database.store, SIGMA, contentOf([makeCatalogRule('a')], { broken }));
    expect(report.brokenFileCount).toBe(1);
    await importSource(database.store, SIGMA, contentOf([makeCatalogRule('a')], { broken }));
    expect(await database.store.client.diagnostic.findMany()).toMatchObject([
      { path: 'bad.yml', code: 'syntax_error' },
    ]);
    await importSource(database.store, SIGMA, contentOf([makeCatalogRule('a')]));
    expect(await database.store.client.diagnostic.count()).toBe(0);
  });

  it('stores texts that Postgres refuses as they are: NUL, lone surrogates, values longer than an index entry', async () => {
    const odd = `nul \0 surrogate \uD800 ${'é'.repeat(5_000)}`;
    const condition = all([compare(fieldPath(odd), 'eq', [odd])]);
    const facts = {
      indicators: [predicate(odd, [odd])],
      exclusions: [predicate(odd, [odd])],
      fields: [
        {
          field: odd,
          nativeField: odd,
          roles: ['indicator' as const],
          required: false,
        },
      ],
      actions: [action(odd, { qualifier: odd, logSource: { product: odd, category: null, service: null } })],
      techniques: [
        { declared: odd, technique: odd, tactic: odd, mappingStatus: 'unknown' as const, replacedBy: odd },
      ],
    };
    const rule = {
      condition,
      title: odd,
      description: odd,
      body: odd,
      tags: [odd],
      licence: odd,
      authors: [odd],
    };
    await importSource(database.store, SIGMA, contentOf([makeCatalogRule('odd', { rule, facts })]));
    const [read] = await readEngineRules(database.store);
    expect(read?.condition).toEqual(condition);
    const stored = await database.store.client.rule.findFirstOrThrow();
    expect(stored.title.startsWith('nul ␀ surrogate \uFFFD é')).toBe(true);
  });

  it('counts distinct rules and platforms, and forgets what no rule has any more', async () => {
    const facts = { indicators: [predicate('event.action', ['A', 'B']), predicate('event.action', ['A'])] };
    await importSource(
      database.store,
      SIGMA,
      contentOf(['a', 'b'].map((id) => makeCatalogRule(id, { facts }))),
    );
    const panther = makeCatalogRule('a', {
      platform: 'panther',
      facts: { indicators: [predicate('event.action', ['A'])] },
    });
    await importSource(database.store, PANTHER, contentOf([panther]));
    const counts = async (): Promise<unknown> =>
      (await database.store.client.indicator.findMany({ orderBy: { key: 'asc' } })).map(
        ({ key, ruleCount, platformCount }) => [key, ruleCount, platformCount],
      );
    expect(await counts()).toEqual([
      ['A', 3, 2],
      ['B', 2, 1],
    ]);
    for (const source of [SIGMA, PANTHER]) {
      if (source === PANTHER) expect(await counts()).toEqual([['A', 1, 1]]);
      await removeSource(database.store, sourceIdOf(source));
      await deriveStale(database.store);
    }
    expect(await database.store.client.logSource.count()).toBe(0);
    expect(await database.store.client.field.count()).toBe(0);
  });

  it('hands a new licence of the source on to rules without their own', async () => {
    const rules = [makeCatalogRule('a'), makeCatalogRule('b', { rule: { licence: 'MIT' } })];
    await importSource(database.store, SIGMA, contentOf(rules));
    await importSource(database.store, { ...SIGMA, licence: 'CC0-1.0' }, contentOf(rules));
    const stored = await database.store.client.rule.findMany({ orderBy: { id: 'asc' } });
    expect(stored.map(({ licence }) => licence)).toEqual(['CC0-1.0', 'MIT']);
  });

  it('gives equal corpora one version, whatever the order of imports', async () => {
    const rules = [makeCatalogRule('a'), makeCatalogRule('b')];
    const sigma = contentOf(rules);
    const panther = contentOf([makeCatalogRule('p', { platform: 'panther' })]);
    await importSource(database.store, SIGMA, sigma);
    const { corpusVersion } = await importSource(database.store, PANTHER, panther);
    await database.clear();
    const first = await importSource(database.store, PANTHER, panther);
    const second = await importSource(database.store, SIGMA, contentOf(rules.toReversed()));
    expect(first.corpusVersion).not.toBe(corpusVersion);
    expect(second.corpusVersion).toBe(corpusVersion);
    const [corpus] = await database.store.client.corpus.findMany();
    expect(corpus?.version).toBe(corpusVersion);
  });
});

describe('sourceIdOf', () => {
  it('is the platform and the name', () => {
    expect(sourceIdOf(SIGMA)).toBe('sigma/made-up');
  });
});

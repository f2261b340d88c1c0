// Single objects, their relations, global ids, and the counts.
import { beforeAll, expect, test } from 'vitest';
import {
  ELASTIC_RULES,
  PANTHER_RULES,
  SIGMA_RULES,
  importCorpus,
  importRules,
  removeRules,
} from '../support/corpus.ts';
import { describeOnDatabases } from '../support/databases.ts';
import { graphqlClient } from '../support/graphql-client.ts';
import type { Data } from '../support/graphql-client.ts';

const EVERY_ID = `{
  rules(first: 100) { nodes { id } }
  indicators(first: 100) { nodes { id } }
  exclusions(first: 100) { nodes { id } }
  actions(first: 100) { nodes { id } }
  techniques(first: 100) { nodes { id } }
  fields(first: 100) { nodes { id } }
  logSources(first: 100) { nodes { id } }
  tactics { id }
  platforms { id }
  sources { id }
}`;

describeOnDatabases('the graph', (database) => {
  const client = graphqlClient(database);
  beforeAll(() => importCorpus(database.store));

  const everyId = async (): Promise<readonly string[]> =>
    Object.values<Data>(await client.data(EVERY_ID))
      .flatMap((list: Data) => list.nodes ?? list)
      .map(({ id }: Data) => id as string);

  test('every object is found again by its id, also after its rules were imported anew', async () => {
    const before = await everyId();
    expect(new Set(before).size).toBe(before.length);
    await removeRules(database.store, 'panther');
    await removeRules(database.store, 'sigma');
    await importRules(database.store, 'panther', PANTHER_RULES);
    await importRules(database.store, 'sigma', SIGMA_RULES);
    expect(new Set(await everyId())).toEqual(new Set(before));
    for (const ids of [before.slice(0, 100), before.slice(100)]) {
      const { nodes } = await client.data('query ($ids: [ID!]!) { nodes(ids: $ids) { id __typename } }', {
        ids,
      });
      expect(nodes.map(({ id }: Data) => id)).toEqual(ids);
    }
    const { node } = await client.data('query ($id: ID!) { node(id: $id) { ... on Rule { title } } }', {
      id: before[0],
    });
    expect(node).toEqual({ title: 'A burst of image creation' });
  });

  test('an object that is gone is null', async () => {
    const id = Buffer.from('Rule:sigma:gone').toString('base64url');
    expect(await client.data(`{ node(id: "${id}") { id } nodes(ids: ["${id}"]) { id } }`)).toEqual({
      node: null,
      nodes: [null],
    });
  });

  test('an indicator has its rules', async () => {
    const { indicator, none } = await client.data(`{
      indicator(field: "event.action", kind: IN, value: "CreateImage") {
        kind value ruleCount platformCount platforms { platform { platformId } ruleCount }
        rules { totalCount nodes { ruleId } }
      }
      none: indicator(field: "event.action", kind: EQ, value: "nothing") { id }
    }`);
    expect(none).toBeNull();
    expect(indicator).toMatchObject({
      kind: 'EQ',
      value: 'CreateImage',
      ruleCount: 3,
      platforms: ['elastic', 'panther', 'sigma'].map((platformId) => ({
        platform: { platformId },
        ruleCount: 1,
      })),
      rules: { totalCount: 3 },
    });
  });

  test('an action has its rules, indicators and techniques', async () => {
    const { action } = await client.data(`{
      action(logSource: "aws.cloudtrail", qualifier: "EC2.amazonaws.com", operation: "createimage") {
        operation qualifier weak ruleCount platformCount logSource { name }
        rules { totalCount nodes { ruleId } }
        indicators(first: 1) { ruleCount indicator { value } }
        techniques { ruleCount technique { attackId } }
      }
    }`);
    expect(action).toMatchObject({
      ruleCount: 3,
      platformCount: 3,
      logSource: { name: 'aws.cloudtrail' },
      rules: { totalCount: 3 },
    });
    expect(action.indicators).toHaveLength(1);
    expect(action.techniques[0]).toEqual({ ruleCount: 2, technique: { attackId: 'T1204' } });
  });

  test('a technique has its tactics, its family and its rules', async () => {
    const { technique, tactics } = await client.data(`{
      technique(id: "t1204.003") {
        name url status replacedBy parent { attackId subtechniques { attackId } } tactics { shortName }
        ruleCount platforms { platform { platformId } ruleCount } rules { totalCount nodes { ruleId } }
      }
      tactics { name position ruleCount techniques { attackId } rules { totalCount nodes { ruleId } } }
    }`);
    expect(technique).toMatchObject({
      url: 'https://attack.mitre.org/techniques/T1204/003/',
      status: 'CURRENT',
      parent: { attackId: 'T1204', subtechniques: [{ attackId: 'T1204.003' }] },
      tactics: [{ shortName: 'execution' }],
      ruleCount: 1,
      platforms: [{ platform: { platformId: 'sigma' }, ruleCount: 1 }],
      rules: { totalCount: 1, nodes: [{ ruleId: 'sig-encoded' }] },
    });
    expect(tactics.map(({ name, ruleCount }: Data) => [name, ruleCount])).toEqual([
      ['Execution', 1],
      ['Exfiltration', 1],
    ]);
    expect(tactics[0].techniques.map(({ attackId }: Data) => attackId)).toEqual([
      'T1059',
      'T1204',
      'T1204.003',
    ]);
  });

  test('a field has its native names, indicators and rules', async () => {
    const { field } = await client.data(`{
      field(name: "event.action") {
        ruleCount platformCount requiredRuleCount
        nativeNames { platform { platformId } name ruleCount }
        indicators(first: 2) { value } rules { totalCount }
      }
    }`);
    expect(field).toMatchObject({
      ruleCount: 4,
      platformCount: 3,
      requiredRuleCount: 4,
      nativeNames: [
        { platform: { platformId: 'elastic' }, name: 'event.action', ruleCount: 1 },
        { platform: { platformId: 'panther' }, name: 'eventName', ruleCount: 2 },
        { platform: { platformId: 'sigma' }, name: 'eventName', ruleCount: 1 },
      ],
      rules: { totalCount: 4 },
    });
    expect(field.indicators).toHaveLength(2);
  });

  test('sources say what their last import did, and which files it could not read', async () => {
    const { sources, platforms } = await client.data(`{
      sources(platform: "elastic") {
        sourceId url revision licence ruleCount platform { platformId }
        lastImport { status error revision addedCount durationMs startedAt }
        fileDiagnostics { path code severity message line }
        rules { totalCount nodes { ruleId } }
      }
      platforms { platformId ruleCount sources { sourceId } rules { totalCount } }
    }`);
    expect(sources).toMatchObject([
      {
        sourceId: 'elastic/ours',
        ruleCount: 1,
        lastImport: { status: 'SUCCEEDED', error: null, revision: 'abc123', addedCount: 1 },
        fileDiagnostics: [{ path: 'rules/broken.yml', code: 'syntax_error', severity: 'ERROR', line: null }],
        rules: { totalCount: 1 },
      },
    ]);
    expect(platforms.map(({ platformId, ruleCount }: Data) => [platformId, ruleCount])).toEqual([
      ['elastic', ELASTIC_RULES.length],
      ['panther', PANTHER_RULES.length],
      ['sigma', SIGMA_RULES.length],
    ]);
  });

  test('stats and health count the corpus', async () => {
    const { stats, corpusHealth, corpusVersion } = await client.data(`{
      corpusVersion
      stats {
        corpusVersion changedAt ruleCount platformCount sourceCount indicatorCount exclusionCount fieldCount actionCount techniqueCount
        sameActionPairCount
        bySeverity { platform key ruleCount } byStatus { key } byLanguage { key } byParseStatus { platform key ruleCount } byLicence { platform key ruleCount } byTechnique { platform key ruleCount } byTactic { platform key ruleCount }
        byLogSource { platform key ruleCount } byMonth { platform key ruleCount }
      }
      corpusHealth {
        rows { platform language ruleCount fullCount partialCount opaqueCount fullShare partialShare opaqueShare testCount agreeCount agreeShare }
        fieldMapping { platform logSource ruleCount predicateCount mappedCount mappedShare translatedCount translatedShare }
        diagnostics { platform code severity ruleCount } brokenFileCount
      }
    }`);
    expect(stats).toMatchObject({
      corpusVersion,
      ruleCount: 10,
      platformCount: 3,
      sourceCount: 3,
      sameActionPairCount: 3,
      byMonth: [{ platform: 'panther', key: '2024-05', ruleCount: 1 }],
      byTactic: [
        { platform: 'elastic', key: 'exfiltration', ruleCount: 1 },
        { platform: 'panther', key: 'execution', ruleCount: 1 },
      ],
    });
    expect(stats.bySeverity).toContainEqual({ platform: 'sigma', key: 'unknown', ruleCount: 1 });
    expect(stats.byParseStatus).toContainEqual({ platform: 'panther', key: 'FULL', ruleCount: 2 });
    expect(stats.byLicence).toContainEqual({ platform: 'sigma', key: 'MIT', ruleCount: 7 });
    expect(stats.byTechnique).toContainEqual({ platform: 'panther', key: 'T1204', ruleCount: 1 });
    expect(stats.byLogSource).toContainEqual({ platform: 'sigma', key: 'aws.cloudtrail', ruleCount: 1 });
    expect(corpusHealth.brokenFileCount).toBe(3);
    expect(corpusHealth.rows).toContainEqual({
      platform: 'panther',
      language: 'python',
      ruleCount: 2,
      fullCount: 2,
      partialCount: 0,
      opaqueCount: 0,
      fullShare: 1,
      partialShare: 0,
      opaqueShare: 0,
      testCount: 1,
      agreeCount: 1,
      agreeShare: 1,
    });
    expect(corpusHealth.fieldMapping).toContainEqual({
      platform: 'panther',
      logSource: 'aws.cloudtrail',
      ruleCount: 2,
      predicateCount: 7,
      mappedCount: 7,
      mappedShare: 1,
      translatedCount: 7,
      translatedShare: 1,
    });
    expect(corpusHealth.diagnostics).toContainEqual({
      platform: 'sigma',
      code: 'unsupported_expand',
      severity: 'ERROR',
      ruleCount: 1,
    });
  });
});

/** The two platforms against the snapshots whose census the expected counts are of: another snapshot has other counts. */
import { beforeAll, describe, expect, it } from 'vitest';
import { kibanaFilter } from '../../src/languages/kibana-filter/index.ts';
import { pantherYaml } from '../../src/languages/panther-yaml/index.ts';
import { elastic } from '../../src/platforms/elastic/index.ts';
import { panther } from '../../src/platforms/panther/index.ts';
import type { SourceReading, SourceRule } from '../../src/platforms/platform.ts';
import { corpusFiles, corpusFolder, tally } from './corpora.ts';

const NOTHING: SourceReading = { rules: [], broken: [], skippedFileCount: 0 };

function pathsOf(rules: readonly SourceRule[]): ReadonlySet<string> {
  return new Set(rules.map(({ path }) => path));
}

/** Rules' queries and those of their stages, of one language. */
function queriesOf(rules: readonly SourceRule[], language: string): SourceRule['queries'] {
  return rules
    .flatMap((rule) => [...rule.queries, ...rule.stages.flatMap(({ queries }) => queries)])
    .filter((query) => query.language === language);
}

const pantherFolder = corpusFolder('panther-labs/panther-analysis');

describe.skipIf(pantherFolder === null)('panther-labs/panther-analysis', () => {
  let reading = NOTHING;
  let fileCount = 0;
  beforeAll(() => {
    const files = corpusFiles(pantherFolder ?? '', panther);
    fileCount = files.length;
    reading = panther.read(files);
  });

  it('reads every rule, and accounts for every file', () => {
    expect(reading.broken).toEqual([]);
    expect(pathsOf(reading.rules).size + reading.skippedFileCount).toBe(fileCount);
    expect(tally(reading.rules.map(({ kind }) => kind))).toEqual({
      rule: 866,
      scheduled_rule: 57,
      policy: 119,
      correlation: 31,
    });
    expect(new Set(reading.rules.map(({ id }) => id)).size).toBe(1073);
  });

  it('reads every test', () => {
    const tests = (kind: string): number =>
      reading.rules.filter((rule) => rule.kind === kind).flatMap((rule) => rule.tests).length;
    expect([tests('rule'), tests('scheduled_rule'), tests('policy')]).toEqual([3003, 111, 390]);
    const mocked = reading.rules
      .flatMap((rule) => rule.tests)
      .filter(({ mocks }) => Object.keys(mocks).length > 0);
    expect(mocked).toHaveLength(99);
  });

  it('finds the logic of every rule', () => {
    expect(reading.rules.filter(({ noQuery }) => noQuery !== null)).toEqual([]);
    const stages = reading.rules.flatMap((rule) => rule.stages.map(({ stage }) => stage.kind));
    expect(tally(stages)).toEqual({ aggregate: 90, opaque: 57, sequence: 31 });
    expect(reading.rules.flatMap((rule) => rule.diagnostics)).toEqual([]);
    expect(tally(reading.rules.map(({ status }) => status))['deprecated']).toBe(17);
    expect(reading.rules.filter(({ tags }) => tags.includes('CreateAlert: false'))).toHaveLength(66);
  });

  it('knows every severity and every log source', () => {
    expect(reading.rules.filter(({ severity }) => severity === null)).toEqual([]);
    expect(reading.rules.filter(({ logSources }) => logSources.length === 0)).toEqual([]);
  });

  it('reads every match expression', () => {
    const diagnostics = queriesOf(reading.rules, 'panther_yaml').flatMap(
      (query) => pantherYaml.lower(query).diagnostics,
    );
    expect(diagnostics).toEqual([]);
  });
});

const elasticFolder = corpusFolder('elastic/detection-rules');

describe.skipIf(elasticFolder === null)('elastic/detection-rules', () => {
  let reading = NOTHING;
  let fileCount = 0;
  beforeAll(() => {
    const files = corpusFiles(elasticFolder ?? '', elastic);
    fileCount = files.length;
    reading = elastic.read(files);
  });

  const detections = (): readonly SourceRule[] => reading.rules.filter(({ kind }) => kind !== 'hunt');

  it('reads every rule, and accounts for every file', () => {
    expect(reading.broken).toEqual([]);
    expect(reading.skippedFileCount).toBe(0);
    expect(pathsOf(reading.rules).size).toBe(fileCount);
    expect(detections()).toHaveLength(2192);
    expect(pathsOf(reading.rules.filter(({ kind }) => kind === 'hunt')).size).toBe(140);
    // Three hunts have another's id.
    expect(new Set(reading.rules.map(({ id }) => id)).size).toBe(reading.rules.length - 3);
  });

  it('reads every language', () => {
    expect(tally(detections().map(({ language }) => language))).toEqual({
      eql: 1081,
      kuery: 792,
      esql: 212,
      machine_learning: 106,
      lucene: 1,
    });
    const folder = (path: string): string =>
      path.includes('_deprecated')
        ? 'deprecated'
        : path.startsWith('rules_building_block/')
          ? 'building_block'
          : 'active';
    expect(tally(detections().map(({ path }) => folder(path)))).toEqual({
      active: 1938,
      building_block: 128,
      deprecated: 126,
    });
  });

  it('finds what stands beside the queries', () => {
    const stages = reading.rules.flatMap((rule) => rule.stages.map(({ stage }) => stage.kind));
    expect(tally(stages)).toEqual({ aggregate: 31, new_terms: 245, join: 9 });
    expect(detections().filter(({ outputFields }) => outputFields.length > 0)).toHaveLength(504);
    expect(tally(detections().map(({ noQuery }) => noQuery ?? 'query'))).toEqual({
      query: 2086,
      machine_learning: 106,
    });
    const filtered = detections().filter(({ queries }) =>
      queries.some(({ language }) => language === 'kibana_filter'),
    );
    expect(filtered).toHaveLength(21);
  });

  it('reads every filter', () => {
    const diagnostics = queriesOf(reading.rules, 'kibana_filter').flatMap(
      (query) => kibanaFilter.lower(query).diagnostics,
    );
    expect(diagnostics).toEqual([]);
  });
});

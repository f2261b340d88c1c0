/** Seed rules for Microsoft's tables judge the records that others write (CloudTrail's, Entra's, Sysmon's …) as they are, among all other seed rules. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { CatalogRule } from '../../src/analysis/catalog-rule.ts';
import { compileRules } from '../../src/engine/engine.ts';
import type { Engine, Evaluation } from '../../src/engine/evaluation.ts';
import { readFolder } from '../../src/importer/read-folder.ts';
import { platforms } from '../../src/platforms/index.ts';

import { compileFiles } from '../support/golden-case.ts';

interface RecordCase {
  readonly platform: string;
  /** Path of the rule's file, without its ending. */
  readonly rule: string;
  readonly name: string;
  readonly expected: boolean;
  readonly event: unknown;
}

const CASES = JSON.parse(
  readFileSync(join(import.meta.dirname, 'records/log-analytics.json'), 'utf8'),
) as readonly RecordCase[];

async function seedRules(platform: string): Promise<readonly CatalogRule[]> {
  const own = platforms.find(({ id }) => id === platform);
  if (own === undefined) throw new Error(platform);
  const { files } = await readFolder(join(import.meta.dirname, '../../seed/rules', platform), own);
  return (await compileFiles(own, files)).rules;
}

let rules: readonly CatalogRule[];
let engine: Engine;
beforeAll(async () => {
  rules = (await Promise.all(platforms.map(({ id }) => seedRules(id)))).flat();
  engine = compileRules(
    rules.map(({ rule }) => ({
      id: rule.id,
      condition: rule.condition,
      eventSchema: rule.eventSchema,
      logSources: rule.logSources,
      needsMoreEvents: rule.stages.length > 1,
    })),
  );
});

function idsOf({ rule: path, platform }: RecordCase): readonly string[] {
  return rules
    .filter(({ rule }) => rule.platform === platform && rule.path.replace(/\.[^.]+$/, '') === path)
    .map(({ rule }) => rule.id);
}

function matching(event: unknown): Evaluation['matches'] {
  return engine.evaluate(event, { explain: false }).matches;
}

describe('a rule for a table', () => {
  it.each(CASES)('$rule: $name', (each) => {
    const ids = idsOf(each);
    expect(ids).not.toEqual([]);
    const evaluation = engine.evaluate(each.event, { explain: false });
    const matched = new Set(evaluation.matches.map(({ id }) => id));
    expect(ids.map((id) => matched.has(id))).toEqual(ids.map(() => each.expected));
    const undecided = new Set(evaluation.undecided.map(({ id }) => id));
    expect(ids.filter((id) => undecided.has(id))).toEqual([]);
  });
});

describe('one record', () => {
  const STOPPED = {
    eventVersion: '1.09',
    eventSource: 'cloudtrail.amazonaws.com',
    eventName: 'StopLogging',
    awsRegion: 'eu-central-1',
    sourceIPAddress: '203.0.113.24',
    userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/maya', userName: 'maya' },
    requestParameters: { name: 'trail' },
  };
  const platformsOf = (event: unknown): readonly string[] =>
    [...new Set(matching(event).map(({ id }) => id.split(':')[0] ?? ''))].sort();

  it('of CloudTrail matches rules of several platforms', () => {
    expect(platformsOf(STOPPED)).toEqual(expect.arrayContaining(['elastic', 'panther', 'sentinel', 'sigma']));
  });

  it('matches the same rules as the row that holds it', () => {
    const row = {
      TimeGenerated: '2026-03-02T08:14:05Z',
      Type: 'AWSCloudTrail',
      EventSource: STOPPED.eventSource,
      EventName: STOPPED.eventName,
      AWSRegion: STOPPED.awsRegion,
      SourceIpAddress: STOPPED.sourceIPAddress,
      UserIdentityType: 'IAMUser',
      UserIdentityArn: STOPPED.userIdentity.arn,
      UserIdentityUserName: 'maya',
      RequestParameters: JSON.stringify(STOPPED.requestParameters),
      ErrorCode: '',
    };
    expect(platformsOf(row)).toEqual(platformsOf(STOPPED));
  });
});

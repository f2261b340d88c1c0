/** Seed rules for Splunk judge records as their makers write them, which no add-on has renamed: Sysmon's, the Security log's, CloudTrail's. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { CatalogRule } from '../../src/analysis/catalog-rule.ts';
import { compileRules } from '../../src/engine/engine.ts';
import type { Engine } from '../../src/engine/evaluation.ts';
import { readFolder } from '../../src/importer/read-folder.ts';
import { compileFiles, platformById } from '../support/golden-case.ts';

interface RecordCase {
  /** Path of the rule's file, without its ending. */
  readonly rule: string;
  readonly name: string;
  /** `undecided`: the rule stands on a look-up table that its repository does not hold. */
  readonly expected: boolean | 'undecided';
  readonly event: unknown;
}

const CASES = JSON.parse(
  readFileSync(join(import.meta.dirname, 'records/splunk.json'), 'utf8'),
) as readonly RecordCase[];

let rules: readonly CatalogRule[];
let engine: Engine;
beforeAll(async () => {
  const platform = platformById('splunk');
  const { files } = await readFolder(join(import.meta.dirname, '../../seed/rules/splunk'), platform);
  ({ rules } = await compileFiles(platform, files));
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

describe('a rule for Splunk', () => {
  it.each(CASES)('$rule: $name', ({ rule: path, expected, event }) => {
    const id = rules.find(({ rule }) => rule.path === `${path}.yml`)?.rule.id;
    expect(id).toBeDefined();
    const { matches, undecided } = engine.evaluate(event, { explain: false });
    expect(matches.some((match) => match.id === id)).toBe(expected === true);
    expect(undecided.some((each) => each.id === id)).toBe(expected === 'undecided');
  });
});

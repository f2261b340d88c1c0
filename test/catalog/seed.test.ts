/** The starter corpus: read without a finding, parsed in full, and of one mind with its own test events. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import type { CatalogRule } from '../../src/analysis/catalog-rule.ts';
import { readFolder } from '../../src/importer/read-folder.ts';
import { platforms } from '../../src/platforms/index.ts';
import { compileFiles, judge } from '../support/golden-case.ts';
import type { CompiledFiles } from '../support/golden-case.ts';

const RULES = fileURLToPath(new URL('../../seed/rules/', import.meta.url));

/** Rules that no single event decides, or whose query language is not read: all else must be FULL. */
const NOT_FULL: Readonly<Record<string, string>> = {
  // Elastic: Rare CloudTrail method, by machine learning
  'elastic:MACHINE_LEARNING': 'OPAQUE',
};

/** Tests that the engine leaves undecided, `<rule id>: <name>`. */
const UNDECIDED: readonly string[] = [];

/** Elastic's own format has no place for test events: they lie beside the rule. */
interface SidecarEvent {
  readonly name: string;
  readonly expected: boolean;
  readonly event: unknown;
}

function sidecarEvents(platform: string, { rule }: CatalogRule): readonly SidecarEvent[] {
  const path = join(RULES, platform, rule.path.replace(/\.toml$/, '.events.json'));
  if (platform !== 'elastic' || !existsSync(path)) return [];
  return JSON.parse(readFileSync(path, 'utf8')) as readonly SidecarEvent[];
}

/** `<rule id>: <test>: <what the engine says>` of each test that it does not agree with. */
function differences(platform: string, compiled: CatalogRule): readonly string[] {
  const own = compiled.testAgreements.map(({ name, agreement }) => ({ name, agreement }));
  const beside = sidecarEvents(platform, compiled).map(({ name, expected, event }) => {
    const verdict = judge(compiled, event);
    const agrees = (verdict === 'matched') === expected;
    return { name, agreement: verdict === 'undecided' ? verdict : agrees ? 'agrees' : 'disagrees' };
  });
  return [...own, ...beside]
    .filter(({ agreement }) => agreement !== 'agrees')
    .map(({ name, agreement }) => `${compiled.rule.id}: ${name}: ${agreement}`);
}

function countOfTests(platform: string, compiled: CatalogRule): number {
  return compiled.testAgreements.length + sidecarEvents(platform, compiled).length;
}

describe.each(platforms.map((platform) => ({ platform, id: platform.id })))('the seed for $id', (each) => {
  let compiled: CompiledFiles;
  beforeAll(async () => {
    const { files, broken } = await readFolder(join(RULES, each.id), each.platform);
    expect(broken).toEqual([]);
    compiled = await compileFiles(each.platform, files);
  });

  it('is read without a finding', () => {
    expect(compiled.broken).toEqual([]);
    const findings = compiled.rules
      .filter(({ rule }) => NOT_FULL[rule.id] === undefined)
      .flatMap(({ rule }) => rule.diagnostics.map(({ code }) => `${rule.id}: ${code}`));
    expect(findings).toEqual([]);
  });

  it('is parsed in full', () => {
    const partial = compiled.rules
      .filter(({ rule }) => rule.parseStatus !== 'FULL')
      .map(({ rule }) => [rule.id, rule.parseStatus]);
    const expected = Object.entries(NOT_FULL).filter(([id]) => id.startsWith(`${each.id}:`));
    expect(Object.fromEntries(partial)).toEqual(Object.fromEntries(expected));
  });

  it('agrees with its own tests', () => {
    const found = compiled.rules.flatMap((rule) => differences(each.id, rule));
    const expected = UNDECIDED.filter((name) => name.startsWith(`${each.id}:`));
    expect([...found].sort()).toEqual(expected.map((name) => `${name}: undecided`).sort());
  });

  it('has tests for every rule that one event decides', () => {
    const untested = compiled.rules
      .filter(
        ({ rule }) =>
          rule.kind !== 'filter' && rule.kind !== 'correlation' && NOT_FULL[rule.id] === undefined,
      )
      .filter((rule) => countOfTests(each.id, rule) < 2)
      .map(({ rule }) => rule.id);
    expect(untested).toEqual([]);
  });
});

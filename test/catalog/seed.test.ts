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

/** What keeps a rule from being parsed in full; all others are FULL. */
const NOT_FULL: Readonly<Record<string, string>> = {
  // Elastic: machine learning.
  'elastic:38668e31-b331-43fa-960f-01ce30bc23d7': 'OPAQUE machine_learning',
};

/** Tests that the engine leaves undecided: of rules that are not FULL, and of those that stand on a list outside of their repository. */
const UNDECIDED: readonly string[] = [
  // A look-up table says who may.
  'splunk:a97e262d-537f-5969-ad7d-81f02bb28603: a shell',
];

/** Most formats have no place for test events: they lie beside the rule. */
interface SidecarEvent {
  readonly name: string;
  readonly expected: boolean;
  readonly event: unknown;
}

function sidecarEvents(platform: string, { rule }: CatalogRule): readonly SidecarEvent[] {
  const path = join(RULES, platform, rule.path.replace(/\.[^.]+$/, '.events.json'));
  if (!existsSync(path)) return [];
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

function errorsOf({ diagnostics }: CatalogRule['rule']): readonly string[] {
  return diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code);
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

  it('is read file by file', () => {
    expect(compiled.broken).toEqual([]);
  });

  it('is parsed in full', () => {
    const partial = compiled.rules
      .filter(({ rule }) => rule.parseStatus !== 'FULL')
      .map(({ rule }) => [rule.id, `${rule.parseStatus} ${errorsOf(rule).join(' ')}`]);
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
        ({ rule }) => rule.kind !== 'filter' && rule.kind !== 'correlation' && rule.parseStatus !== 'OPAQUE',
      )
      .filter((rule) => countOfTests(each.id, rule) < 2)
      .map(({ rule }) => rule.id);
    expect(untested).toEqual([]);
  });
});

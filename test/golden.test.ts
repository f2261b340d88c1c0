/**
 * The golden cases: each folder `test/golden/<platform>/<case>/` holds rule files as the platform writes them, `rule.json` (what the
 * catalog makes of them; vitest writes it) and `events.json` (events with the verdict that the platform's own language gives).
 * To add a case, write the rule and its events, run `npx vitest run test/golden.test.ts`, and read what `rule.json` says.
 */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { CatalogRule } from '../src/analysis/catalog-rule.ts';
import { compileGoldenCase, goldenCaseNames, judge, openGoldenCase } from './support/golden-case.ts';
import type { GoldenEvent } from './support/golden-case.ts';
import { ruleSnapshot } from './support/rule-snapshot.ts';

describe.each(goldenCaseNames())('%s', (name) => {
  const golden = openGoldenCase(name);

  test('compiles to what rule.json says', async () => {
    const { rules, broken } = await compileGoldenCase(golden);
    expect(broken).toEqual([]);
    const [only] = rules;
    const snapshot = rules.length === 1 && only !== undefined ? ruleSnapshot(only) : rules.map(ruleSnapshot);
    await expect(`${JSON.stringify(snapshot, null, 2)}\n`).toMatchFileSnapshot(
      join(golden.folder, 'rule.json'),
    );
  });

  test('agrees with events.json and with its own tests', async () => {
    const { rules } = await compileGoldenCase(golden);
    const verdicts = golden.events.map((each) => ({
      ...pick(each),
      verdict: judge(meantBy(each, rules), each.event),
    }));
    expect(verdicts).toEqual(golden.events.map((each) => ({ ...pick(each), verdict: each.verdict })));
    expect(
      rules.flatMap(({ testAgreements }) =>
        testAgreements.filter(({ agreement }) => agreement === 'disagrees'),
      ),
    ).toEqual([]);
  });

  test('has an event that matches and one that does not, under names of their own', () => {
    const verdicts = golden.events.map(({ verdict }) => verdict);
    expect(verdicts).toContain('matched');
    expect(verdicts).toContain('unmatched');
    const names = golden.events.map((each) => each.name);
    expect(names).toEqual([...new Set(names)]);
  });
});

function pick({ name, rule }: GoldenEvent): { readonly name: string; readonly rule: string | undefined } {
  return { name, rule };
}

function meantBy({ rule: id, name }: GoldenEvent, rules: readonly CatalogRule[]): CatalogRule {
  const meant = rules.filter(({ rule }) => (id === undefined ? rules.length === 1 : rule.nativeId === id));
  const [only] = meant;
  if (only === undefined || meant.length > 1)
    throw new Error(`it is not clear which rule the event "${name}" is for`);
  return only;
}

// A made-up corpus of the size and shape of the public ones, the same on every run.
import type { CatalogRule } from '../src/analysis/catalog-rule.ts';
import type { PredicateFact } from '../src/analysis/facts.ts';
import { canonicalHash } from '../src/condition/canonical.ts';
import { all, any, compare } from '../src/condition/condition.ts';
import { fieldPath } from '../src/condition/field-path.ts';
import { printCondition } from '../src/condition/print.ts';
import { logSource } from '../src/rule/log-source.ts';
import { ruleId } from '../src/rule/rule.ts';

const FIELDS = Array.from({ length: 400 }, (_, index) => `made.up.field_${index}`);
const WORDS =
  'process account session policy token bucket archive driver domain ticket service network'.split(' ');

/** A small linear congruential generator: numbers from 0 to `below`, skewed to the low ones as real values are. */
function numbers(seed: number): (below: number) => number {
  let state = seed * 2_654_435_761 + 1;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const uniform = state / 4_294_967_296;
    return Math.floor(uniform * uniform * below);
  };
}

export function syntheticRules(platform: string, count: number, edition = 0): readonly CatalogRule[] {
  return Array.from({ length: count }, (_, index) => syntheticRule(platform, index, edition));
}

function syntheticRule(platform: string, index: number, edition: number): CatalogRule {
  const next = numbers(index + 1);
  const words = (length: number): string =>
    Array.from({ length }, () => WORDS[next(WORDS.length)] ?? '').join(' ');
  const facts = Array.from({ length: 2 + next(8) }, (): PredicateFact => fact(next));
  const condition = all([
    any(
      facts.map(({ nativeField, values }) =>
        compare(
          fieldPath(nativeField),
          'in',
          values.map(({ value }) => value),
        ),
      ),
    ),
    compare(fieldPath('edition'), 'eq', [edition]),
  ]);
  const source = logSource('aws', null, index % 3 === 0 ? 'cloudtrail' : `service_${index % 40}`);
  return {
    rule: {
      id: ruleId(platform, `made-up-${index}`),
      platform,
      nativeId: `made-up-${index}`,
      kind: 'rule',
      title: `${words(5)} ${index}`,
      description: words(40),
      severity: (['low', 'medium', 'high'] as const)[index % 3] ?? null,
      nativeSeverity: null,
      status: 'stable',
      logSources: [source],
      eventSchema: 'raw',
      language: 'sigma',
      path: `rules/${index}.yml`,
      authors: ['Nobody'],
      licence: null,
      references: [`https://example.org/${index}`],
      tags: words(3).split(' '),
      falsePositives: [],
      attack: [],
      body: words(250),
      bodyFormat: 'yaml',
      created: '2026-01-02',
      modified: null,
      tests: [{ name: 'matches', expected: true, event: { edition }, mocks: {} }],
      condition,
      stages: [{ kind: 'filter', condition, source: words(100) }],
      outputFields: [{ name: 'user', source: 'user.name', origin: 'fields' }],
      parseStatus: 'FULL',
      diagnostics: [],
    },
    facts: {
      indicators: facts,
      exclusions: next(4) === 0 ? [fact(next)] : [],
      fields: facts.map(({ field, nativeField }) => ({
        field,
        nativeField,
        roles: ['indicator'],
        required: true,
      })),
      fieldMapping: [],
      actions: Array.from({ length: 1 + next(6) }, () => ({
        logSource: source,
        qualifier: index % 5 === 0 ? null : 'ec2.amazonaws.com',
        operation: `Operation${next(1_500)}`,
        weak: index % 3 !== 0,
      })),
      techniques: [
        {
          declared: 'T1059',
          technique: 'T1059',
          tactic: 'TA0002',
          mappingStatus: 'current',
          replacedBy: null,
        },
      ],
    },
    testAgreements: [{ name: 'matches', expected: true, actual: true, agreement: 'agrees' }],
    conditionText: printCondition(condition),
    canonicalHash: canonicalHash(condition),
    contentHash: `${index}-${edition}`,
  };
}

function fact(next: (below: number) => number): PredicateFact {
  const field = FIELDS[next(FIELDS.length)] ?? '';
  const values = Array.from({ length: 1 + next(8) }, () => `made up value ${next(60_000)}`);
  return {
    field,
    nativeField: field,
    kind: 'in',
    keyKind: 'eq',
    values: [...new Set(values)].map((value) => ({ value, key: value })),
    quantifier: 'any',
    caseSensitive: true,
  };
}

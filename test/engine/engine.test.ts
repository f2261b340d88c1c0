import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { all, any, compare, not, opaque } from '../../src/condition/condition.ts';
import type { Condition } from '../../src/condition/condition.ts';
import { fieldPath } from '../../src/condition/field-path.ts';
import type { Scalar } from '../../src/condition/field-path.ts';
import { compileRules } from '../../src/engine/engine.ts';
import type { EngineRule, Evaluation } from '../../src/engine/evaluation.ts';
import { simplify } from '../../src/condition/simplify.ts';
import { logSource } from '../../src/rule/log-source.ts';
import { condition, event as anyEvent } from '../condition/arbitrary.ts';

const cloudtrail = logSource('aws', null, 'cloudtrail');

function rule(id: string, of: Condition, more: Partial<EngineRule> = {}): EngineRule {
  return { id, condition: of, eventSchema: 'raw', logSources: [cloudtrail], needsMoreEvents: false, ...more };
}

function is(field: string, ...values: readonly Scalar[]): Condition {
  return compare(fieldPath(field), values.length > 1 ? 'in' : 'eq', values);
}

const event = {
  eventName: 'CreateImage',
  eventSource: 'ec2.amazonaws.com',
  awsRegion: 'eu-west-1',
  userIdentity: { type: 'AWSService', userName: 'Ann' },
};

const rules: readonly EngineRule[] = [
  rule('match', all([is('eventSource', 'ec2.amazonaws.com'), is('eventName', 'CreateImage', 'CopyImage')])),
  rule('counts', is('eventName', 'CreateImage'), { needsMoreEvents: true }),
  rule('ecs', all([is('event.dataset', 'aws.cloudtrail'), is('event.action', 'CreateImage')]), {
    eventSchema: 'ecs',
  }),
  rule('another event', is('eventName', 'ConsoleLogin')),
  rule('excluded', all([is('eventName', 'CreateImage'), not(is('userIdentity.type', 'AWSService'))])),
  rule('other value', all([is('eventName', 'CreateImage'), is('awsRegion', 'us-east-1')])),
  rule('other case', all([is('eventName', 'CreateImage'), is('userIdentity.userName', 'ann')])),
  rule('absent', all([is('eventName', 'CreateImage'), compare(fieldPath('errorCode'), 'exists')])),
  rule('opaque', all([is('eventName', 'CreateImage'), opaque('lookup(x)', 'unsupported_call')])),
  rule('opaque elsewhere', all([is('eventName', 'ConsoleLogin'), opaque('lookup(x)', 'unsupported_call')])),
  rule('unmapped', all([is('event.action', 'CreateImage'), is('source.geo.city_name', 'Rome')]), {
    eventSchema: 'ecs',
  }),
  rule('another log source', is('eventName', 'CreateImage'), {
    logSources: [logSource('okta', null, 'okta')],
  }),
  rule('any log source', is('eventName', 'CreateImage'), { logSources: [] }),
];

const engine = compileRules(rules);
const ids = (list: readonly { readonly id: string }[]): readonly string[] => list.map(({ id }) => id);

describe('an evaluation', () => {
  const evaluation = engine.evaluate(event, { explain: true });

  it('has the rules that match, and whether they alert', () => {
    expect(evaluation.matches.map(({ id, verdict }) => [id, verdict])).toEqual([
      ['match', 'ALERTS'],
      ['counts', 'CONTRIBUTES'],
      ['ecs', 'ALERTS'],
      ['any log source', 'ALERTS'],
    ]);
  });

  it('has the rules that cannot be decided, and why', () => {
    expect(evaluation.undecided.map(({ id, open }) => [id, open.map(({ reason }) => reason)])).toEqual([
      ['opaque', ['opaque']],
      ['unmapped', ['unmapped_field']],
    ]);
  });

  it('counts', () => {
    expect(evaluation.totals).toMatchObject({
      evaluated: 12,
      skippedByLogSource: 1,
      matched: 4,
      undecided: 2,
    });
  });

  it('has the near misses, nearest first, with the predicate that fails', () => {
    expect(evaluation.nearMisses.map(({ id, reason, failing }) => [id, reason, failing.actual])).toEqual([
      ['excluded', 'excluded', ['AWSService']],
      ['other case', 'case_mismatch', ['Ann']],
      ['other value', 'value_mismatch', ['eu-west-1']],
      ['absent', 'field_absent', []],
    ]);
  });

  it('puts rules for another operation last', () => {
    const other = all([
      compare(fieldPath('eventSource', { name: 'event.provider' }), 'eq', ['ec2.amazonaws.com']),
      compare(fieldPath('eventName', { name: 'event.action' }), 'eq', ['RunInstances']),
    ]);
    const { nearMisses } = compileRules([rule('other action', other), ...rules]).evaluate(event, {
      explain: true,
    });
    expect(nearMisses.at(-1)).toMatchObject({ id: 'other action', isOtherAction: true });
  });

  it('explains only when asked', () => {
    const quick = engine.evaluate(event);
    expect(quick.nearMisses).toEqual([]);
    expect(ids(quick.matches)).toEqual(ids(evaluation.matches));
  });

  it('is by some rules only', () => {
    const some = engine.evaluate(event, {
      ruleIds: new Set(['match', 'absent', 'another log source']),
      explain: true,
    });
    expect(ids(some.matches)).toEqual(['match']);
    expect(ids(some.nearMisses)).toEqual(['absent']);
    expect(some.totals).toMatchObject({ evaluated: 2, skippedByLogSource: 1, matched: 1, undecided: 0 });
  });

  it('takes the word of the one who hands in the event', () => {
    const bare = { eventName: 'CreateImage' };
    expect(engine.evaluate(bare).totals.skippedByLogSource).toBe(0);
    expect(ids(engine.evaluate(bare, { logSource: logSource('okta', null, 'okta') }).matches)).toEqual([
      'another log source',
      'any log source',
    ]);
    expect(ids(engine.evaluate(bare, { logSource: cloudtrail }).matches)).toEqual([
      'counts',
      'ecs',
      'excluded',
      'any log source',
    ]);
    const ecs = { event: { action: 'CreateImage', dataset: 'aws.cloudtrail' } };
    expect(ids(engine.evaluate(ecs, { logSource: cloudtrail, schema: 'ecs' }).matches)).toContain('counts');
  });

  it.each([null, 'text', 12, [], {}])('of %j throws nothing', (strange) => {
    expect(engine.evaluate(strange).matches).toEqual([]);
  });
});

/** Tiers and causes are made of what is undecided, by whatever way that was found. */
function summary({ matches, undecided, wouldMatch, totals }: Evaluation): unknown {
  const { evaluated, skippedByLogSource, retired, matched } = totals;
  return [ids(matches), ids(undecided), ids(wouldMatch), evaluated, skippedByLogSource, retired, matched];
}

const SOURCES = [
  [],
  [cloudtrail],
  [logSource('windows', 'process_creation')],
  [logSource('okta'), cloudtrail],
] as const;

const anyRules = fc
  .array(
    fc.tuple(
      condition,
      fc.constantFrom('raw' as const, 'ecs' as const, 'windows' as const),
      fc.constantFrom(...SOURCES),
    ),
    {
      minLength: 1,
      maxLength: 6,
      size: 'max',
    },
  )
  .map((made) =>
    made.map(([of, eventSchema, logSources], index) =>
      rule(`r${index}`, simplify(of), { eventSchema, logSources }),
    ),
  );

describe('the index', () => {
  it('leaves out nothing', () => {
    fc.assert(
      fc.property(anyRules, fc.array(anyEvent, { minLength: 1, maxLength: 4 }), (some, events) => {
        const made = compileRules(some);
        for (const on of events) {
          expect(summary(made.evaluate(on))).toEqual(summary(made.evaluateFullScan(on)));
        }
      }),
      { numRuns: 2_000 },
    );
  }, 120_000);

  const texts = [
    'Straße',
    'STRASSE',
    'İstanbul',
    'ſtart',
    'K',
    'ΑΣ',
    'ας',
    'abcdefgh',
    '😀😀😀',
    'true',
    '1',
    '-9223372036854775808',
  ];

  it('leaves out nothing whatever the letters', () => {
    const literal = fc.oneof(
      fc.constantFrom(...texts),
      fc.constantFrom<Scalar>(true, 1, 0, -9223372036854775808),
    );
    const comparison = fc
      .tuple(
        fc.constantFrom(
          'eq' as const,
          'contains' as const,
          'starts_with' as const,
          'ends_with' as const,
          'wildcard' as const,
        ),
        fc.array(literal, { minLength: 1, maxLength: 3 }),
        fc.record({
          caseSensitive: fc.boolean(),
          collection: fc.constantFrom('any' as const, 'whole' as const, 'single' as const),
          strict: fc.boolean(),
          quantifier: fc.constantFrom('any' as const, 'all' as const),
        }),
      )
      .map(([operator, values, options]) => compare(fieldPath('a'), operator, values, options));
    const value = fc.oneof(
      literal,
      fc.array(literal, { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...texts), literal, { maxKeys: 2 }),
      fc
        .tuple(fc.constantFrom(...texts), fc.boolean())
        .map(([text, up]) => (up ? text.toUpperCase() : text.toLowerCase())),
      fc.constantFrom(...texts).map((text) => `${text}x`.repeat(3_000)),
    );
    fc.assert(
      fc.property(fc.array(comparison, { minLength: 1, maxLength: 4 }), value, (comparisons, a) => {
        const made = compileRules([
          ...comparisons.map((each, index) => rule(`r${index}`, each)),
          rule('any', any(comparisons)),
          rule('all', all(comparisons)),
        ]);
        expect(summary(made.evaluate({ a }))).toEqual(summary(made.evaluateFullScan({ a })));
      }),
      { numRuns: 3_000 },
    );
  });

  it('does not depend on the order or the number of rules', () => {
    const more = compileRules([...rules].reverse());
    expect([...ids(more.evaluate(event).matches)].reverse()).toEqual(ids(engine.evaluate(event).matches));
  });
});

import { expect, it } from 'vitest';
import {
  aggregateStage,
  atLeast,
  joinStage,
  newTermsStage,
  opaqueStage,
  ruleSequenceStage,
} from '../../src/rule/declare-stage.ts';
import { needsMoreThanOneEvent } from '../../src/rule/one-event.ts';

it('names fields as the rule writes them', () => {
  const stage = aggregateStage(['user.name'], 60, [atLeast(3), atLeast(2, 'host.id')], 'source');
  expect(stage).toMatchObject({
    kind: 'aggregate',
    by: [{ native: 'user.name', segments: ['user', 'name'] }],
    window: 60,
    columns: [
      { name: 'count()', function: 'count', field: null },
      { name: 'cardinality(host.id)', function: 'cardinality', field: { native: 'host.id' } },
    ],
    having: {
      kind: 'all',
      of: [
        { field: { native: 'count()' }, operator: 'gte', values: [3] },
        { field: { native: 'cardinality(host.id)' }, operator: 'gte', values: [2] },
      ],
    },
    source: 'source',
  });
  expect(newTermsStage(['a.b'], null, '').fields).toMatchObject([{ native: 'a.b' }]);
  expect(joinStage('index', [[{ left: 'a', right: 'b' }]], null, '').on).toMatchObject([
    [{ left: { native: 'a' }, right: { native: 'b' } }],
  ]);
});

it('a step that is a rule stands as always until that rule is put in its place', () => {
  const step = { name: 'One', ruleId: 'panther:One', by: ['a'], runs: 2, missing: false } as const;
  const stage = ruleSequenceStage(true, [step], 60, '');
  expect(stage.steps).toMatchObject([
    { ruleId: 'panther:One', condition: { kind: 'always' }, by: [{ native: 'a' }], runs: 2 },
  ]);
});

it('an aggregation that one event satisfies decides on one event', () => {
  const decides = (least: number): boolean =>
    !needsMoreThanOneEvent([aggregateStage(['a'], 60, [atLeast(least)], '')]);
  expect([decides(1), decides(2)]).toEqual([true, false]);
  expect(needsMoreThanOneEvent([aggregateStage(['a'], 60, [atLeast(1, 'b')], '')])).toBe(true);
  expect(needsMoreThanOneEvent([aggregateStage(['a'], 60, [], '')])).toBe(false);
});

it('every declared stage needs more than one event', () => {
  expect(needsMoreThanOneEvent([opaqueStage('sql_query', 'select 1')])).toBe(true);
});

import { expect, it } from 'vitest';
import {
  aggregateStage,
  atLeast,
  joinStage,
  newTermsStage,
  opaqueStage,
  ruleSequenceStage,
} from '../../src/rule/declare-stage.ts';
import { needsMoreThanOneEvent } from '../../src/rule/stage.ts';

it('names fields as the rule writes them', () => {
  const stage = aggregateStage(['user.name'], 60, [atLeast(3), atLeast(2, 'host.id')], 'source');
  expect(stage).toMatchObject({
    kind: 'aggregate',
    by: [{ native: 'user.name', segments: ['user', 'name'] }],
    window: 60,
    having: [
      { function: 'count', field: null, operator: 'gte', value: 3 },
      { function: 'cardinality', field: { native: 'host.id' }, operator: 'gte', value: 2 },
    ],
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

it('every declared stage needs more than one event', () => {
  expect(needsMoreThanOneEvent([opaqueStage('sql_query', 'select 1')])).toBe(true);
});

import { expect, it } from 'vitest';
import { decidingComputedColumns } from '../../src/analysis/computed-columns.ts';
import { parseStatusOf } from '../../src/analysis/parse-status.ts';
import { always, compare, opaque } from '../../src/condition/condition.ts';
import type { Condition } from '../../src/condition/condition.ts';
import { fieldPath } from '../../src/condition/field-path.ts';
import type { AggregateColumn, AggregateStage } from '../../src/rule/stage.ts';

const count: AggregateColumn = { name: 'n', function: 'count', field: null, condition: null };
const ratio: AggregateColumn = {
  name: 'ratio',
  function: 'computed',
  field: null,
  condition: null,
  expression: 'n/m',
};

function aggregate(columns: readonly AggregateColumn[], having: Condition): AggregateStage {
  return { kind: 'aggregate', by: [], window: null, columns, having, source: '' };
}

const above = (name: string): Condition => compare(fieldPath(name), 'gt', [2]);

it('a decision on a column that is kept as text is not all of the logic', () => {
  const stages = [aggregate([count, ratio], above('ratio'))];
  expect(decidingComputedColumns(stages)).toEqual(['ratio']);
  expect(parseStatusOf(above('a'), stages, [])).toBe('PARTIAL');
});

it('a column that is only shown decides nothing', () => {
  const stages = [aggregate([count, ratio], above('n'))];
  expect(decidingComputedColumns(stages)).toEqual([]);
  expect(parseStatusOf(above('a'), stages, [])).toBe('FULL');
});

it('arithmetic over columns that are clear is clear', () => {
  const share: AggregateColumn = {
    ...ratio,
    name: 'share',
    arithmetic: { kind: 'divide', left: { kind: 'column', name: 'n' }, right: { kind: 'number', value: 3 } },
  };
  expect(decidingComputedColumns([aggregate([count, share], above('share'))])).toEqual([]);
  const over: AggregateColumn = { ...share, arithmetic: { kind: 'column', name: 'ratio' } };
  expect(decidingComputedColumns([aggregate([ratio, over], above('share'))])).toEqual(['share']);
});

it('what is computed over such a column is no clearer', () => {
  const mean: AggregateColumn = { ...count, name: 'mean', function: 'avg', field: fieldPath('ratio') };
  expect(decidingComputedColumns([aggregate([ratio], always), aggregate([mean], above('mean'))])).toEqual([
    'mean',
  ]);
});

it('a value by cases is clear as far as its conditions are', () => {
  const kinds: AggregateColumn = {
    name: 'kinds',
    function: 'cardinality',
    field: null,
    condition: null,
    cases: [
      { when: compare(fieldPath('path'), 'contains', ['/users']), field: null, literal: 'users' },
      { when: always, field: fieldPath('path'), literal: null },
    ],
  };
  expect(decidingComputedColumns([aggregate([kinds], above('kinds'))])).toEqual([]);
  const key: AggregateColumn = { ...kinds, name: 'key', function: 'computed' };
  expect(decidingComputedColumns([aggregate([key], above('key'))])).toEqual([]);
  const unread = { when: opaque('f(x)', 'unsupported_call'), field: null, literal: 1 };
  const partly: AggregateColumn = { ...kinds, cases: [unread] };
  expect(parseStatusOf(above('a'), [aggregate([partly], above('kinds'))], [])).toBe('PARTIAL');
});

it('what is computed from the time of the search, a size or a rounded share is clear as far as its columns are', () => {
  const age: AggregateColumn = {
    ...ratio,
    name: 'age',
    arithmetic: {
      kind: 'round',
      of: { kind: 'subtract', left: { kind: 'now' }, right: { kind: 'size', name: 'n' } },
      digits: 2,
    },
  };
  expect(decidingComputedColumns([aggregate([count, age], above('age'))])).toEqual([]);
  const over: AggregateColumn = { ...age, arithmetic: { kind: 'size', name: 'ratio' } };
  expect(decidingComputedColumns([aggregate([ratio, over], above('age'))])).toEqual(['age']);
});

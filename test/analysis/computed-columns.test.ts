import { expect, it } from 'vitest';
import { decidingComputedColumns } from '../../src/analysis/computed-columns.ts';
import { parseStatusOf } from '../../src/analysis/parse-status.ts';
import { always, compare } from '../../src/condition/condition.ts';
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

it('what is computed over such a column is no clearer', () => {
  const mean: AggregateColumn = { ...count, name: 'mean', function: 'avg', field: fieldPath('ratio') };
  expect(decidingComputedColumns([aggregate([ratio], always), aggregate([mean], above('mean'))])).toEqual([
    'mean',
  ]);
});

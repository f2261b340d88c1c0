/** Stages with what an aggregation asks of a group as flat thresholds: each column of `having` with its computation. */
import type { Condition } from '../../src/condition/condition.ts';
import type { AggregateStage, Stage } from '../../src/rule/stage.ts';

export function withThresholds(stages: readonly Stage[]): readonly unknown[] {
  return stages.map((stage) =>
    stage.kind === 'aggregate' ? { ...stage, having: thresholdsOf(stage) } : stage,
  );
}

function thresholdsOf({ columns, having }: AggregateStage): readonly unknown[] {
  const conjuncts: readonly Condition[] = having.kind === 'all' ? having.of : [having];
  return conjuncts.map((conjunct) => {
    if (conjunct.kind !== 'compare') throw new Error(`a threshold is a comparison, not ${conjunct.kind}`);
    const column = columns.find(({ name }) => name === conjunct.field.native);
    if (column === undefined) throw new Error(`no column ${conjunct.field.native}`);
    const { name: _name, condition: _condition, ...computed } = column;
    return { ...computed, operator: conjunct.operator, value: conjunct.values[0] };
  });
}

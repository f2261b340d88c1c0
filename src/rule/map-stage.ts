/** The same stage with every condition in it replaced. */
import type { Condition } from '../condition/condition.ts';
import type { AggregateColumn, ColumnCase, JoinPair, Stage } from './stage.ts';

export function mapStageConditions(stage: Stage, map: (condition: Condition) => Condition): Stage {
  const optional = (condition: Condition | null): Condition | null =>
    condition === null ? null : map(condition);
  switch (stage.kind) {
    case 'filter':
      return { ...stage, condition: map(stage.condition) };
    case 'aggregate':
      return {
        ...stage,
        columns: stage.columns.map((column) => mapColumnConditions(column, map)),
        having: map(stage.having),
      };
    case 'sequence':
      return {
        ...stage,
        steps: stage.steps.map(({ relation, ...step }) => ({
          ...step,
          condition: map(step.condition),
          ...(relation === undefined ? {} : { relation: map(relation) }),
        })),
        until: optional(stage.until),
      };
    case 'join':
      return {
        ...stage,
        condition: optional(stage.condition),
        stages: stage.stages.map((each) => mapStageConditions(each, map)),
        on: stage.on.map((pairs) => pairs.map((pair) => mapPairConditions(pair, map))),
      };
    case 'union':
      return {
        ...stage,
        parts: stage.parts.map((part) => ({
          ...part,
          condition: map(part.condition),
          stages: part.stages.map((each) => mapStageConditions(each, map)),
        })),
      };
    case 'new_terms':
    case 'lookup':
    case 'project':
    case 'opaque':
      return stage;
  }
}

function mapColumnConditions(
  column: AggregateColumn,
  map: (condition: Condition) => Condition,
): AggregateColumn {
  const condition = column.condition === null ? null : map(column.condition);
  if (column.cases === undefined) return { ...column, condition };
  return { ...column, condition, cases: mapCases(column.cases, map) };
}

function mapCases(
  cases: readonly ColumnCase[],
  map: (condition: Condition) => Condition,
): readonly ColumnCase[] {
  return cases.map((each) => ({ ...each, when: map(each.when) }));
}

function mapPairConditions(pair: JoinPair, map: (condition: Condition) => Condition): JoinPair {
  const { leftCases, rightCases } = pair;
  return {
    ...pair,
    ...(leftCases === undefined ? {} : { leftCases: mapCases(leftCases, map) }),
    ...(rightCases === undefined ? {} : { rightCases: mapCases(rightCases, map) }),
  };
}

/** The same stage with every condition in it replaced. */
import type { Condition } from '../condition/condition.ts';
import type { AggregateColumn, Stage } from './stage.ts';

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
  return { ...column, condition, cases: column.cases.map((each) => ({ ...each, when: map(each.when) })) };
}

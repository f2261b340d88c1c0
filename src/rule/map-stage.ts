/** The same stage with every condition in it replaced. */
import type { Condition } from '../condition/condition.ts';
import type { Stage } from './stage.ts';

export function mapStageConditions(stage: Stage, map: (condition: Condition) => Condition): Stage {
  const optional = (condition: Condition | null): Condition | null =>
    condition === null ? null : map(condition);
  switch (stage.kind) {
    case 'filter':
      return { ...stage, condition: map(stage.condition) };
    case 'aggregate':
      return {
        ...stage,
        columns: stage.columns.map((column) => ({ ...column, condition: optional(column.condition) })),
        having: map(stage.having),
      };
    case 'sequence':
      return {
        ...stage,
        steps: stage.steps.map((step) => ({ ...step, condition: map(step.condition) })),
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

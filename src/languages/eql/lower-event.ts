/** One event of a query: what is asked of it alone, of it together with the events of other steps, and of its ancestors. */
import { all, always, compare } from '../../condition/condition.ts';
import type { Condition } from '../../condition/condition.ts';
import { fieldPath } from '../../condition/field-path.ts';
import type { JoinStage } from '../../rule/stage.ts';
import type { EventFilter } from './ast.ts';
import { lineageJoin } from './lineage.ts';
import { lowerExpression, namesStep } from './lower-expression.ts';
import type { Lowering } from './lower-expression.ts';

export interface EqlLowering extends Lowering {
  /** The field that `process where` speaks of. */
  readonly category: string;
}

export function lowerEvent(lowering: EqlLowering, { category, condition }: EventFilter): Condition {
  return ofCategory(lowering, category, lowerExpression(lowering, condition));
}

function ofCategory(lowering: EqlLowering, category: string | null, condition: Condition): Condition {
  if (category === null) return condition;
  return all([compare(fieldPath(lowering.category), 'eq', [category]), condition]);
}

interface Parts {
  readonly condition: Condition;
  /** Null: nothing is asked of other steps' events. */
  readonly relation: Condition | null;
  readonly joins: readonly JoinStage[];
}

/** `missing`: of an event that must not come the ancestors cannot be asked after the sequence. */
export function lowerParts(
  lowering: EqlLowering,
  { category, condition }: EventFilter,
  missing = false,
): Parts {
  const conjuncts = condition.kind === 'and' ? condition.of : [condition];
  const related = conjuncts.filter((each) => namesStep(lowering, each));
  const joins = conjuncts.map((each) =>
    missing || related.includes(each)
      ? null
      : lineageJoin(each, lowering.query.text, (event) => lowerEvent(lowering, event)),
  );
  const own = conjuncts.filter((each, at) => joins[at] === null && !related.includes(each));
  const together = { ...lowering, stepNames: new Set<string>() };
  return {
    condition: ofCategory(lowering, category, allOf(own.map((each) => lowerExpression(lowering, each)))),
    relation: related.length === 0 ? null : allOf(related.map((each) => lowerExpression(together, each))),
    joins: joins.filter((join) => join !== null),
  };
}

function allOf(conditions: readonly Condition[]): Condition {
  return conditions.length === 1 ? (conditions[0] ?? always) : all(conditions);
}

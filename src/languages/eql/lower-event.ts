/** One event of a query: what is asked of it alone, of it together with the events of other steps, and of its ancestors. */
import { all, always, any, compare, never, not } from '../../condition/condition.ts';
import type { Condition } from '../../condition/condition.ts';
import { fieldPath } from '../../condition/field-path.ts';
import type { JoinStage } from '../../rule/stage.ts';
import type { EventFilter, Expression } from './ast.ts';
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

/** Which step of a sequence the event is. */
interface StepPlace {
  readonly step: number;
  /** Of an event that must not come the ancestors cannot be asked after the sequence. */
  readonly missing: boolean;
}

export function lowerParts(
  lowering: EqlLowering,
  { category, condition }: EventFilter,
  place: StepPlace | null = null,
): Parts {
  const conjuncts = condition.kind === 'and' ? condition.of : [condition];
  const related = conjuncts.filter((each) => namesStep(lowering, each));
  const joins = conjuncts.map((each) =>
    place?.missing === true || related.includes(each)
      ? null
      : lineageJoin(each, lowering.query.text, (event) => lowerEvent(lowering, event), place?.step ?? null),
  );
  const own = conjuncts
    .filter((_each, at) => joins[at] === null)
    .map((each) => (related.includes(each) ? alone(lowering, each, true) : lowerExpression(lowering, each)));
  const together = { ...lowering, stepNames: new Set<string>() };
  return {
    condition: ofCategory(lowering, category, allOf(own)),
    relation: related.length === 0 ? null : allOf(related.map((each) => lowerExpression(together, each))),
    joins: joins.filter((join) => join !== null),
  };
}

/**
 * What such a conjunct asks of its event alone: what names another step's event may be as it likes (`isPositive`: in favour of the event). What is
 * reported is reported where all of it is lowered.
 */
function alone(lowering: EqlLowering, expression: Expression, isPositive: boolean): Condition {
  if (!namesStep(lowering, expression)) return lowerExpression({ ...lowering, diagnostics: [] }, expression);
  switch (expression.kind) {
    case 'and':
      return all(expression.of.map((each) => alone(lowering, each, isPositive)));
    case 'or':
      return any(expression.of.map((each) => alone(lowering, each, isPositive)));
    case 'not':
      return not(alone(lowering, expression.of, !isPositive));
    case 'arithmetic':
    case 'call':
    case 'compare':
    case 'field':
    case 'lineage':
    case 'literal':
    case 'lookup':
      return isPositive ? always : never;
  }
}

function allOf(conditions: readonly Condition[]): Condition {
  return conditions.length === 1 ? (conditions[0] ?? always) : all(conditions);
}

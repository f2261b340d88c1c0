/** Comparisons of two events' fields that are no equality: part of a step, or of the join with an entity. */
import { all, compare, not } from '../../condition/condition.ts';
import type { Condition, Operator } from '../../condition/condition.ts';
import { fieldPath } from '../../condition/field-path.ts';
import type { FieldPath } from '../../condition/field-path.ts';
import type { JoinPair } from '../../rule/stage.ts';
import type { Join, JoinSide } from './formula.ts';

const MIRRORED = { '=': '=', '!=': '!=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const;
const FIELD_OPERATORS = {
  '=': 'field_eq',
  '!=': 'field_eq',
  '<': 'field_lt',
  '<=': 'field_lte',
  '>': 'field_gt',
  '>=': 'field_gte',
} as const;
const OPERATORS: Readonly<Record<Join['operator'], readonly [asked: Operator, negated: Operator]>> = {
  '=': ['eq', 'ne'],
  '!=': ['ne', 'eq'],
  '<': ['lt', 'gte'],
  '<=': ['lte', 'gt'],
  '>': ['gt', 'lte'],
  '>=': ['gte', 'lt'],
};

/** What the step of this name asks of its event and those of other steps; undefined: nothing. */
export function stepRelation(name: string, relations: readonly Join[]): { readonly relation?: Condition } {
  const asked = relations
    .filter(({ left, right }) => left.ref.variable === name && right.ref.source === 'event')
    .map(relationOf);
  const [only] = asked;
  if (only === undefined) return {};
  return { relation: asked.length === 1 ? only : all(asked) };
}

function relationOf({ left, right, operator, negated }: Join): Condition {
  const other = withStep(right);
  const condition = compare(left.field, FIELD_OPERATORS[operator], [], { other });
  return (operator === '!=') === negated ? condition : not(condition);
}

/** The field with its event variable in front. */
function withStep({ ref, field }: JoinSide): FieldPath {
  return fieldPath(`${ref.variable}.${field.native}`, {
    segments: [ref.variable, ...field.segments],
    transforms: field.transforms,
  });
}

/** How the entity of this name is matched besides its equal fields. */
export function entityPairs(name: string, relations: readonly Join[]): readonly JoinPair[] {
  return relations.flatMap(({ left, right, operator, negated }): readonly JoinPair[] => {
    const own = [left, right].find(({ ref }) => ref.variable === name);
    const other = own === left ? right : left;
    if (own === undefined || other.ref.source !== 'event') return [];
    const [asked, otherwise] = OPERATORS[own === right ? operator : MIRRORED[operator]];
    const comparison = { operator: negated ? otherwise : asked, caseSensitive: true };
    return [{ left: other.field, right: own.field, comparison }];
  });
}

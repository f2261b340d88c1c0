/** Comparisons of two events' fields that are no equality: part of a step, or of the join with an entity. */
import { all, any, compare, not } from '../../condition/condition.ts';
import type { Condition, Operator } from '../../condition/condition.ts';
import { fieldPath, withTransform } from '../../condition/field-path.ts';
import type { FieldPath } from '../../condition/field-path.ts';
import type { JoinPair } from '../../rule/stage.ts';
import { bothAbsent, orderOfFields } from './compare.ts';
import type { Join, JoinSide } from './formula.ts';

const MIRRORED = { '=': '=', '!=': '!=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const;
const OPPOSITES = { '<': '>=', '<=': '>', '>': '<=', '>=': '<' } as const;
const OPERATORS: Readonly<Record<Join['operator'], readonly [asked: Operator, negated: Operator]>> = {
  '=': ['eq', 'ne'],
  '!=': ['ne', 'eq'],
  '<': ['lt', 'gte'],
  '<=': ['lte', 'gt'],
  '>': ['gt', 'lte'],
  '>=': ['gte', 'lt'],
};

/**
 * What the step of this name asks of its event and those of other steps; undefined: nothing. What concerns an event that must not come is asked by that
 * event's step.
 */
export function stepRelation(
  name: string,
  relations: readonly Join[],
  missing: ReadonlySet<string>,
): { readonly relation?: Condition } {
  const asked = relations
    .map((join) => (missing.has(join.right.ref.variable) ? mirrored(join) : join))
    .filter(({ left, right }) => left.ref.variable === name && right.ref.source === 'event')
    .map(relationOf);
  const [only] = asked;
  if (only === undefined) return {};
  return { relation: asked.length === 1 ? only : all(asked) };
}

function mirrored(join: Join): Join {
  return { ...join, operator: MIRRORED[join.operator], left: join.right, right: join.left };
}

/**
 * Of repeated fields, any two elements: where one of them has several, some two differ whatever the other holds
 * (https://cloud.google.com/chronicle/docs/yara-l/repeated-fields).
 */
function relationOf({ left, right, operator, negated }: Join): Condition {
  const other = withStep(right);
  const order = orderAsked(operator, negated);
  if (order !== null) return orderOfFields(order, left.field, other);
  const equal = compare(left.field, 'field_eq', [], { other });
  const isEqual = left.zero === right.zero ? any([equal, bothAbsent(left.field, other)]) : equal;
  if ((operator === '!=') === negated) return isEqual;
  const lists = [
    ...(left.ref.repeated.length > 0 ? [left.field] : []),
    ...(right.ref.repeated.length > 0 ? [other] : []),
  ];
  return any([not(isEqual), ...lists.map(hasSeveral)]);
}

/** Null: equality is asked for. */
function orderAsked(operator: Join['operator'], negated: boolean): keyof typeof OPPOSITES | null {
  if (operator === '=' || operator === '!=') return null;
  return negated ? OPPOSITES[operator] : operator;
}

function hasSeveral(field: FieldPath): Condition {
  const values = withTransform(withTransform(field, 'collect'), 'unique');
  return compare(withTransform(values, 'length'), 'gt', [1]);
}

/** The field with its event variable in front. */
function withStep({ ref, field }: JoinSide): FieldPath {
  return fieldPath(`${ref.variable}.${field.native}`, {
    segments: [ref.variable, ...field.segments],
    transforms: field.transforms,
  });
}

/** How the entity of this name is matched besides its equal fields. */
export function entityPairs(
  name: string,
  relations: readonly Join[],
  place: (variable: string, pair: JoinPair) => JoinPair,
): readonly JoinPair[] {
  return relations.flatMap(({ left, right, operator, negated }): readonly JoinPair[] => {
    const own = [left, right].find(({ ref }) => ref.variable === name);
    const other = own === left ? right : left;
    if (own === undefined || other.ref.source !== 'event') return [];
    const [asked, otherwise] = OPERATORS[own === right ? operator : MIRRORED[operator]];
    const comparison = { operator: negated ? otherwise : asked, caseSensitive: true };
    return [place(other.ref.variable, { left: other.field, right: own.field, comparison })];
  });
}

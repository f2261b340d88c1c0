/** About how much work a comparison is: what is cheap is asked first. */
import type { Compare, Operator } from '../../condition/condition.ts';

/** Of one literal, against looking a value up. */
const COST: Readonly<Record<Operator, number>> = {
  exists: 1,
  is_null: 1,
  is_key: 1,
  eq: 2,
  ne: 2,
  in: 2,
  gt: 2,
  gte: 2,
  lt: 2,
  lte: 2,
  starts_with: 3,
  ends_with: 3,
  contains: 4,
  has: 4,
  has_prefix: 4,
  has_suffix: 4,
  wildcard: 6,
  cidr: 8,
  match: 30,
  regex: 60,
  field_eq: 8,
  field_contains: 8,
  field_starts_with: 8,
  field_ends_with: 8,
  field_in: 8,
  field_gt: 8,
  field_gte: 8,
  field_lt: 8,
  field_lte: 8,
};

/** Equality is one look-up, however many literals there are. */
const ONE_LOOK_UP: ReadonlySet<Operator> = new Set(['eq', 'ne', 'in']);

export function compareCost({ operator, values, field, other }: Compare): number {
  const tests = ONE_LOOK_UP.has(operator) ? 1 : Math.max(1, values.length);
  const functions = field.transforms.length + (other?.transforms.length ?? 0);
  const fromAnyField = field.match === 'path' ? 0 : 50;
  return COST[operator] * tests + 5 * functions + fromAnyField;
}

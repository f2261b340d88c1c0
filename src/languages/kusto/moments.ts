/**
 * Moments as seconds: datetimes are exported in ISO 8601 (https://learn.microsoft.com/kusto/query/scalar-data-types/datetime). What is compared with
 * null is null.
 */
import { all, compare, not } from '../../condition/condition.ts';
import type { Condition, Operator } from '../../condition/condition.ts';
import type { Scalar } from '../../condition/field-path.ts';
import { compareField } from './compare-field.ts';
import type { FieldValue, Truth } from './model.ts';
import { transformed, unionScopes } from './value.ts';

const TURNED: Partial<Record<Operator, Operator>> = { gt: 'lt', gte: 'lte', lt: 'gt', lte: 'gte' };

const FIELD_OPERATORS: Partial<Record<Operator, Operator>> = {
  eq: 'field_eq',
  gt: 'field_gt',
  gte: 'field_gte',
  lt: 'field_lt',
  lte: 'field_lte',
};

/** Null: it may be a list, or what a function made of it. */
export function inSeconds(value: FieldValue): FieldValue | null {
  if (value.isRead === true) return transformed(value, 'number', 'to_time');
  const isColumn = value.field.transforms.length === 0 && value.collection === 'any';
  const isMoment = value.type === 'datetime' || value.type === 'unknown';
  return isColumn && isMoment ? transformed(value, 'number', 'to_time') : null;
}

/** `Expires > now()`: its age is below zero. */
export function comparedWithClock(operator: Operator, field: FieldValue, offset: number): Truth | null {
  const seconds = inSeconds(field);
  const turned = TURNED[operator];
  if (seconds === null || turned === undefined) return null;
  return compareNumber(turned, transformed(seconds, 'number', 'age'), offset === 0 ? 0 : -offset);
}

/** `Created > datetime(2024-01-01)` */
export function comparedWithDate(operator: Operator, field: FieldValue, date: Scalar): Truth | null {
  const seconds = inSeconds(field);
  const moment = typeof date === 'string' ? Date.parse(date) / 1000 : Number.NaN;
  if (seconds === null || Number.isNaN(moment) || FIELD_OPERATORS[operator] === undefined) return null;
  return compareNumber(operator, seconds, moment);
}

function compareNumber(operator: Operator, field: FieldValue, value: number): Truth {
  return compareField(field, { operator, caseSensitive: true, quantifier: 'any' }, [value]);
}

/** `to` compared with so many seconds after `from`; one of them is known to be a moment. */
export function afterMoment(
  operator: Operator,
  from: FieldValue,
  to: FieldValue,
  offset: number,
): Truth | null {
  const [start, end] = [inSeconds(from), inSeconds(to)];
  const fieldOperator = FIELD_OPERATORS[operator];
  const isKnown = from.type === 'datetime' || to.type === 'datetime';
  if (start === null || end === null || fieldOperator === undefined || !isKnown) return null;
  const other = offset === 0 ? start : transformed(start, 'number', 'add', offset);
  const holds = compare(end.field, fieldOperator, [], { other: other.field });
  const exist = [end, start].map(({ field }): Condition => compare(field, 'exists', []));
  const scopes = unionScopes(from.scopes, to.scopes);
  return { holds, fails: all([...exist, not(holds)]), isTwoValued: false, scopes };
}

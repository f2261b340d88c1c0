/**
 * The conditions of a match expression with a key, as data: docs.panther.com, Simple Detection Match Expression Reference.
 *
 * They are Python underneath: types must agree, letter case counts (but with an `I` in front), a list equals no text, and `Contains` asks for
 * a piece of a text or an element of a list. A condition that says `Not` is the opposite of the one without, so a missing field satisfies it.
 */
import { ANY_IPV4, ANY_IPV6, PRIVATE_BLOCKS, SHARED_BLOCKS } from '../../condition/address-blocks.ts';
import { all, any, compare, not } from '../../condition/condition.ts';
import type { Condition, Operator } from '../../condition/condition.ts';
import { withTransform } from '../../condition/field-path.ts';
import type { FieldPath, Scalar } from '../../condition/field-path.ts';

/** What a comparison's values may be: `text` for operators that only texts have, `ordered` for what has an order. */
type ValueKind = 'scalar' | 'text' | 'ordered' | 'network';

export interface ValueCondition {
  readonly operator: Operator;
  /** The operator that compares with another field of the event; null where there is none. */
  readonly fieldOperator: Operator | null;
  readonly values: ValueKind;
  /** `one`: a `Value`. `many`: `Values`. `either`: any of those. */
  readonly arity: 'one' | 'many' | 'either';
  readonly negated: boolean;
  readonly caseSensitive: boolean;
}

function valueCondition(
  operator: Operator,
  values: ValueKind,
  options: Partial<ValueCondition> = {},
): ValueCondition {
  return {
    operator,
    values,
    fieldOperator: null,
    arity: 'one',
    negated: false,
    caseSensitive: true,
    ...options,
  };
}

/** A condition, its opposite, and both without regard to letter case. */
function fourfold(
  positive: string,
  negative: string,
  operator: Operator,
  fieldOperator: Operator,
  values: ValueKind,
): readonly (readonly [string, ValueCondition])[] {
  return [false, true].flatMap((negated) =>
    [true, false].map((caseSensitive) => {
      const name = `${caseSensitive ? '' : 'I'}${negated ? negative : positive}`;
      return [name, valueCondition(operator, values, { fieldOperator, negated, caseSensitive })] as const;
    }),
  );
}

export const VALUE_CONDITIONS: ReadonlyMap<string, ValueCondition> = new Map([
  ...fourfold('Equals', 'DoesNotEqual', 'eq', 'field_eq', 'scalar'),
  ...fourfold('StartsWith', 'DoesNotStartWith', 'starts_with', 'field_starts_with', 'text'),
  ...fourfold('EndsWith', 'DoesNotEndWith', 'ends_with', 'field_ends_with', 'text'),
  ...fourfold('Contains', 'DoesNotContain', 'contains', 'field_contains', 'scalar'),
  ['IsGreaterThan', valueCondition('gt', 'ordered', { fieldOperator: 'field_gt' })],
  ['IsGreaterThanOrEqual', valueCondition('gte', 'ordered', { fieldOperator: 'field_gte' })],
  ['IsGreaterThanOrEquals', valueCondition('gte', 'ordered', { fieldOperator: 'field_gte' })],
  ['IsLessThan', valueCondition('lt', 'ordered', { fieldOperator: 'field_lt' })],
  ['IsLessThanOrEqual', valueCondition('lte', 'ordered', { fieldOperator: 'field_lte' })],
  ['IsLessThanOrEquals', valueCondition('lte', 'ordered', { fieldOperator: 'field_lte' })],
  ['IsIn', valueCondition('in', 'scalar', { arity: 'many' })],
  ['IsNotIn', valueCondition('in', 'scalar', { arity: 'many', negated: true })],
  ['IsIPAddressInCIDR', valueCondition('cidr', 'network', { arity: 'either' })],
  ['IsIPAddressNotInCIDR', valueCondition('cidr', 'network', { arity: 'either', negated: true })],
]);

export const PANTHER = { collection: 'whole', strict: true } as const;

const NETWORK = /^[0-9a-f:.]+(\/\d{1,3})?$/i;

export function acceptsValue(kind: ValueKind, value: unknown): value is Scalar {
  switch (kind) {
    case 'scalar':
      return ['string', 'number', 'boolean'].includes(typeof value);
    case 'ordered':
      return typeof value === 'string' || typeof value === 'number';
    case 'text':
      return typeof value === 'string';
    case 'network':
      return typeof value === 'string' && NETWORK.test(value);
  }
}

function within(field: FieldPath, networks: readonly string[]): Condition {
  return compare(field, 'cidr', networks, PANTHER);
}

function isNullOrEmpty(field: FieldPath): Condition {
  return any([
    compare(field, 'is_null', [], PANTHER),
    compare(withTransform(field, 'length'), 'eq', [0], PANTHER),
  ]);
}

/** Conditions that compare with nothing. A key that is missing counts as null, as it does for Panther's own rules (`errorCode` `IsNull`). */
export const LONE_CONDITIONS: ReadonlyMap<string, (field: FieldPath) => Condition> = new Map([
  ['Exists', (field: FieldPath): Condition => compare(field, 'exists', [], PANTHER)],
  ['DoesNotExist', (field): Condition => compare(field, 'is_null', [], PANTHER)],
  ['IsNull', (field): Condition => compare(field, 'is_null', [], PANTHER)],
  ['IsNotNull', (field): Condition => compare(field, 'exists', [], PANTHER)],
  ['IsNullOrEmpty', isNullOrEmpty],
  ['IsNotNullOrEmpty', (field): Condition => not(isNullOrEmpty(field))],
  ['IsIPAddress', (field): Condition => within(field, [ANY_IPV4, ANY_IPV6])],
  ['IsIPv4Address', (field): Condition => within(field, [ANY_IPV4])],
  ['IsIPv6Address', (field): Condition => within(field, [ANY_IPV6])],
  ['IsIPAddressPrivate', (field): Condition => within(field, PRIVATE_BLOCKS)],
  [
    'IsIPAddressPublic',
    (field): Condition =>
      all([within(field, [ANY_IPV4, ANY_IPV6]), not(within(field, [...PRIVATE_BLOCKS, ...SHARED_BLOCKS]))]),
  ],
]);

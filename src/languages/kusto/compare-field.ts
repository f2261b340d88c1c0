/**
 * One field compared with constants. What Kusto makes of a missing field is said here: a text is empty and never null
 * (https://learn.microsoft.com/kusto/query/scalar-data-types/null-values), so `x == ""` and `x !has "a"` hold for it; any other type is null,
 * which no comparison holds for but `!=`.
 *
 * Letter case: `==`, `!=`, `in`, `…_cs` and `matches regex` heed it, all others do not
 * (https://learn.microsoft.com/kusto/query/datatypes-string-operators).
 */
import { all, any, compare, not } from '../../condition/condition.ts';
import type { Condition, Operator } from '../../condition/condition.ts';
import type { Scalar } from '../../condition/field-path.ts';
import type { FieldValue, Truth } from './model.ts';
import { twoValued } from './truth.ts';
import { transformed, whole } from './value.ts';

export interface Comparison {
  readonly operator: Operator;
  readonly caseSensitive: boolean;
  readonly quantifier: 'any' | 'all';
}

const TEXT_OPERATORS: ReadonlySet<Operator> = new Set([
  'contains',
  'starts_with',
  'ends_with',
  'regex',
  'has',
  'has_prefix',
  'has_suffix',
]);

/** `values` are not null; `cidr` and texts' operators take texts. */
export function compareField(value: FieldValue, comparison: Comparison, values: readonly Scalar[]): Truth {
  const readable = forOperator(value, comparison, values);
  const base = compare(readable.field, comparison.operator, values, {
    caseSensitive: comparison.caseSensitive,
    quantifier: comparison.quantifier,
    collection: readable.collection,
  });
  const missing = resultOnMissing(value, comparison, values);
  if (missing === null) {
    const exists = compare(readable.field, 'exists', [], { collection: readable.collection });
    return { holds: base, fails: all([exists, not(base)]), isTwoValued: false, scopes: value.scopes };
  }
  return twoValued(missing ? any([isNull(readable), base]) : base, value.scopes);
}

function isNull(value: FieldValue): Condition {
  return compare(value.field, 'is_null', [], { collection: value.collection });
}

/** Missing or an empty text. */
export function isEmpty(value: FieldValue): Truth {
  return compareField(
    { ...value, type: 'string', missing: '' },
    { operator: 'eq', caseSensitive: true, quantifier: 'any' },
    [''],
  );
}

/**
 * A dynamic value is compared as its JSON text. Where the constant can be no such text (`to_string` of a list begins with a bracket) saying so
 * changes nothing, and the comparison reads, and is found, better without.
 */
function forOperator(value: FieldValue, { operator }: Comparison, values: readonly Scalar[]): FieldValue {
  const last = value.field.transforms.at(-1);
  const isConverted = last?.name === 'to_string';
  const needed =
    operator === 'contains' || operator === 'regex'
      ? value.collection === 'whole'
      : values.some((one) => looksLikeJson(operator, one));
  if (isConverted && !needed) {
    return { ...value, field: { ...value.field, transforms: value.field.transforms.slice(0, -1) } };
  }
  const isDynamic = value.collection === 'whole' && (value.type === 'dynamic' || value.type === 'unknown');
  if (isConverted || !isDynamic || !needed || !TEXT_OPERATORS.has(operator)) return value;
  return whole(transformed(value, 'string', 'to_string'));
}

function looksLikeJson(operator: Operator, value: Scalar): boolean {
  if (typeof value !== 'string') return false;
  if (operator === 'eq' || operator === 'in' || operator === 'starts_with') return /^[[{]/.test(value);
  return operator === 'ends_with' && /[\]}]$/.test(value);
}

/** Null: neither true nor false. */
function resultOnMissing(
  value: FieldValue,
  { operator, quantifier }: Comparison,
  values: readonly Scalar[],
): boolean | null {
  const missing = missingValue(value, operator, values);
  if (missing === null) return operator === 'eq' || operator === 'in' ? false : null;
  const results = values.map((one) => holdsFor(operator, missing, one));
  return quantifier === 'all' ? results.every(Boolean) : results.some(Boolean);
}

function missingValue(value: FieldValue, operator: Operator, values: readonly Scalar[]): Scalar {
  if (operator === 'cidr') return null;
  if (value.missing !== undefined) return value.missing;
  if (value.type === 'string' || TEXT_OPERATORS.has(operator)) return '';
  return value.type === 'unknown' && values.some((one) => typeof one === 'string') ? '' : null;
}

function holdsFor(operator: Operator, missing: Scalar, value: Scalar): boolean {
  const order = compareScalars(missing, value);
  switch (operator) {
    case 'eq':
    case 'in':
      return missing === value;
    case 'gt':
      return order !== null && order > 0;
    case 'gte':
      return order !== null && order >= 0;
    case 'lt':
      return order !== null && order < 0;
    case 'lte':
      return order !== null && order <= 0;
    case 'regex':
      return typeof value === 'string' && matchesNothing(value);
    case 'cidr':
    case 'contains':
    case 'ends_with':
    case 'exists':
    case 'field_contains':
    case 'field_ends_with':
    case 'field_eq':
    case 'field_gt':
    case 'field_gte':
    case 'field_in':
    case 'field_lt':
    case 'field_lte':
    case 'field_starts_with':
    case 'has_prefix':
    case 'has_suffix':
    case 'has':
    case 'is_key':
    case 'is_null':
    case 'match':
    case 'ne':
    case 'starts_with':
    case 'wildcard':
      return value === '';
  }
}

export function compareScalars(a: Scalar, b: Scalar): number | null {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a !== 'string' || typeof b !== 'string') return null;
  return a === b ? 0 : a < b ? -1 : 1;
}

/** Does the regex match an empty text? What JavaScript cannot compile is taken not to. */
export function matchesNothing(pattern: string): boolean {
  const flags = /^\(\?[a-hj-zA-Z]*i[a-zA-Z]*\)/.test(pattern) ? 'iu' : 'u';
  try {
    return new RegExp(pattern.replace(/^\(\?[a-zA-Z]+\)/, ''), flags).test('');
  } catch {
    return false;
  }
}

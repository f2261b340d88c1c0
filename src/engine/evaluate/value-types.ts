/** Which values an operator can compare at all: a value of another type is a `type_mismatch`, not another value. */
import type { Compare } from '../../condition/condition.ts';
import { isObject } from '../../events/json-object.ts';
import { parseAddress } from './ip.ts';
import { asText } from './transforms.ts';

export function isComparable(value: unknown, node: Compare): boolean {
  if (node.operator === 'cidr') return typeof value === 'string' && parseAddress(value) !== null;
  if (node.collection === 'whole' && (Array.isArray(value) || isObject(value)))
    return HOLDS_LISTS.has(node.operator);
  if (!node.strict || node.other !== null) return asText(value, false) !== null;
  return node.values.some((literal) => strictType(literal) === strictType(value));
}

const HOLDS_LISTS: ReadonlySet<Compare['operator']> = new Set([
  'contains',
  'has',
  'has_prefix',
  'has_suffix',
  'field_contains',
  'field_in',
  'field_eq',
]);

/** Booleans count as numbers, as they do in Python. */
function strictType(value: unknown): string {
  return typeof value === 'boolean' || typeof value === 'bigint' ? 'number' : typeof value;
}

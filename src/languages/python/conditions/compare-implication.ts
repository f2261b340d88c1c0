/** What one comparison says of another. */
import { ANY_IPV4, ANY_IPV6 } from '../../../condition/address-blocks.ts';
import type { Compare, Operator } from '../../../condition/condition.ts';
import type { FieldPath, Scalar } from '../../../condition/field-path.ts';
import { covers, entersObject, sameBase, sameField, sameTransform } from './same-field.ts';

const OPPOSITES: Partial<Record<Operator, Operator>> = {
  eq: 'ne',
  ne: 'eq',
  exists: 'is_null',
  is_null: 'exists',
};

const opposites = new WeakMap<Compare, Compare>();

/** The comparison that holds exactly where this one does not, if an operator says it. */
export function opposite(node: Compare): Compare | null {
  const known = opposites.get(node);
  if (known !== undefined) return known;
  const operator = OPPOSITES[node.operator];
  if (operator === undefined || node.values.length > 1) return null;
  const made: Compare = Object.freeze({ ...node, operator });
  opposites.set(node, made);
  opposites.set(made, node);
  return made;
}

/** Holds only where its field is there. */
function isPositive(node: Compare): boolean {
  return node.operator !== 'ne' && node.operator !== 'is_null';
}

/** Paths that begin with different keys have nothing in common. */
function areApart(a: Compare, b: Compare): boolean {
  const [left] = a.field.segments;
  const [right] = b.field.segments;
  return left !== undefined && right !== undefined && left !== right && a.other === null && b.other === null;
}

export function compareImplies(given: Compare, wanted: Compare): boolean {
  if (areApart(given, wanted)) return false;
  // A path that leads through lists may find what the plain path does not.
  const reaches = given.collection === 'whole' || wanted.collection === 'any';
  if (wanted.operator === 'exists') {
    return (
      reaches &&
      isPositive(given) &&
      (covers(wanted.field, given.field) || (given.other !== null && covers(wanted.field, given.other)))
    );
  }
  if (wanted.operator === 'ne' || wanted.operator === 'is_null') {
    const denied = opposite(wanted);
    return denied !== null && compareExcludes(given, denied);
  }
  if (!reaches) return false;
  if (isTruthTest(wanted)) return showsTruth(given, wanted.field);
  if (isTypeTest(wanted, 'object')) return isPositive(given) && entersObject(wanted.field, given.field);
  if (!comparable(given, wanted)) return false;
  if (given.operator === 'cidr' && wanted.operator === 'cidr')
    return given.values.every((block) => isWithin(block, wanted.values));
  if (given.operator !== 'eq' && given.operator !== 'in') return impliedSubset(given, wanted);
  return given.values.every((value) => holdsFor(wanted, value) === true);
}

export function compareExcludes(given: Compare, denied: Compare): boolean {
  if (areApart(given, denied)) return false;
  if (given.operator === 'is_null') {
    const reached = given.collection === 'any' || denied.collection === 'whole';
    return reached && isPositive(denied) && covers(given.field, denied.field);
  }
  if (given.operator === 'ne') {
    const positive = opposite(given);
    return positive !== null && compareImplies(denied, positive);
  }
  if (isTypeDenial(given, denied)) return true;
  if (!comparable(given, denied) || (given.operator !== 'eq' && given.operator !== 'in')) return false;
  return given.values.every((value) => holdsFor(denied, value) === false);
}

/** In one of the blocks, or in the block of all addresses. */
function isWithin(block: Scalar, blocks: readonly Scalar[]): boolean {
  return blocks.includes(block) || blocks.includes(String(block).includes(':') ? ANY_IPV6 : ANY_IPV4);
}

/** `type_name(a) eq "string"` rules `a.b` out. */
function isTypeDenial(given: Compare, denied: Compare): boolean {
  const last = given.field.transforms.at(-1);
  if (last?.name !== 'type_name' || given.operator !== 'eq' || given.values[0] === 'object') return false;
  return isPositive(denied) && entersObject(given.field, denied.field);
}

function impliedSubset(given: Compare, wanted: Compare): boolean {
  if (given.operator !== wanted.operator || wanted.quantifier === 'all' || given.quantifier === 'all')
    return false;
  return given.values.length > 0 && given.values.every((value) => wanted.values.includes(value));
}

function comparable(a: Compare, b: Compare): boolean {
  return (
    sameField(a.field, b.field) &&
    a.caseSensitive === b.caseSensitive &&
    a.collection === b.collection &&
    a.collection === 'whole' &&
    a.quantifier === 'any' &&
    b.quantifier === 'any' &&
    a.other === null &&
    b.other === null
  );
}

/** What the comparison says of a field with this value; null where we do not look. */
function holdsFor(node: Compare, value: Scalar): boolean | null {
  const fold = (one: Scalar): Scalar =>
    node.caseSensitive || typeof one !== 'string' ? one : one.toLowerCase();
  const known = fold(value);
  switch (node.operator) {
    case 'eq':
    case 'in':
      return node.values.some((one) => fold(one) === known);
    case 'ne':
      return !node.values.some((one) => fold(one) === known);
    case 'starts_with':
      return typeof known === 'string' && node.values.some((one) => known.startsWith(String(fold(one))));
    case 'ends_with':
      return typeof known === 'string' && node.values.some((one) => known.endsWith(String(fold(one))));
    case 'contains':
      return typeof known === 'string' && node.values.some((one) => known.includes(String(fold(one))));
    case 'exists':
      return known !== null;
    case 'is_null':
      return known === null;
    case 'is_key':
    case 'has':
    case 'has_prefix':
    case 'has_suffix':
    case 'wildcard':
    case 'regex':
    case 'cidr':
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
    case 'match':
    case 'field_eq':
    case 'field_contains':
    case 'field_starts_with':
    case 'field_ends_with':
    case 'field_in':
    case 'field_gt':
    case 'field_gte':
    case 'field_lt':
    case 'field_lte':
      return null;
  }
}

function isTruthTest(node: Compare): boolean {
  return node.operator === 'eq' && node.field.transforms.at(-1)?.name === 'truthy';
}

function isTypeTest(node: Compare, type: string): boolean {
  return (
    node.operator === 'eq' && node.values[0] === type && node.field.transforms.at(-1)?.name === 'type_name'
  );
}

/** Functions that make a falsy text of every falsy text. */
const KEEPS_EMPTY = new Set(['lower', 'upper', 'trim', 'trim_start', 'trim_end', 'truthy']);

/** Is the field of `tested` (its last function being `truthy`) truthy where `given` holds? */
function showsTruth(given: Compare, tested: FieldPath): boolean {
  if (!sameBase(given.field, tested)) return false;
  const own = tested.transforms.slice(0, -1);
  const rest = given.field.transforms.slice(own.length);
  if (!own.every((transform, index) => sameTransform(transform, given.field.transforms[index]))) return false;
  if (given.field.segments.length !== tested.segments.length) return isPositive(given);
  if (!rest.every((transform) => KEEPS_EMPTY.has(transform.name))) return false;
  switch (given.operator) {
    case 'eq':
    case 'in':
    case 'contains':
    case 'starts_with':
    case 'ends_with':
      return (
        given.values.length > 0 &&
        given.values.every((value) => value !== '' && value !== 0 && value !== false && value !== null)
      );
    case 'cidr':
      return true;
    case 'gt':
      return given.values.every((value) => typeof value === 'number' && value >= 0);
    case 'ne':
    case 'has':
    case 'has_prefix':
    case 'has_suffix':
    case 'wildcard':
    case 'regex':
    case 'gte':
    case 'lt':
    case 'lte':
    case 'exists':
    case 'is_null':
    case 'is_key':
    case 'match':
    case 'field_eq':
    case 'field_contains':
    case 'field_starts_with':
    case 'field_ends_with':
    case 'field_in':
    case 'field_gt':
    case 'field_gte':
    case 'field_lt':
    case 'field_lte':
      return false;
  }
}

/** Does one condition hold wherever another does? Sound, not complete: a `no` only means that we cannot see it. */
import type { Compare, Condition, Operator, Some } from '../../condition/condition.ts';
import type { FieldPath, Scalar } from '../../condition/field-path.ts';
import { conditionKey } from '../../condition/key.ts';
import { TooLarge } from './too-large.ts';

const MAX_DEPTH = 6;

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

/** Comparisons that one question may cost. */
const FUEL = 600;

/** What all questions about one rule may cost: beyond that the rule is too large. */
const EFFORT = 4_000_000;

let fuel = 0;
let effort = 0;

/** Begins a new rule, or a part of one that is worth only some of that. */
export function restartEffort(share = 1): void {
  effort = EFFORT * (1 - share);
}

export function implies(given: Condition, wanted: Condition): boolean {
  fuel = FUEL;
  return follows(given, wanted, 0);
}

function follows(given: Condition, wanted: Condition, depth: number): boolean {
  if (--fuel < 0) return false;
  if (++effort > EFFORT) throw new TooLarge('Its conditions take too long to compare.');
  if (given === wanted || wanted.kind === 'always' || given.kind === 'never') return true;
  if (given.kind === 'always' || wanted.kind === 'never' || depth > MAX_DEPTH) return false;
  if (given.kind === wanted.kind && conditionKey(given) === conditionKey(wanted)) return true;
  const next = depth + 1;
  if (wanted.kind === 'all') return wanted.of.every((part) => follows(given, part, next));
  if (given.kind === 'any') return given.of.every((part) => follows(part, wanted, next));
  if (given.kind === 'all' && given.of.some((part) => follows(part, wanted, next))) return true;
  if (wanted.kind === 'any') return wanted.of.some((part) => follows(given, part, next));
  if (given.kind === 'not') return impliesFromNot(given.of, wanted, next);
  if (wanted.kind === 'not') return excludes(given, wanted.of, next);
  if (wanted.kind === 'compare') {
    if (given.kind === 'compare') return compareImplies(given, wanted);
    if (given.kind === 'some') {
      const reaches = given.collection === 'whole' || wanted.collection === 'any';
      return reaches && wanted.operator === 'exists' && covers(wanted.field, given.field);
    }
  }
  return given.kind === 'some' && wanted.kind === 'some' && someImplies(given, wanted, next);
}

/** What is picked satisfies both conditions. What is wanted of a picked element is known of the same one only. */
function someImplies(given: Some, wanted: Some, depth: number): boolean {
  if (!sameField(given.field, wanted.field) || given.collection !== wanted.collection) return false;
  if (wanted.pick !== null && !samePick(given, wanted)) return false;
  return (
    follows(given.of, wanted.of, depth) ||
    (given.pick !== null && follows(given.pick.among, wanted.of, depth))
  );
}

function samePick(a: Some, b: Some): boolean {
  if (a.pick === null || b.pick === null) return false;
  return a.pick.place === b.pick.place && conditionKey(a.pick.among) === conditionKey(b.pick.among);
}

/** From `not of`: everything that `of` would follow from is out as well. */
function impliesFromNot(of: Condition, wanted: Condition, depth: number): boolean {
  if (of.kind === 'any') return of.of.some((part) => impliesFromNot(part, wanted, depth + 1));
  if (wanted.kind === 'not') return follows(wanted.of, of, depth);
  if (wanted.kind === 'compare') {
    const denied = opposite(wanted);
    return denied !== null && follows(denied, of, depth);
  }
  return false;
}

/** Does `given` rule `denied` out? */
function excludes(given: Condition, denied: Condition, depth: number): boolean {
  if (denied.kind === 'any') return denied.of.every((part) => excludes(given, part, depth + 1));
  if (denied.kind === 'all') return denied.of.some((part) => excludes(given, part, depth + 1));
  if (denied.kind === 'not') return follows(given, denied.of, depth + 1);
  if (given.kind === 'some' && denied.kind === 'some')
    return (
      sameField(given.field, denied.field) &&
      given.collection === denied.collection &&
      samePick(given, denied) &&
      excludes(given.of, denied.of, depth + 1)
    );
  if (given.kind !== 'compare') return false;
  if (denied.kind === 'some') {
    const reached = given.collection === 'any' || denied.collection === 'whole';
    return reached && given.operator === 'is_null' && covers(given.field, denied.field);
  }
  return denied.kind === 'compare' && compareExcludes(given, denied);
}

/** Holds only where its field is there. */
function isPositive(node: Compare): boolean {
  return node.operator !== 'ne' && node.operator !== 'is_null';
}

function compareImplies(given: Compare, wanted: Compare): boolean {
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

function compareExcludes(given: Compare, denied: Compare): boolean {
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
  return blocks.includes(block) || blocks.includes(String(block).includes(':') ? '::/0' : '0.0.0.0/0');
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

function sameTransform(
  a: FieldPath['transforms'][number],
  b: FieldPath['transforms'][number] | undefined,
): boolean {
  return (
    b !== undefined &&
    a.name === b.name &&
    a.args.length === b.args.length &&
    a.args.every((arg, index) => arg === b.args[index])
  );
}

/** Same root, and the path of `tested` leads to (or through) that of `deeper`. */
function sameBase(deeper: FieldPath, tested: FieldPath): boolean {
  return (
    deeper.scope === tested.scope &&
    binderOf(deeper) === binderOf(tested) &&
    deeper.match === tested.match &&
    tested.segments.length <= deeper.segments.length &&
    tested.segments.every((segment, index) => segment === deeper.segments[index])
  );
}

function sameField(a: FieldPath, b: FieldPath): boolean {
  return (
    a.segments.length === b.segments.length &&
    sameBase(a, b) &&
    a.transforms.length === b.transforms.length &&
    a.transforms.every((transform, index) => sameTransform(transform, b.transforms[index]))
  );
}

/** Must `outer` be there for `inner` to be? */
function covers(outer: FieldPath, inner: FieldPath): boolean {
  const [first, ...more] = outer.transforms;
  const index = first?.name === 'at' && more.length === 0 ? first.args[0] : null;
  if (typeof index === 'number' && inner.segments[outer.segments.length] === String(index)) {
    return sameBase(inner, outer);
  }
  if (!sameBase(inner, outer)) return false;
  if (inner.segments.length > outer.segments.length) return outer.transforms.length === 0;
  return outer.transforms.every((transform, index) => sameTransform(transform, inner.transforms[index]));
}

function entersObject(tested: FieldPath, deeper: FieldPath): boolean {
  if (!sameBase(deeper, tested) || tested.transforms.length !== 1) return false;
  const next = deeper.segments[tested.segments.length];
  return next !== undefined && !/^-?\d+$/.test(next);
}

/** The loop variable that an element's field belongs to: kept in the name until the loop is closed. */
export function binderOf(field: FieldPath): number | null {
  const [, digits] = /^@(\d+)\./.exec(field.name) ?? [];
  return field.scope === 'element' && digits !== undefined ? Number(digits) : null;
}

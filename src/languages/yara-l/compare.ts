/** Two values compared: a field with a literal, with a regular expression, or with another field. */
import { all, any, compare } from '../../condition/condition.ts';
import type { Condition, Operator } from '../../condition/condition.ts';
import type { FieldPath, Scalar } from '../../condition/field-path.ts';
import type { Comparison, Place } from './ast.ts';
import { FALSE, negate, TRUE } from './formula.ts';
import type { Formula, JoinSide } from './formula.ts';
import { fieldsLeaf, isAbsent, testLeaf } from './leaves.ts';
import { opaqueOf } from './opaque.ts';
import { readRegex } from './regex.ts';
import type { Resolving } from './resolve.ts';
import { eventField } from './rows.ts';
import { unknown } from './value.ts';
import type { FieldValue, Value } from './value.ts';

const FLIPPED = { '=': '=', '!=': '!=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const;

export function compareValues(
  operator: Comparison['operator'],
  left: Value,
  right: Value,
  nocase: boolean,
  at: Place,
  resolving: Resolving,
): Formula {
  const problem = [left, right].find((value) => value.kind === 'unknown');
  if (problem !== undefined) return opaqueOf(at, problem, resolving);
  if (operator === '!=') return notEqual(left, right, nocase, at, resolving);
  if (left.kind === 'literal' && right.kind === 'pattern') {
    const meaning = readRegex(right.pattern, nocase);
    if (meaning.kind !== 'invalid' && operator === '=')
      return meaning.kind === 'always' || meaning.isFoundIn(String(left.value)) ? TRUE : FALSE;
  }
  if (left.kind === 'literal' && right.kind === 'literal') {
    return holdsOf(operator, left.value, right.value, nocase) ? TRUE : FALSE;
  }
  if (left.kind !== 'field' && right.kind === 'field')
    return compareValues(FLIPPED[operator], right, left, nocase, at, resolving);
  if (left.kind !== 'field' || right.kind === 'unknown')
    return opaqueOf(at, unknown('unsupported_comparison', 'these cannot be compared'), resolving);
  if (right.kind === 'literal') return compareLiteral(operator, left, right.value, nocase, at, resolving);
  if (right.kind === 'pattern') {
    if (operator !== '=')
      return opaqueOf(
        at,
        unknown('unsupported_comparison', 'a regular expression has no order', [left.ref]),
        resolving,
      );
    return matchRegex(left, right.pattern, nocase, at, resolving);
  }
  return compareFields(operator, left, right, nocase, at, resolving);
}

/** Under `any` and `all` it is each element that must differ. */
function notEqual(left: Value, right: Value, nocase: boolean, at: Place, resolving: Resolving): Formula {
  const inverse = (value: Value): Value =>
    value.kind === 'field' && value.modifier !== null ? { ...value, isInverse: true } : value;
  const [a, b] = [inverse(left), inverse(right)];
  const equal = compareValues('=', a, b, nocase, at, resolving);
  return a === left && b === right ? negate(equal) : equal;
}

const OPERATORS = { '=': 'eq', '<': 'lt', '<=': 'lte', '>': 'gt', '>=': 'gte' } as const satisfies Record<
  string,
  Operator
>;

function holdsOf(
  operator: keyof typeof OPERATORS | '!=',
  left: Scalar,
  right: Scalar,
  nocase: boolean,
): boolean {
  if (operator === '=' || operator === '!=') {
    const fold = (value: Scalar): string => (nocase ? String(value).toLowerCase() : String(value));
    return (fold(left) === fold(right)) === (operator === '=');
  }
  if (typeof left !== 'number' || typeof right !== 'number') return false;
  if (operator === '<') return left < right;
  if (operator === '<=') return left <= right;
  return operator === '>' ? left > right : left >= right;
}

export function compareLiteral(
  operator: keyof typeof OPERATORS,
  field: FieldValue,
  value: Scalar,
  nocase: boolean,
  at: Place,
  resolving: Resolving,
): Formula {
  if (operator !== '=') {
    if (typeof value !== 'number') {
      const message = 'the order of texts, and of enumerated values, cannot be expressed';
      return opaqueOf(at, unknown('unsupported_order', message, [field.ref]), resolving);
    }
    const zero = typeof field.zero === 'number' ? field.zero : 0;
    const onZero = holdsOf(operator, zero, value, false);
    return testLeaf(field, { at, onZero, test: (path) => compare(path, OPERATORS[operator], [value]) });
  }
  // Only an absent text is empty, and the other way round.
  if (value === '' && field.zero === '' && field.modifier === null)
    return { ...isAbsent(field), start: at.start, end: at.end };
  const folded = foldedLiteral(field, value, nocase);
  if (folded === null) return FALSE;
  const onZero = holdsOf('=', folded.field.zero, folded.value, folded.nocase);
  const options = { caseSensitive: !folded.nocase };
  return testLeaf(folded.field, {
    at,
    onZero,
    test: (path) => compare(path, 'eq', [folded.value], options),
    equals: { native: folded.field.ref.native, values: [String(folded.value)] },
  });
}

interface Folded {
  readonly field: FieldValue;
  readonly value: Scalar;
  readonly nocase: boolean;
}

/**
 * `strings.to_lower(f) = "abc"` is `f = "abc" nocase`; null: no text in lower case is equal to "ABC". Of upper case only the ASCII letters come
 * back as they were.
 */
export function foldedLiteral(field: FieldValue, value: Scalar, nocase: boolean): Folded | null {
  const last = field.transforms.at(-1);
  if (typeof value !== 'string' || (last?.name !== 'lower' && last?.name !== 'upper'))
    return { field, value, nocase };
  const bare = { ...field, transforms: field.transforms.slice(0, -1) };
  const folded = last.name === 'lower' ? value.toLowerCase() : value.toUpperCase();
  const isPlain = last.name === 'lower' || /^[\x00-\x7f]*$/.test(value);
  if (!isPlain) return { field, value, nocase };
  if (nocase || folded === value) return { field: bare, value, nocase: true };
  return null;
}

/** Two fields of one event, or the join of two events. */
function compareFields(
  operator: keyof typeof OPERATORS,
  left: FieldValue,
  right: FieldValue,
  nocase: boolean,
  at: Place,
  resolving: Resolving,
): Formula {
  if (left.modifier !== null || right.modifier !== null)
    return opaqueOf(
      at,
      unknown('unsupported_comparison', '"any" and "all" do not join fields', [left.ref, right.ref]),
      resolving,
    );
  if (left.ref.variable !== right.ref.variable) {
    const side = (value: FieldValue): JoinSide => ({
      ref: value.ref,
      zero: value.zero,
      field: {
        ...eventField(value.ref),
        transforms: nocase ? [...value.transforms, { name: 'lower' as const, args: [] }] : value.transforms,
      },
    });
    return {
      kind: 'join',
      start: at.start,
      end: at.end,
      operator,
      left: side(left),
      right: side(right),
      negated: false,
    };
  }
  if (isSameField(left, right)) return operator === '=' || operator.endsWith('=') ? TRUE : FALSE;
  if (operator === '=') return fieldsEqual(left, right, nocase, at);
  return fieldsLeaf(left, right, at, (a, b) => orderOfFields(operator, a, b), operator.endsWith('='));
}

/** An absent number is 0. */
export function orderOfFields(operator: keyof typeof ORDER_OPERATORS, a: FieldPath, b: FieldPath): Condition {
  const isLess = operator === '<' || operator === '<=';
  const [smaller, greater] = isLess ? [a, b] : [b, a];
  const reaches = operator.endsWith('=') ? 'gte' : 'gt';
  return any([
    compare(a, ORDER_OPERATORS[operator], [], { other: b }),
    all([compare(smaller, 'is_null'), compare(greater, reaches, [0])]),
    all([compare(greater, 'is_null'), compare(smaller, reaches === 'gte' ? 'lte' : 'lt', [0])]),
    ...(operator.endsWith('=') ? [bothAbsent(a, b)] : []),
  ]);
}

const ORDER_OPERATORS = { '<': 'field_lt', '<=': 'field_lte', '>': 'field_gt', '>=': 'field_gte' } as const;

function isSameField(left: FieldValue, right: FieldValue): boolean {
  return (
    left.ref.native === right.ref.native &&
    JSON.stringify(left.transforms) === JSON.stringify(right.transforms)
  );
}

/** Two fields that no event fills in are equal. */
function fieldsEqual(left: FieldValue, right: FieldValue, nocase: boolean, at: Place): Formula {
  const sides = [left, right].map(({ transforms }) => transforms.at(-1)?.name);
  const lowered = sides[0] === 'lower' && sides[1] === 'lower';
  const bare = (value: FieldValue): FieldValue =>
    lowered ? { ...value, transforms: value.transforms.slice(0, -1) } : value;
  const onZero = left.zero === right.zero;
  const options = { caseSensitive: !nocase && !lowered };
  return fieldsLeaf(
    bare(left),
    bare(right),
    at,
    (a, b) => {
      const equal = compare(a, 'field_eq', [], { other: b, ...options });
      return onZero ? any([equal, bothAbsent(a, b)]) : equal;
    },
    onZero,
  );
}

export function bothAbsent(a: FieldPath, b: FieldPath): Condition {
  return all([compare(a, 'is_null'), compare(b, 'is_null')]);
}

export function matchRegex(
  field: FieldValue,
  pattern: string,
  nocase: boolean,
  at: Place,
  resolving: Resolving,
): Formula {
  const meaning = readRegex(pattern, nocase);
  if (meaning.kind === 'invalid')
    return opaqueOf(at, unknown('unsupported_regex', meaning.message, [field.ref]), resolving);
  if (meaning.kind === 'always') return TRUE;
  const { operator, values, isFoundIn } = meaning;
  if (operator === 'eq' && values.length === 1 && values[0] === '')
    return compareLiteral('=', field, '', false, at, resolving);
  const folded = foldedValues(field, values, meaning.nocase, operator);
  if (folded === null) return FALSE;
  const options = { caseSensitive: !folded.nocase };
  const joined = operator === 'eq' && folded.values.length > 1 ? 'in' : operator;
  return testLeaf(folded.field, {
    at,
    onZero: isFoundIn(String(field.zero)),
    test: (path) => compare(path, joined, folded.values, options),
    equals: operator === 'eq' ? { native: folded.field.ref.native, values: folded.values } : null,
  });
}

/** As `foldedLiteral`, for each of several texts; a regular expression stays as it is, on the text in lower case. */
function foldedValues(
  field: FieldValue,
  values: readonly string[],
  nocase: boolean,
  operator: Operator,
): { readonly field: FieldValue; readonly values: readonly string[]; readonly nocase: boolean } | null {
  if (operator === 'regex') return { field, values, nocase };
  const folded = values.map((value) => foldedLiteral(field, value, nocase)).filter((each) => each !== null);
  const [first] = folded;
  if (first === undefined) return null;
  if (folded.some((each) => each.field.transforms.length !== first.field.transforms.length))
    return { field, values, nocase };
  return { field: first.field, values: folded.map(({ value }) => String(value)), nocase: first.nocase };
}

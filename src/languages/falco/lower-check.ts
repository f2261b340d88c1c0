/**
 * One check to a condition, after the reference (https://falco.org/docs/concepts/rules/conditions/#comparison-operators) and its engine:
 *
 * - Texts compare with their letter case, but for `icontains` and `iglob`.
 * - A field without a value fails every check, `!=` too; `not (a = b)` holds for it.
 * - On a list, `in` asks for all of its elements and `intersects` for one; on anything else both are the same.
 */
import { all, any, compare, never, not, some } from '../../condition/condition.ts';
import type { Comparing, Condition, Operator } from '../../condition/condition.ts';
import { fieldPath } from '../../condition/field-path.ts';
import type { FieldPath } from '../../condition/field-path.ts';
import type { Check, CheckOperator } from './ast.ts';
import { eachExpressed } from './context.ts';
import type { Unsupported } from './context.ts';
import { checkedField } from './field.ts';
import type { CheckedField } from './field.ts';
import { compareGlob, comparePrefixes } from './pattern.ts';
import { bytesText, writtenAs } from './values.ts';
import type { Literal } from './values.ts';

/** A check with several values at most, each as it stands in the text. */
export function lowerCheck(check: Check, literals: readonly Literal[]): Condition | Unsupported {
  const left = checkedField(check.left);
  if ('code' in left) return left;
  const { operator, modifier, right } = check;
  if (operator === 'exists') return anyOf(left.fields.map((field) => compare(field, 'exists')));
  if (right?.kind === 'call') return compareFields(left, operator, right);
  const [only] = literals;
  if (modifier !== null) return modified(left, operator, modifier, literals);
  if (operator === 'in' || operator === 'intersects' || operator === 'pmatch') {
    return compareList(left, operator, literals);
  }
  if (only === undefined) return never;
  return compareValue(left, operator, only);
}

function modified(
  left: CheckedField,
  operator: CheckOperator,
  modifier: 'oneof' | 'anyof' | 'allof',
  literals: readonly Literal[],
): Condition | Unsupported {
  const conditions = eachExpressed(literals.map((literal) => compareValue(left, operator, literal)));
  if ('code' in conditions) return conditions;
  if (conditions.length === 0) return never;
  if (modifier === 'anyof') return anyOf(conditions);
  if (modifier === 'allof') return all(conditions);
  if (conditions.length > 8) {
    return {
      code: 'unsupported_modifier',
      message: 'exactly one of more than eight values cannot be expressed',
    };
  }
  return anyOf(conditions.map((one) => all(conditions.map((other) => (other === one ? one : not(other))))));
}

/** One value; the check holds for any of the fields, `!=` for all of them. */
function compareValue(
  left: CheckedField,
  operator: CheckOperator,
  literal: Literal,
): Condition | Unsupported {
  if (operator !== '!=') {
    const each = eachExpressed(left.fields.map((field) => compareOne(left, field, operator, [literal])));
    return 'code' in each ? each : anyOf(each);
  }
  if (left.kind === 'ancestors') {
    return { code: 'ancestor_inequality', message: 'an ancestor that differs cannot be asked for' };
  }
  const equal = left.fields.map((field) => equals(left, field, [literal]));
  const present = anyOf(left.fields.map((field) => compare(withoutTransforms(field), 'exists')));
  return all([present, ...equal.map(differs)]);
}

function differs(equal: Condition): Condition {
  return equal.kind === 'compare' && equal.operator === 'eq' && equal.values.length === 1
    ? compare(equal.field, 'ne', equal.values, equal)
    : not(equal);
}

function compareList(
  left: CheckedField,
  operator: 'in' | 'intersects' | 'pmatch',
  literals: readonly Literal[],
): Condition | Unsupported {
  if (literals.length === 0) return never;
  if (operator === 'pmatch') {
    const paths = literals.map(({ text }) => text);
    return anyOf(left.fields.map((field) => comparePrefixes(field, paths)));
  }
  if (left.list && operator === 'in') {
    return all(
      left.fields.flatMap((field) => [
        compare(field, 'exists'),
        not(some(field, not(equals(left, fieldPath('', { scope: 'element' }), literals)))),
      ]),
    );
  }
  return anyOf(left.fields.map((field) => equals(left, field, literals)));
}

/** Addresses and networks stand side by side; all other values are one list. */
function equals(left: CheckedField, field: FieldPath, literals: readonly Literal[]): Condition {
  const isNetwork = ({ text }: Literal): boolean => (left.network || left.address) && text.includes('/');
  const networks = literals.filter(isNetwork).map(({ text }) => text);
  const plain = literals.filter((literal) => !isNetwork(literal));
  const conditions = [
    ...(networks.length === 0 ? [] : [compare(field, 'cidr', networks)]),
    ...(plain.length === 0 ? [] : [foldedCompare(left, field, 'eq', plain)]),
  ];
  return anyOf(conditions);
}

/** `tolower(x) = bash` is a comparison without regard to case, as long as the value is in that case itself. */
function foldedCompare(
  left: CheckedField,
  field: FieldPath,
  operator: 'eq' | 'contains' | 'starts_with' | 'ends_with',
  literals: readonly Literal[],
  comparing: Partial<Comparing> = {},
): Condition {
  const values = literals.flatMap((literal) => (operator === 'eq' ? writtenAs(literal) : [literal.text]));
  const name: Operator = operator === 'eq' && values.length > 1 ? 'in' : operator;
  const { folded } = left;
  const fits = literals.every(
    ({ text }) => text === (folded === 'lower' ? text.toLowerCase() : text.toUpperCase()),
  );
  if (folded === null || !fits) return compare(field, name, values, { ...comparing, ...collectionOf(field) });
  return compare(withoutTransforms(field), name, values, { ...comparing, caseSensitive: false });
}

/** The length of a list is not that of its elements. */
function collectionOf({ transforms }: FieldPath): Partial<Comparing> {
  return transforms.some(({ name }) => name === 'length') ? { collection: 'whole' } : {};
}

function withoutTransforms(field: FieldPath): FieldPath {
  return fieldPath(field.native, { ...field, transforms: [] });
}

const NUMBER_OPERATORS = {
  '<': 'lt',
  '<=': 'lte',
  '>': 'gt',
  '>=': 'gte',
} as const;
const TEXT_OPERATORS = {
  contains: 'contains',
  icontains: 'contains',
  startswith: 'starts_with',
  endswith: 'ends_with',
} as const;

function compareOne(
  left: CheckedField,
  field: FieldPath,
  operator: CheckOperator,
  literals: readonly [Literal],
): Condition | Unsupported {
  const [{ text }] = literals;
  switch (operator) {
    case '=':
      return equals(left, field, literals);
    case 'contains':
    case 'icontains':
    case 'startswith':
    case 'endswith': {
      const comparing = { caseSensitive: operator !== 'icontains' };
      return foldedCompare(left, field, TEXT_OPERATORS[operator], literals, comparing);
    }
    case 'bcontains':
    case 'bstartswith': {
      const bytes = bytesText(text);
      if (bytes === null)
        return { code: 'binary_pattern', message: `the bytes ${text} are no text that an event could hold` };
      return compare(field, operator === 'bcontains' ? 'contains' : 'starts_with', [bytes]);
    }
    case 'glob':
      return compareGlob(field, text, true);
    case 'iglob':
      return compareGlob(field, text, false);
    case 'regex':
      // A full match: https://falco.org/docs/concepts/rules/conditions/#comparison-operators
      return compare(field, 'regex', [`^(?:${text})$`]);
    case '<':
    case '<=':
    case '>':
    case '>=':
      return compare(field, NUMBER_OPERATORS[operator], [numberOf(text)], collectionOf(field));
    case '!=':
    case 'exists':
    case 'in':
    case 'intersects':
    case 'pmatch':
      return {
        code: 'unsupported_operator',
        message: `the operator ${operator} cannot be expressed here`,
      };
  }
}

/** Also one in hexadecimal digits. */
function numberOf(text: string): number {
  return Number(text.replace(/^\+/, ''));
}

const FIELD_OPERATORS: Partial<Record<CheckOperator, Operator>> = {
  '=': 'field_eq',
  contains: 'field_contains',
  icontains: 'field_contains',
  startswith: 'field_starts_with',
  endswith: 'field_ends_with',
  '<': 'field_lt',
  '<=': 'field_lte',
  '>': 'field_gt',
  '>=': 'field_gte',
};

/** https://falco.org/docs/concepts/rules/conditions/#field-evaluation-for-right-hand-side-of-comparisons */
function compareFields(
  left: CheckedField,
  operator: CheckOperator,
  call: Extract<Check['right'], { kind: 'call' }>,
): Condition | Unsupported {
  const right = checkedField(call);
  if ('code' in right) return right;
  const [field] = left.fields;
  const [other] = right.fields;
  const name = operator === '!=' ? 'field_eq' : FIELD_OPERATORS[operator];
  if (
    left.kind !== 'one' ||
    right.kind !== 'one' ||
    field === undefined ||
    other === undefined ||
    name === undefined
  ) {
    return { code: 'field_comparison', message: `the operator ${operator} cannot compare these fields` };
  }
  const condition = compare(field, name, [], {
    other,
    caseSensitive: operator !== 'icontains',
    ...collectionOf(field),
  });
  if (operator !== '!=') return condition;
  return all([
    compare(withoutTransforms(field), 'exists'),
    compare(withoutTransforms(other), 'exists'),
    not(condition),
  ]);
}

function anyOf(conditions: readonly Condition[]): Condition {
  const [only] = conditions;
  if (only === undefined) return never;
  return conditions.length === 1 ? only : any(conditions);
}

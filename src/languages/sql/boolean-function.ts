/** Functions that say yes or no. */
import { all, compare, never, not } from '../../condition/condition.ts';
import type { Condition, Operator } from '../../condition/condition.ts';
import type { Call } from './ast.ts';
import { inList, isNull, likeAny, present, reasonOf } from './compare.ts';
import type { Unsupported } from './context.ts';
import { WHOLE } from './operand.ts';
import type { Operand } from './operand.ts';

const TEXT_FUNCTIONS: Readonly<Record<string, Operator>> = {
  contains: 'contains',
  startswith: 'starts_with',
  endswith: 'ends_with',
};
const FIELD_FUNCTIONS: Readonly<Record<string, Operator>> = {
  contains: 'field_contains',
  startswith: 'field_starts_with',
  endswith: 'field_ends_with',
};

/** Null: it is none of them. */
export function booleanCall(
  { name }: Call,
  operands: readonly Operand[],
  asked: boolean,
): Condition | Unsupported | null {
  const [left, right, third] = operands;
  if (left === undefined) return null;
  switch (name) {
    case 'contains':
    case 'startswith':
    case 'endswith':
      return right === undefined ? null : textFunction(name, left, right, asked);
    case 'like':
    case 'ilike':
      return right === undefined
        ? null
        : likeAny({ operator: name, quantifier: 'any', escape: null }, left, [right], asked);
    case 'rlike':
    case 'regexp_like':
      return right === undefined ? null : regexFunction(left, right, third, asked);
    case 'is_null_value':
      return isNull(left, asked);
    case 'array_contains':
      return right === undefined ? null : arrayContains(left, right, asked);
    case 'arrays_overlap':
      return right === undefined ? null : arraysOverlap(left, right, asked);
    case 'equal_null':
      return null;
    default:
      return null;
  }
}

function where(holds: Condition, left: Operand, asked: boolean): Condition {
  if (asked || left.kind !== 'field') return holds;
  return all([present(left.path), not(holds)]);
}

function textFunction(name: string, left: Operand, right: Operand, asked: boolean): Condition | Unsupported {
  if (left.kind !== 'field') return reasonOf(left);
  const operator = TEXT_FUNCTIONS[name];
  if (right.kind === 'literal' && operator !== undefined) {
    return right.value === null
      ? never
      : where(compare(left.path, operator, [right.value], WHOLE), left, asked);
  }
  const byField = FIELD_FUNCTIONS[name];
  if (right.kind !== 'field' || byField === undefined) return reasonOf(right);
  const holds = compare(left.path, byField, [], { ...WHOLE, other: right.path });
  return asked ? holds : all([present(left.path), present(right.path), not(holds)]);
}

function regexFunction(
  left: Operand,
  right: Operand,
  flags: Operand | undefined,
  asked: boolean,
): Condition | Unsupported {
  const parameters = flags === undefined ? '' : flags.kind === 'literal' ? String(flags.value) : null;
  if (
    parameters === null ||
    /[^cims]/.test(parameters) ||
    right.kind !== 'literal' ||
    typeof right.value !== 'string'
  ) {
    return { code: 'unsupported_expression', message: 'this pattern cannot be expressed' };
  }
  if (left.kind !== 'field') return reasonOf(left);
  const inside = ['m', 's'].filter((flag) => parameters.includes(flag)).join('');
  const pattern = `${inside === '' ? '' : `(?${inside})`}^(?:${right.value})$`;
  return where(
    compare(left.path, 'regex', [pattern], { ...WHOLE, caseSensitive: !parameters.includes('i') }),
    left,
    asked,
  );
}

/** `array_contains(value, list)`: https://docs.snowflake.com/en/sql-reference/functions/array_contains */
function arrayContains(value: Operand, list: Operand, asked: boolean): Condition | Unsupported {
  if (list.kind === 'list') {
    return inList(
      value,
      list.values.map((each) => ({ kind: 'literal', value: each })),
      asked,
    );
  }
  if (list.kind !== 'field') return reasonOf(list);
  if (value.kind === 'literal' && value.value !== null) {
    return where(compare(list.path, 'eq', [value.value]), list, asked);
  }
  if (value.kind !== 'field') return reasonOf(value);
  const holds = compare(value.path, 'field_in', [], { ...WHOLE, other: list.path });
  return asked ? holds : all([present(value.path), present(list.path), not(holds)]);
}

function arraysOverlap(left: Operand, right: Operand, asked: boolean): Condition | Unsupported {
  if (left.kind === 'list' && right.kind === 'field') return arraysOverlap(right, left, asked);
  if (left.kind !== 'field') return reasonOf(left);
  if (right.kind !== 'list') return reasonOf(right);
  const values = right.values.filter((value) => value !== null);
  return values.length === 0
    ? never
    : where(compare(left.path, values.length === 1 ? 'eq' : 'in', values), left, asked);
}

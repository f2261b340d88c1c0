/** Arithmetic and concatenation of values: what is done to one field is a function of it; what takes two is no value that could be compared. */
import { withTransform } from '../../condition/field-path.ts';
import type { TransformName } from '../../condition/field-path.ts';
import { combine } from './column-arithmetic.ts';
import { breadth, literal, mapValue, NULL, opaqueValue } from './values.ts';
import type { FieldValue, Plain, Value } from './values.ts';

export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%';

const MAX_BREADTH = 16;

const NAMES: Readonly<Record<ArithmeticOperator, 'add' | 'subtract' | 'multiply' | 'divide' | 'modulo'>> = {
  '+': 'add',
  '-': 'subtract',
  '*': 'multiply',
  '/': 'divide',
  '%': 'modulo',
};

/** `+` puts texts together where either side is one. */
export function arithmetic(operator: ArithmeticOperator, left: Value, right: Value, text: string): Value {
  const isText = [left, right].some(
    (side) => side.kind === 'literal' && typeof side.value === 'string' && !isNumeric(side.value),
  );
  if (operator === '+' && isText) return concatenation([left, right], text);
  if (breadth(left) * breadth(right) > MAX_BREADTH) return opaqueValue('too_large', text, [left, right]);
  return mapValue(left, (plainLeft) =>
    mapValue(right, (plainRight) => plainArithmetic(operator, plainLeft, plainRight, text)),
  );
}

function isNumeric(text: string | number): boolean {
  return text !== '' && Number.isFinite(Number(text));
}

function plainArithmetic(operator: ArithmeticOperator, left: Plain, right: Plain, text: string): Value {
  if (left.kind === 'null' || right.kind === 'null') return NULL;
  if (left.kind === 'literal' && right.kind === 'literal') {
    const result = compute(operator, Number(left.value), Number(right.value));
    return Number.isFinite(result) ? literal(result) : NULL;
  }
  if (left.kind === 'field' && right.kind === 'literal' && isNumeric(right.value))
    return transformed(left, NAMES[operator], Number(right.value));
  if (left.kind === 'literal' && right.kind === 'field' && isNumeric(left.value)) {
    const number = Number(left.value);
    if (operator === '+' || operator === '*') return transformed(right, NAMES[operator], number);
    if (operator === '-') return transformed(transformed(right, 'multiply', -1), 'add', number);
  }
  return {
    ...opaqueValue('arithmetic', text, [left, right]),
    arithmetic: combine(NAMES[operator], left, right),
  };
}

function compute(operator: ArithmeticOperator, left: number, right: number): number {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return left / right;
    case '%':
      return left % right;
  }
}

export function transformed(
  value: FieldValue,
  name: TransformName,
  ...args: readonly (string | number | null)[]
): FieldValue {
  return { ...value, path: withTransform(value.path, name, ...args) };
}

/** Null where one of the parts is null. */
export function concatenation(parts: readonly Value[], text: string): Value {
  return parts.reduce((left, right) => {
    if (breadth(left) * breadth(right) > MAX_BREADTH) return opaqueValue('too_large', text, [left, right]);
    return mapValue(left, (plainLeft) =>
      mapValue(right, (plainRight) => joinPlain(plainLeft, plainRight, text)),
    );
  });
}

function joinPlain(left: Plain, right: Plain, text: string): Value {
  if (left.kind === 'null' || right.kind === 'null') return NULL;
  if (left.kind === 'literal' && right.kind === 'literal') return literal(`${left.value}${right.value}`);
  if (left.kind === 'field' && right.kind === 'literal')
    return transformed(left, 'append', String(right.value));
  if (left.kind === 'literal' && right.kind === 'field')
    return transformed(right, 'prepend', String(left.value));
  return opaqueValue('concatenation', text, [left, right]);
}

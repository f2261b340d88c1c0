/** Arithmetic with a field and a number, between numbers, and of the time of the search. */
import type { Arithmetic } from './ast.ts';
import { difference, quotient } from './lengths.ts';
import { literalValue, mapValue, transformed, unsaid } from './value.ts';
import type { FieldValue, Value } from './value.ts';

type Operator = Arithmetic['operator'];

const TRANSFORM = { '+': 'add', '-': 'subtract', '*': 'multiply', '/': 'divide', '%': 'modulo' } as const;

export function calculated(operator: Operator, left: Value, right: Value): Value {
  if (left.kind === 'choice') return mapValue(left, (value) => calculated(operator, value, right));
  if (right.kind === 'choice') return mapValue(right, (value) => calculated(operator, left, value));
  const elsewhere = [left, right].find((value) => value.kind === 'unsaid' && !value.computed);
  if (elsewhere !== undefined) return elsewhere;
  if (isNullLiteral(left) || isNullLiteral(right)) return literalValue(null);
  return (
    movedNow(operator, left, right) ??
    ofNumbers(operator, left, right) ??
    ofField(operator, left, right) ??
    ofFields(operator, left, right) ??
    unsaid('unsupported_arithmetic', `"${operator}" cannot be expressed between these values`)
  );
}

function isNullLiteral(value: Value): boolean {
  return value.kind === 'literal' && value.value === null;
}

function numberOf(value: Value): number | null {
  return value.kind === 'literal' && typeof value.value === 'number' ? value.value : null;
}

function isRealNumber(value: Value): boolean {
  return value.kind === 'literal' && value.isReal === true;
}

function movedNow(operator: Operator, left: Value, right: Value): Value | null {
  if (left.kind !== 'now' || right.kind !== 'timespan' || right.seconds === null) return null;
  if (operator !== '+' && operator !== '-') return null;
  return { ...left, offset: left.offset + (operator === '+' ? right.seconds : -right.seconds) };
}

/** Between whole numbers, division rounds towards zero. */
function ofNumbers(operator: Operator, left: Value, right: Value): Value | null {
  const [a, b] = [numberOf(left), numberOf(right)];
  if (a === null || b === null) return null;
  const isReal = isRealNumber(left) || isRealNumber(right);
  const results = { '+': a + b, '-': a - b, '*': a * b, '/': isReal ? a / b : Math.trunc(a / b), '%': a % b };
  const result = results[operator];
  return Number.isFinite(result) ? literalValue(result, isReal) : literalValue(null);
}

/** Division by a whole number rounds where the field holds whole numbers, which nobody knows here. */
function ofField(operator: Operator, left: Value, right: Value): Value | null {
  const [a, b] = [numberOf(left), numberOf(right)];
  if (left.kind === 'field' && b !== null) {
    if (operator === '/' && !isRealNumber(right)) return null;
    return b === 0 && (operator === '/' || operator === '%') ? null : applied(left, operator, b);
  }
  if (right.kind !== 'field' || a === null) return null;
  if (operator === '+' || operator === '*') return applied(right, operator, a);
  return operator === '-' ? applied(applied(right, '*', -1), '+', a) : null;
}

function ofFields(operator: Operator, left: Value, right: Value): Value | null {
  if (left.kind !== 'field' || right.kind !== 'field') return null;
  if (operator === '-') return difference(left, right);
  return operator === '/' ? quotient(left, right) : null;
}

function applied(field: FieldValue, operator: Operator, number: number): FieldValue {
  return transformed(field, TRANSFORM[operator], number);
}

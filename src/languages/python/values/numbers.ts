/**
 * Python's arithmetic of two known numbers. Its integers have as many digits as they need; what no number here keeps exactly (a large integer, an
 * infinity, none at all) is null, never a number that is nearly that one.
 */
import { isExactNumber } from '../../../condition/exact-number.ts';
import type { Operator } from '../syntax/ast.ts';

/** `right` is not zero where Python divides by it. */
export function computed(op: Operator, left: number, right: number): number | null {
  const bothWhole = Number.isSafeInteger(left) && Number.isSafeInteger(right);
  const result = bothWhole ? ofIntegers(op, left, right) : ofFloats(op, left, right);
  return result !== null && isExactNumber(result) ? result : null;
}

/** A shift or a power of more digits than this is not worked out. */
const MAX_EXPONENT = 64;

function ofIntegers(op: Operator, left: number, right: number): number | null {
  if (op === 'Div') return left / right;
  if (op === 'Pow' && right < 0) return left === 0 ? null : left ** right;
  if (op === 'LShift' || op === 'RShift' || op === 'Pow') {
    if (right < 0) return null;
    if (right > MAX_EXPONENT) return op === 'RShift' ? (left < 0 ? -1 : 0) : ofLargeExponent(op, left, right);
  }
  const whole = ofWhole(op, BigInt(left), BigInt(right));
  return whole === null ? null : exactNumber(whole);
}

/** Only these stay small. */
function ofLargeExponent(op: Operator, left: number, right: number): number | null {
  if (left === 0) return 0;
  if (op !== 'Pow' || Math.abs(left) !== 1) return null;
  return left === 1 || right % 2 === 0 ? 1 : -1;
}

function ofWhole(op: Operator, left: bigint, right: bigint): bigint | null {
  switch (op) {
    case 'Add':
      return left + right;
    case 'Sub':
      return left - right;
    case 'Mult':
      return left * right;
    case 'FloorDiv':
      return (left - floorModulo(left, right)) / right;
    case 'Mod':
      return floorModulo(left, right);
    case 'Pow':
      return left ** right;
    case 'BitOr':
      return left | right;
    case 'BitAnd':
      return left & right;
    case 'BitXor':
      return left ^ right;
    case 'LShift':
      return left << right;
    case 'RShift':
      return left >> right;
    case 'Div':
    case 'MatMult':
      return null;
  }
}

/** With the sign of the divisor (docs.python.org/3.11/reference/expressions.html#binary-arithmetic-operations). */
function floorModulo(left: bigint, right: bigint): bigint {
  const rest = left % right;
  return rest !== 0n && rest < 0n !== right < 0n ? rest + right : rest;
}

/** Null: it has more digits. */
export function exactNumber(whole: bigint): number | null {
  const number = Number(whole);
  return Number.isSafeInteger(number) ? number : null;
}

function ofFloats(op: Operator, left: number, right: number): number | null {
  switch (op) {
    case 'Add':
      return left + right;
    case 'Sub':
      return left - right;
    case 'Mult':
      return left * right;
    case 'Div':
      return left / right;
    case 'FloorDiv':
      return Math.floor((left - floatModulo(left, right)) / right + 0.5);
    case 'Mod':
      return floatModulo(left, right);
    case 'Pow':
      return left ** right;
    case 'BitOr':
    case 'BitAnd':
    case 'BitXor':
    case 'LShift':
    case 'RShift':
    case 'MatMult':
      return null;
  }
}

function floatModulo(left: number, right: number): number {
  const rest = left % right;
  return rest !== 0 && rest < 0 !== right < 0 ? rest + right : rest;
}

/** Python's `round` of a number to a whole one: to the even one of two that are as near. */
export function roundedToEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

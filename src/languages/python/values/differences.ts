/** `a - b` compared with a number is a compared with b and that number. */
import type { Condition, Operator } from '../../../condition/condition.ts';
import { withTransform } from '../../../condition/field-path.ts';
import { test } from './fields.ts';
import type { Difference, Value } from './values.ts';

export function differs(of: Difference, operator: Operator, by: number): Condition {
  const wanted = by * of.divisor;
  const other = wanted === 0 ? of.right : withTransform(of.right, 'add', wanted);
  return test(of.left, operator, [], { other });
}

/** Two numbers of the event subtracted, or what that gives divided or multiplied; null for other operands. */
export function difference(op: 'Sub' | 'Div' | 'Mult', a: Value, b: Value): Value | null {
  if (op === 'Sub' && a.kind === 'field' && b.kind === 'field' && a.walk === null && b.walk === null)
    return { kind: 'difference', left: a.field, right: b.field, divisor: 1 };
  if (a.kind !== 'difference' || b.kind !== 'constant' || typeof b.value !== 'number' || b.value <= 0)
    return null;
  if (op === 'Sub') return null;
  return { ...a, divisor: op === 'Div' ? a.divisor * b.value : a.divisor / b.value };
}

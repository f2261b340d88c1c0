/** Python's functions that make numbers: `int`, `float`, `min`, `max`, `sum`, `abs`, `round`. */
import { always } from '../../../condition/condition.ts';
import { isExactNumber } from '../../../condition/exact-number.ts';
import { withTransform } from '../../../condition/field-path.ts';
import { negate } from '../conditions/logic.ts';
import { INEXACT } from '../conditions/reasons.ts';
import type { Call, Machine } from '../machine/machine.ts';
import { plainItems } from '../values/equality.ts';
import { isEvent, test } from '../values/fields.ts';
import { computed, roundedToEven } from '../values/numbers.ts';
import { constant, field, NONE } from '../values/values.ts';
import type { Constant, Sequence, Value } from '../values/values.ts';

export function numberOf(m: Machine, name: 'int' | 'float', value: Value, call: Call): Value {
  if (value.kind === 'constant') {
    const number = constantNumber(name, value.value);
    if (number === null) {
      m.raise(value.value === null ? 'TypeError' : 'ValueError', always);
      return constant(0);
    }
    return isExactNumber(number) ? constant(number) : m.opaque(INEXACT, call.node);
  }
  if (value.kind === 'field' && value.walk === null && !isEvent(value) && call.args.length === 1) {
    const path = withTransform(value.field, 'to_number');
    m.raise('ValueError', negate(test(path, 'exists')));
    return field(path);
  }
  if (value.kind === 'count') return value;
  return m.opaque('unsupported_number', call.node, [value]);
}

/** Null: Python makes no number of it. */
function constantNumber(name: 'int' | 'float', value: Constant['value']): number | null {
  if (typeof value === 'boolean') return Number(value);
  if (typeof value === 'number') return name === 'int' ? Math.trunc(value) : value;
  if (value === null) return null;
  // Digits may have underscores between them, and be those of any script.
  const text = value.trim().replace(/(?<=\p{Nd})_(?=\p{Nd})/gu, '');
  if (name === 'float' && /^[+-]?(inf|infinity|nan)$/i.test(text)) return Infinity;
  if (/[^\P{Nd}0-9]/u.test(text)) return Infinity;
  const isNumber = (name === 'int' ? /^[+-]?\d+$/ : /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i).test(text);
  return isNumber ? Number(text) : null;
}

export function numeric(m: Machine, name: 'min' | 'max' | 'sum' | 'abs' | 'round', call: Call): Value {
  const [first] = call.args;
  const source: Sequence | null = first?.kind === 'sequence' ? first : null;
  const values = call.args.length === 1 && source !== null ? plainItems(source) : call.args;
  const numbers = values?.map((value) =>
    value.kind === 'constant' && typeof value.value === 'number' ? value.value : null,
  ) ?? [null];
  const known = numbers.filter((one) => one !== null);
  if (known.length !== numbers.length || call.named.size > 0)
    return m.opaque('counting', call.node, [...call.args]);
  const [only] = known;
  if (only === undefined && name !== 'sum') {
    m.raise('ValueError', always);
    return NONE;
  }
  const result = numberFrom(name, known, only ?? 0);
  return result === null || !isExactNumber(result) ? m.opaque(INEXACT, call.node) : constant(result);
}

function numberFrom(
  name: 'min' | 'max' | 'sum' | 'abs' | 'round',
  numbers: readonly number[],
  only: number,
): number | null {
  switch (name) {
    case 'min':
      return Math.min(...numbers);
    case 'max':
      return Math.max(...numbers);
    case 'sum':
      return numbers.reduce<number | null>(
        (sum, one) => (sum === null ? null : computed('Add', sum, one)),
        0,
      );
    case 'abs':
      return Math.abs(only);
    case 'round':
      return roundedToEven(only);
  }
}

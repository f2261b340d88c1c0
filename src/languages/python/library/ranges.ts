/**
 * `range`: a short one is the list of its numbers, a longer one is known by its ends and its step, and asked by comparison
 * (docs.python.org/3.11/library/stdtypes.html#ranges).
 */
import { always } from '../../../condition/condition.ts';
import type { Call, Machine } from '../machine/machine.ts';
import { constant, NONE } from '../values/values.ts';
import type { OpaqueValue, Part, Range, Value } from '../values/values.ts';

/** A range of more numbers is no list. */
const LISTED = 64;
/** A loop may go through so many. */
const MAX_ITERATED = 1_000;

/** `range(end)`, `range(start, end)`, `range(start, end, step)` of constants. */
export function rangeOf(m: Machine, call: Call): Value {
  const bounds = call.args.map(wholeNumber);
  const known = bounds.filter((bound) => typeof bound === 'number');
  if (bounds.includes('no number')) {
    m.raise('TypeError', always);
    return NONE;
  }
  const [a, b = a, step = 1] = known;
  if (a === undefined || b === undefined || known.length < bounds.length || bounds.length > 3)
    return m.opaque('unsupported_range', call.node, [...call.args]);
  if (step === 0) {
    m.raise('ValueError', always);
    return NONE;
  }
  const start = bounds.length === 1 ? 0 : a;
  const range = { start, step, count: Math.max(0, Math.ceil((b - start) / step)) };
  if (range.count <= LISTED) return { kind: 'sequence', type: 'list', parts: numbersOf(range) };
  const whole = m.opaque('large_range', call.node);
  return whole.kind === 'opaque' ? { ...whole, range } : whole;
}

/** Null: the event says it, or nobody. */
function wholeNumber(of: Value): number | 'no number' | null {
  if (of.kind !== 'constant') return null;
  const number = typeof of.value === 'boolean' ? Number(of.value) : of.value;
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : 'no number';
}

function numbersOf({ start, step, count }: Range): readonly Part[] {
  return Array.from({ length: count }, (_, at) => ({
    kind: 'item',
    when: always,
    value: constant(start + at * step),
  }));
}

/** The numbers one by one; null: of no range, or of too long a one. */
export function rangeParts({ range }: OpaqueValue): readonly Part[] | null {
  return range === undefined || range.count > MAX_ITERATED ? null : numbersOf(range);
}

/** datetime's moments and durations: added, subtracted and compared. https://docs.python.org/3/library/datetime.html */
import { always, never } from '../../../condition/condition.ts';
import type { Condition, Operator } from '../../../condition/condition.ts';
import { withTransform } from '../../../condition/field-path.ts';
import type { FieldPath } from '../../../condition/field-path.ts';
import type { Located, Operator as Arithmetic } from '../syntax/ast.ts';
import { choice } from '../values/choice.ts';
import { test } from '../values/fields.ts';
import type { Call, Machine } from '../machine/machine.ts';
import { constant, field } from '../values/values.ts';
import type { Duration, Time, Value } from '../values/values.ts';

type Temporal = Time | Duration;
type Order = 'Eq' | 'Lt' | 'LtE' | 'Gt' | 'GtE';

export function isTemporal(value: Value): value is Temporal {
  return value.kind === 'time' || value.kind === 'duration';
}

export function duration(seconds: number): Duration {
  return { kind: 'duration', between: null, seconds };
}

export function timeArithmetic(m: Machine, op: Arithmetic, a: Value, b: Value, node: Located): Value {
  const made = moved(m, op, a, b) ?? scaled(op, a, b);
  return made ?? m.opaque('time', node, [a, b]);
}

function moved(m: Machine, op: Arithmetic, a: Value, b: Value): Value | null {
  if (op !== 'Add' && op !== 'Sub') return null;
  const sign = op === 'Add' ? 1 : -1;
  if (a.kind === 'time' && b.kind === 'duration' && b.between === null)
    return { ...a, shift: a.shift + sign * b.seconds };
  if (a.kind === 'duration' && b.kind === 'time' && op === 'Add') return moved(m, op, b, a);
  if (a.kind === 'time' && b.kind === 'time' && op === 'Sub') {
    refuseMixed(m, a, b);
    return { kind: 'duration', between: { from: b, to: a }, seconds: 0 };
  }
  if (a.kind !== 'duration' || b.kind !== 'duration') return null;
  if (b.between === null) return { ...a, seconds: a.seconds + sign * b.seconds };
  if (a.between !== null) return null;
  const { from, to } = b.between;
  const between = op === 'Add' ? b.between : { from: to, to: from };
  return { kind: 'duration', between, seconds: a.seconds + sign * b.seconds };
}

function scaled(op: Arithmetic, a: Value, b: Value): Value | null {
  if (a.kind !== 'duration' || a.between !== null || b.kind !== 'constant' || typeof b.value !== 'number')
    return null;
  if (op === 'Mult') return duration(a.seconds * b.value);
  return op === 'Div' && b.value !== 0 ? duration(a.seconds / b.value) : null;
}

/** Python subtracts and compares moments only where both, or none, know their offset from UTC. */
function refuseMixed(m: Machine, a: Time, b: Time): void {
  if (a.aware !== null && b.aware !== null && a.aware !== b.aware) m.raise('TypeError', always);
}

export function comparedTimes(m: Machine, op: Order, a: Temporal, b: Temporal, node: Located): Condition {
  if (a.kind === 'time' && b.kind === 'time') {
    if (op !== 'Eq') refuseMixed(m, a, b);
    return isAfter(m, op, a, b, 0, node);
  }
  if (a.kind !== 'duration' || b.kind !== 'duration') return op === 'Eq' ? never : unknown(m, a, b, node);
  if (a.between === null && b.between === null) return holds(op, a.seconds, b.seconds);
  if (b.between === null && a.between !== null)
    return isAfter(m, op, a.between.to, a.between.from, b.seconds - a.seconds, node);
  return a.between === null ? comparedTimes(m, FLIPPED[op], b, a, node) : unknown(m, a, b, node);
}

function unknown(m: Machine, a: Value, b: Value, node: Located): Condition {
  return m.truth(m.opaque('time', node, [a, b]), node);
}

const FLIPPED: Readonly<Record<Order, Order>> = { Eq: 'Eq', Lt: 'Gt', LtE: 'GtE', Gt: 'Lt', GtE: 'LtE' };
const OPERATORS: Readonly<Record<Order, Operator>> = { Eq: 'eq', Lt: 'lt', LtE: 'lte', Gt: 'gt', GtE: 'gte' };
const FIELD_OPERATORS: Readonly<Record<Order, Operator>> = {
  Eq: 'field_eq',
  Lt: 'field_lt',
  LtE: 'field_lte',
  Gt: 'field_gt',
  GtE: 'field_gte',
};

function holds(op: Order, a: number, b: number): Condition {
  const is =
    op === 'Eq' ? a === b : op === 'Lt' ? a < b : op === 'LtE' ? a <= b : op === 'Gt' ? a > b : a >= b;
  return is ? always : never;
}

/** `later - earlier` compared with so many seconds. */
function isAfter(
  m: Machine,
  op: Order,
  later: Time,
  earlier: Time,
  seconds: number,
  node: Located,
): Condition {
  const by = seconds + earlier.shift - later.shift;
  const [a, b] = [later.at, earlier.at];
  if (a === b && a === 'now') return holds(op, 0, by);
  if (a === 'now' || b === 'now') {
    if (typeof a === 'object') return test(age(a), OPERATORS[FLIPPED[op]], [-by]);
    return typeof b === 'object' ? test(age(b), OPERATORS[op], [by]) : sinceKnown(m, node);
  }
  if (typeof a === 'number')
    return typeof b === 'number' ? holds(op, a - b, by) : test(b, OPERATORS[FLIPPED[op]], [a - by]);
  if (typeof b === 'number') return test(a, OPERATORS[op], [b + by]);
  return test(a, FIELD_OPERATORS[op], [], { other: by === 0 ? b : withTransform(b, 'add', by) });
}

/** Whether a known moment is past has nothing to do with the event: no field can tell it. */
function sinceKnown(m: Machine, node: Located): Condition {
  return m.truth(m.opaque('current_time', node), node);
}

function age(of: FieldPath): FieldPath {
  return withTransform(of, 'age');
}

export const TIME_METHODS: ReadonlySet<string> = new Set([
  'timestamp',
  'total_seconds',
  'replace',
  'astimezone',
  'isoformat',
  'strftime',
  'timetuple',
  'utctimetuple',
]);

/** Null: not a method that we know. */
export function timeMethod(m: Machine, self: Temporal, name: string, call: Call): Value | null {
  if (self.kind === 'time' && /^(?:utc)?timetuple$/.test(name)) return wholeSeconds(m, self, name, call);
  if (self.kind === 'time') return momentMethod(self, name, call);
  if (name !== 'total_seconds') return m.opaque('time', call.node, [self]);
  if (self.between === null) return constant(self.seconds);
  const { from, to } = self.between;
  const extra = self.seconds + to.shift - from.shift;
  if (typeof to.at === 'object' && typeof from.at === 'object' && extra === 0)
    return { kind: 'difference', left: to.at, right: from.at, divisor: 1 };
  if (to.at === 'now' && typeof from.at === 'object')
    return field(extra === 0 ? age(from.at) : withTransform(age(from.at), 'add', extra));
  return m.opaque('time', call.node, [self]);
}

/** An offset from UTC at the end of a moment's text. */
const OFFSET = '[T ].*[+-]\\d{2}:?\\d{2}(?::?\\d{2}(?:\\.\\d+)?)?$';

/**
 * The moment without its fraction, as a struct_time is. `timetuple()` says what the clock showed where the moment's text was written: that is
 * the moment itself only in UTC.
 */
function wholeSeconds(m: Machine, self: Time, name: string, call: Call): Value {
  const unknown = (): Value => m.opaque('time', call.node, [self]);
  const { at, shift } = self;
  if (at === 'now') return self;
  if (typeof at === 'number') return { ...self, at: Math.floor(at + shift), shift: 0, aware: false };
  const moved = shift === 0 ? at : withTransform(at, 'add', shift);
  const whole: Value = { kind: 'time', at: withTransform(moved, 'floor'), shift: 0, aware: false };
  if (self.aware === false || name === 'utctimetuple') return whole;
  const last = at.transforms.at(-1);
  if (self.aware === true || last?.name !== 'to_time' || last.args.length > 0) return unknown();
  const written = Object.freeze({ ...at, transforms: at.transforms.slice(0, -1) });
  return choice(test(written, 'regex', [OFFSET]), unknown(), whole);
}

function momentMethod(self: Time, name: string, call: Call): Value | null {
  if (name === 'timestamp') {
    if (typeof self.at === 'number') return constant(self.at + self.shift);
    if (self.at === 'now') return null;
    return field(self.shift === 0 ? self.at : withTransform(self.at, 'add', self.shift));
  }
  // Offsets other than UTC's move the moment: only whether it knows one is followed.
  const zone = call.named.get('tzinfo') ?? call.args[0];
  const isUtc = zone?.kind === 'native' && /(^|\.)(utc|UTC)$/.test(zone.name);
  if (name === 'replace' && call.args.length === 0 && call.named.size === 1) {
    if (zone?.kind === 'constant' && zone.value === null && self.aware === false) return self;
    return isUtc && self.aware === false ? { ...self, aware: true } : null;
  }
  return name === 'astimezone' && isUtc ? { ...self, aware: true } : null;
}

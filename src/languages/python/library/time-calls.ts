/** The functions of Python's library that make moments and durations. */
import { always } from '../../../condition/condition.ts';
import { withTransform } from '../../../condition/field-path.ts';
import type { FieldPath } from '../../../condition/field-path.ts';
import { hasType, isEvent, test } from '../values/fields.ts';
import { negate } from '../conditions/logic.ts';
import type { Call, Machine } from '../machine/machine.ts';
import { textAsField } from '../values/texts.ts';
import { duration } from './times.ts';
import { field } from '../values/values.ts';
import type { Time, Value } from '../values/values.ts';

/** Null: not a function that we know. `from datetime import datetime` and `import datetime` name the same. */
export function timeCall(m: Machine, name: string, call: Call): Value | null {
  const [first, second] = call.args;
  if ((name === 'time.mktime' || name === 'calendar.timegm') && first !== undefined)
    return m.each(first, (of) =>
      of.kind === 'time' && of.at !== 'now'
        ? m.call({ kind: 'method', self: of, name: 'timestamp' }, { ...call, args: [] })
        : m.opaque('time', call.node, [of]),
    );
  if (!name.startsWith('datetime.')) return null;
  switch (name.slice('datetime.'.length)) {
    case 'timedelta':
      return timedelta(call);
    case 'datetime':
      return moment(call);
    case 'datetime.now':
    case 'datetime.today':
    case 'datetime.utcnow':
      return { kind: 'time', at: 'now', shift: 0, aware: call.args.length + call.named.size > 0 };
    case 'datetime.strptime':
      return first === undefined || second?.kind !== 'constant' || typeof second.value !== 'string'
        ? null
        : readTime(m, first, [second.value], /%z/i.test(second.value), call);
    case 'datetime.fromisoformat':
      return first === undefined ? null : readTime(m, first, [], null, call);
    case 'datetime.fromtimestamp':
    case 'datetime.utcfromtimestamp':
      return first === undefined ? null : ofSeconds(m, first, call);
    default:
      return null;
  }
}

const UNITS: Readonly<Record<string, number>> = {
  days: 86_400,
  seconds: 1,
  microseconds: 1e-6,
  milliseconds: 1e-3,
  minutes: 60,
  hours: 3600,
  weeks: 604_800,
};

function timedelta(call: Call): Value | null {
  const names = Object.keys(UNITS);
  const parts = [...call.args.map((arg, index) => [names[index], arg] as const), ...call.named];
  let seconds = 0;
  for (const [name, value] of parts) {
    const unit = name === undefined ? undefined : UNITS[name];
    if (unit === undefined || value.kind !== 'constant' || typeof value.value !== 'number') return null;
    seconds += unit * value.value;
  }
  return duration(seconds);
}

const FIELDS = ['year', 'month', 'day', 'hour', 'minute', 'second', 'microsecond'];

/** `datetime(2030, 6, 2)`: a moment without an offset, which Panther's machines take for UTC. */
function moment(call: Call): Value | null {
  if ([...call.named.keys()].some((name) => !FIELDS.includes(name))) return null;
  const parts = FIELDS.map((name, index) => {
    const value = call.args[index] ?? call.named.get(name);
    if (value === undefined) return index < 3 ? null : 0;
    return value.kind === 'constant' && typeof value.value === 'number' ? value.value : null;
  });
  const [year, month, day, hour, minute, second, micro] = parts;
  if (parts.includes(null) || call.args.length > FIELDS.length) return null;
  const date = new Date(0);
  date.setUTCFullYear(year ?? 1, (month ?? 1) - 1, day ?? 1);
  date.setUTCHours(hour ?? 0, minute ?? 0, second ?? 0);
  return { kind: 'time', at: date.getTime() / 1000 + (micro ?? 0) / 1e6, shift: 0, aware: false };
}

/** A text of the event as a moment: raises where it is none in that format. */
function readTime(
  m: Machine,
  text: Value,
  formats: readonly string[],
  aware: Time['aware'],
  call: Call,
): Value {
  return m.each(textAsField(m, text), (of) => {
    if (of.kind !== 'field' || of.walk !== null || isEvent(of)) {
      if (of.kind === 'constant' && typeof of.value !== 'string') m.raise('TypeError', always);
      return m.opaque('time', call.node, [of]);
    }
    const path = timeOf(of.field, formats);
    if (m.catching()) m.raise('TypeError', negate(hasType(of.field, ['string'])));
    m.raise('ValueError', negate(test(path, 'exists')));
    return { kind: 'time', at: path, shift: 0, aware };
  });
}

export function timeOf(text: FieldPath, formats: readonly string[]): FieldPath {
  return withTransform(text, 'to_time', ...formats);
}

function ofSeconds(m: Machine, seconds: Value, call: Call): Value | null {
  if (call.args.length > 1 || call.named.size > 0) return null;
  return m.each(seconds, (of) => {
    if (of.kind === 'constant' && typeof of.value === 'number')
      return { kind: 'time', at: of.value, shift: 0, aware: false };
    if (of.kind !== 'field' || of.walk !== null || isEvent(of)) return m.opaque('time', call.node, [of]);
    return { kind: 'time', at: field(of.field).field, shift: 0, aware: false };
  });
}

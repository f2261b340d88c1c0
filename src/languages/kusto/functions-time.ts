/** Moments and durations: https://learn.microsoft.com/kusto/query/scalar-functions#datetimetimespan-functions */
import { aboutThatTime, arithmetic } from './arithmetic.ts';
import { numberOf, textOf } from './functions-text.ts';
import { isoDatetime, timespanSeconds } from './literals.ts';
import type { FieldValue, ScalarFunction, Site, TimeValue, Value } from './model.ts';
import { column, literal } from './value.ts';

const now: TimeValue = { kind: 'time', of: 'now', offset: 0 };

export const timeFunctions: Readonly<Record<string, ScalarFunction>> = {
  now: ({ args: [offset] }) => (offset === undefined ? now : arithmetic('+', now, offset)),
  ago: ({ args: [span] }) => {
    if (span === undefined) return null;
    const since = arithmetic('-', now, span);
    return since.kind === 'time' ? since : { ...now, offset: null };
  },
  ingestion_time: () => column('ingestion_time()'),
  startofday: about,
  startofweek: about,
  startofmonth: about,
  startofyear: about,
  endofday: about,
  endofweek: about,
  endofmonth: about,
  endofyear: about,
  bin: binned,
  floor: binned,
  bin_at: binned,
  datetime_add: ({ args: [unit, count, moment] }) => {
    const [name, number] = [textOf(unit), numberOf(count)];
    const seconds = UNITS[name?.toLowerCase() ?? ''];
    if (moment === undefined || number === null) return null;
    return seconds === undefined
      ? aboutThatTime(moment)
      : arithmetic('+', moment, literal(number * seconds, 'timespan'));
  },
  datetime_diff: ({ args: [unit, later, earlier] }) => {
    const seconds = UNITS[textOf(unit)?.toLowerCase() ?? ''];
    if (seconds === undefined || !isMoment(later) || !isMoment(earlier)) return null;
    return {
      kind: 'duration',
      from: earlier,
      to: later,
      unit: seconds,
      absolute: false,
      countsBorders: true,
    };
  },
  abs: ({ args: [value] }) => {
    if (value?.kind === 'duration') return { ...value, absolute: true };
    const number = numberOf(value);
    return number === null ? null : literal(Math.abs(number));
  },
  todatetime: ({ args: [value] }) => {
    if (value?.kind === 'field')
      return value.type === 'datetime' ? value : { ...value, type: 'datetime', isRead: true };
    const text = textOf(value);
    if (text !== null) return literal(isoDatetime(text), 'datetime');
    return value?.kind === 'time' || value?.kind === 'literal' ? value : null;
  },
  make_datetime: () => literal(null, 'datetime'),
  totimespan: ({ args: [value] }) => {
    const text = textOf(value);
    if (text !== null) return literal(timespanSeconds(text), 'timespan');
    return value?.kind === 'literal' && value.type === 'timespan'
      ? value
      : value?.kind === 'duration'
        ? value
        : null;
  },
};

const UNITS: Readonly<Record<string, number>> = {
  week: 604_800,
  day: 86_400,
  hour: 3_600,
  minute: 60,
  second: 1,
  millisecond: 0.001,
};

function isMoment(value: Value | undefined): value is FieldValue {
  return value?.kind === 'field';
}

function about({ args: [moment] }: Site): Value | null {
  if (moment === undefined) return null;
  if (moment.kind === 'field') return moment.isEventTime === true ? moment : null;
  return aboutThatTime(moment);
}

/** Rounded down: of a moment not known to the second, of the event's time still its time. */
function binned({ args: [value, size] }: Site): Value | null {
  if (value === undefined || size === undefined) return null;
  if (value.kind === 'time') return aboutThatTime(value);
  return value.kind === 'field' && value.isEventTime === true ? value : null;
}

/** Moments and durations: https://learn.microsoft.com/kusto/query/scalar-functions#datetimetimespan-functions */
import { aboutThatTime, arithmetic } from './arithmetic.ts';
import { numberOf, textOf } from './functions-text.ts';
import { isoDatetime, timespanSeconds } from './literals.ts';
import type { FieldValue, ScalarFunction, Site, TimeValue, Value } from './model.ts';
import { inSeconds } from './moments.ts';
import { column, literal, transformed } from './value.ts';

const now: TimeValue = { kind: 'time', of: 'now', offset: 0 };

export const timeFunctions: Readonly<Record<string, ScalarFunction>> = {
  now: ({ args: [offset] }) => (offset === undefined ? now : arithmetic('+', now, offset)),
  ago: ({ args: [span] }) => {
    if (span === undefined) return null;
    const since = arithmetic('-', now, span);
    return since.kind === 'time' ? since : { ...now, offset: null };
  },
  ingestion_time: () => column('ingestion_time()'),
  startofday: (site) => day(site),
  startofweek: (site) => week(site),
  startofmonth: about,
  startofyear: about,
  endofday: about,
  endofweek: about,
  endofmonth: about,
  endofyear: about,
  hourofday: ({ args: [moment] }) => partOf(moment, 86_400, 3_600),
  dayofweek,
  datetime_part: ({ args: [part, moment] }) => {
    const sizes = PARTS[textOf(part)?.toLowerCase() ?? ''];
    return sizes === undefined ? null : partOf(moment, ...sizes);
  },
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
  return moment.kind === 'field' ? null : aboutThatTime(moment);
}

/** Rounded down to a multiple: https://learn.microsoft.com/kusto/query/bin-function */
function binned({ call, args: [value, size] }: Site): Value | null {
  if (value === undefined || size === undefined || call.name === 'bin_at') return ofEventTime(value);
  if (value.kind === 'time') return aboutThatTime(value);
  if (value.kind !== 'field' || size.kind !== 'literal' || typeof size.value !== 'number' || size.value <= 0)
    return ofEventTime(value);
  if (size.type === 'number') {
    const isNumber = value.type === 'number' || value.type === 'unknown';
    return isNumber ? rounded(value, size.value) : null;
  }
  return size.type === 'timespan' ? roundedTime(value, size.value) : ofEventTime(value);
}

function ofEventTime(value: Value | undefined): Value | null {
  return value?.kind === 'field' && value.isEventTime === true ? value : null;
}

/** Of the event's own time it stays that: a range of it is still how far the query looks back. */
function roundedTime(value: FieldValue, size: number): FieldValue | null {
  const seconds = inSeconds(value);
  if (seconds === null) return null;
  const found = rounded(seconds, size);
  return value.isEventTime === true ? { ...found, type: 'datetime', isEventTime: true } : found;
}

function rounded(value: FieldValue, size: number): FieldValue {
  const counted = transformed(transformed(value, 'number', 'divide', size), 'number', 'floor');
  return transformed(counted, 'number', 'multiply', size);
}

function day(site: Site): Value | null {
  const [moment, offset] = site.args;
  if (moment?.kind !== 'field' || offset !== undefined) return about(site);
  return roundedTime(moment, DAY);
}

/** Weeks begin on a Sunday: https://learn.microsoft.com/kusto/query/startofweek-function */
function week(site: Site): Value | null {
  const [moment, offset] = site.args;
  if (moment?.kind !== 'field' || offset !== undefined) return about(site);
  const seconds = inSeconds(moment);
  if (seconds === null) return null;
  const weeks = rounded(transformed(seconds, 'number', 'add', SINCE_SUNDAY), 7 * DAY);
  const found = transformed(weeks, 'number', 'subtract', SINCE_SUNDAY);
  return moment.isEventTime === true ? { ...found, type: 'datetime', isEventTime: true } : found;
}

const DAY = 86_400;
/** 1970 began on a Thursday. */
const SINCE_SUNDAY = 4 * DAY;

/** How long a whole is, and a part of it, in seconds: https://learn.microsoft.com/kusto/query/datetime-part-function */
const PARTS: Readonly<Record<string, readonly [number, number]>> = {
  hour: [DAY, 3_600],
  minute: [3_600, 60],
  second: [60, 1],
};

function partOf(moment: Value | undefined, whole: number, part: number): Value | null {
  const seconds = moment?.kind === 'field' ? inSeconds(moment) : null;
  if (seconds === null) return null;
  const within = transformed(seconds, 'number', 'modulo', whole);
  return transformed(transformed(within, 'number', 'divide', part), 'number', 'floor');
}

/** Days since Sunday, as a timespan; 1970 began on a Thursday. https://learn.microsoft.com/kusto/query/day-of-week-function */
function dayofweek({ args: [moment] }: Site): Value | null {
  const seconds = moment?.kind === 'field' ? inSeconds(moment) : null;
  if (seconds === null) return null;
  const since = transformed(transformed(seconds, 'number', 'divide', DAY), 'number', 'floor');
  const days = transformed(transformed(since, 'number', 'add', 4), 'number', 'modulo', 7);
  return { ...transformed(days, 'number', 'multiply', DAY), type: 'timespan' };
}

/**
 * What the clock and the calendar say at a time in seconds since 1970, in UTC
 * (https://cloud.google.com/chronicle/docs/detection/yara-l-2-0-functions/timestamp-get_day_of_week): Sunday is 1, Saturday 7.
 */
import type { Transform } from '../../condition/field-path.ts';

interface Clock {
  readonly transforms: readonly Transform[];
  /** Of the second 0, a Thursday at midnight. */
  readonly ofZero: number;
}

const DAY = 86_400;

export const CLOCK = {
  day_of_week: {
    transforms: steps(['divide', DAY], ['floor'], ['add', 4], ['modulo', 7], ['add', 1]),
    ofZero: 5,
  },
  hour: { transforms: steps(['modulo', DAY], ['divide', 3600], ['floor']), ofZero: 0 },
  minute: { transforms: steps(['modulo', 3600], ['divide', 60], ['floor']), ofZero: 0 },
} as const satisfies Readonly<Record<string, Clock>>;

export type ClockPart = keyof typeof CLOCK;

function steps(
  ...of: readonly (readonly [name: Transform['name'], ...args: number[]])[]
): readonly Transform[] {
  return of.map(([name, ...args]) => ({ name, args }));
}

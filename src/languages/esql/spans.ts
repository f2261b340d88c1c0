/** `5 minutes` as seconds: https://www.elastic.co/docs/reference/query-languages/esql/esql-time-spans */
import type { TimeSpan } from './ast.ts';

const UNITS: readonly (readonly [names: RegExp, seconds: number])[] = [
  [/^(?:ms|milliseconds?)$/, 0.001],
  [/^(?:s|sec|seconds?)$/, 1],
  [/^(?:m|min|minutes?)$/, 60],
  [/^(?:h|hours?)$/, 3_600],
  [/^(?:d|days?)$/, 86_400],
  [/^(?:w|weeks?)$/, 604_800],
];

/** Null: months and longer, whose length the calendar says. */
export function spanSeconds({ amount, unit }: TimeSpan): number | null {
  const seconds = UNITS.find(([names]) => names.test(unit))?.[1];
  return seconds === undefined ? null : amount * seconds;
}

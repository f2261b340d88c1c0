/**
 * Functions of numbers that a group of events has: round, now, relative_time. Of one event's own fields they are no functions that the catalog has.
 * https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/DateandTimeFunctions
 */
import type { Arithmetic } from '../../rule/stage.ts';
import { operand } from './column-arithmetic.ts';
import { offsetOf } from './durations.ts';
import { literal, mapValue, NULL, opaqueValue } from './values.ts';
import type { Plain, Value } from './values.ts';

const MAX_DIGITS = 15;

/** `round(x, digits)`: a half away from zero. */
export function roundValue([of, by]: readonly Value[], text: string): Value | null {
  const digits = by === undefined ? 0 : by.kind === 'literal' ? Number(by.value) : NaN;
  if (of === undefined || !Number.isInteger(digits) || Math.abs(digits) > MAX_DIGITS) return null;
  return mapValue(of, (plain) => roundPlain(plain, digits, text));
}

function roundPlain(plain: Plain, digits: number, text: string): Value {
  if (plain.kind === 'null') return NULL;
  if (plain.kind === 'literal') {
    const scale = 10 ** digits;
    const number = Number(plain.value);
    const rounded = (Math.sign(number) * Math.round(Math.abs(number) * scale)) / scale;
    return Number.isFinite(rounded) ? literal(rounded) : NULL;
  }
  const reason = plain.kind === 'opaque' ? plain.reason : 'unsupported_function';
  return withArithmetic(plain, reason, text, (number) => ({ kind: 'round', of: number, digits }));
}

export function nowValue(text: string): Value {
  return { ...opaqueValue('time', text), arithmetic: { kind: 'now' } };
}

/** `relative_time(now(), "-24h@h")`: so much earlier or later, then back to the beginning of the hour. */
export function relativeTime([of, by]: readonly Value[], text: string): Value | null {
  const offset = by?.kind === 'literal' ? offsetOf(String(by.value)) : null;
  if (of === undefined || offset === null) return null;
  return mapValue(of, (plain) =>
    plain.kind === 'null' ? NULL : withArithmetic(plain, 'time', text, (time) => shifted(time, offset)),
  );
}

function shifted(time: Arithmetic, { seconds, snap }: NonNullable<ReturnType<typeof offsetOf>>): Arithmetic {
  const amount: Arithmetic = { kind: 'number', value: Math.abs(seconds) };
  const moved: Arithmetic =
    seconds === 0 ? time : { kind: seconds < 0 ? 'subtract' : 'add', left: time, right: amount };
  if (snap === null) return moved;
  const unit: Arithmetic = { kind: 'number', value: snap };
  return { kind: 'multiply', left: { kind: 'integer_divide', left: moved, right: unit }, right: unit };
}

function withArithmetic(
  plain: Plain,
  reason: string,
  text: string,
  apply: (of: Arithmetic) => Arithmetic,
): Value {
  const of = operand(plain);
  return { ...opaqueValue(reason, text, [plain]), arithmetic: of === null ? null : apply(of) };
}

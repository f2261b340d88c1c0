/**
 * An expression over the columns of a group as arithmetic, where it is exactly that; null where the types of its columns leave it open.
 *
 * Division of two integer types rounds towards 0 (https://www.elastic.co/docs/reference/query-languages/esql/functions-operators/operators): counts
 * are whole, averages are not, and of a minimum or sum nobody knows here.
 */
import type { AggregateColumn, AggregateFunction, Arithmetic } from '../../rule/stage.ts';
import type { Arithmetic as Written, Call, Expression, Literal, TimeSpan } from './ast.ts';
import { textOf } from './rows.ts';
import type { GroupNumber, Lowering } from './rows.ts';
import { spanSeconds } from './spans.ts';

const OPERATORS = { '+': 'add', '-': 'subtract', '*': 'multiply', '%': 'modulo' } as const;

const WHOLE: ReadonlySet<AggregateFunction> = new Set(['count', 'cardinality']);
const FRACTION: ReadonlySet<AggregateFunction> = new Set(['avg', 'percentile', 'stdev', 'variance']);
const LEAST_OR_GREATEST: ReadonlySet<AggregateFunction> = new Set(['min', 'max']);

/** A column of STATS as a number; null: it is none, or kept as text. */
export function columnNumber(column: AggregateColumn): GroupNumber | null {
  if (column.function === 'values') {
    return { arithmetic: { kind: 'size', name: column.name }, type: 'list' };
  }
  const arithmetic: Arithmetic = { kind: 'column', name: column.name };
  if (WHOLE.has(column.function)) return { arithmetic, type: 'whole' };
  if (FRACTION.has(column.function)) return { arithmetic, type: 'fraction' };
  if (column.function === 'sum') return { arithmetic, type: 'unknown' };
  if (!LEAST_OR_GREATEST.has(column.function)) return null;
  if (column.field === null) return { arithmetic, type: 'unknown' };
  const isTime = column.field.native === '@timestamp' && column.field.transforms.length === 0;
  return { arithmetic, type: isTime ? 'time' : 'unknown' };
}

export function groupNumber(lowering: Lowering, expression: Expression): GroupNumber | null {
  if (lowering.aggregation === null) return null;
  if (expression.kind === 'literal') return literalNumber(lowering, expression);
  if (expression.kind === 'timespan') return span(expression);
  if (expression.kind === 'column') return scalar(lowering.columns.get(expression.name)?.number ?? null);
  if (expression.kind === 'arithmetic') return calculated(lowering, expression);
  return expression.kind === 'call' ? called(lowering, expression) : null;
}

function called(lowering: Lowering, call: Call): GroupNumber | null {
  switch (call.name) {
    case 'now':
      return call.args.length === 0 ? { arithmetic: { kind: 'now' }, type: 'time' } : null;
    case 'date_diff':
      return elapsed(lowering, call);
    case 'mv_count':
      return sizeOf(lowering, call);
    case 'round':
      return rounded(lowering, call);
    case 'coalesce':
      return neverNull(lowering, call);
    default:
      return converted(lowering, call);
  }
}

/** A list is no number, but its size is one. */
function scalar(number: GroupNumber | null): GroupNumber | null {
  return number?.type === 'list' ? null : number;
}

function span(written: TimeSpan): GroupNumber | null {
  const seconds = spanSeconds(written);
  return seconds === null ? null : { arithmetic: { kind: 'number', value: seconds }, type: 'span' };
}

/** MV_COUNT of a column of VALUES, which is null where there are none. */
function sizeOf(lowering: Lowering, { args }: Call): GroupNumber | null {
  const [list, ...rest] = args;
  const number =
    list?.kind === 'column' && rest.length === 0 ? lowering.columns.get(list.name)?.number : null;
  return number?.type === 'list' ? { arithmetic: number.arithmetic, type: 'whole' } : null;
}

/** ROUND to digits behind the point, or to a whole: https://www.elastic.co/docs/reference/query-languages/esql/functions-operators/math-functions/round */
function rounded(lowering: Lowering, { args }: Call): GroupNumber | null {
  const [of, places, ...rest] = args;
  if (of === undefined || rest.length > 0) return null;
  const number = groupNumber(lowering, of);
  const digits = places === undefined ? 0 : places.kind === 'literal' ? places.value : null;
  if (number === null || typeof digits !== 'number' || !Number.isInteger(digits)) return null;
  if (number.type !== 'fraction' && number.type !== 'whole') return null;
  return { arithmetic: { kind: 'round', of: number.arithmetic, digits }, type: number.type };
}

/** COALESCE of a count is the count, which is never null. */
function neverNull(lowering: Lowering, { args: [of] }: Call): GroupNumber | null {
  if (of?.kind !== 'column') return null;
  const number = groupNumber(lowering, of);
  return number?.type === 'whole' && number.arithmetic.kind === 'column' ? number : null;
}

/** `100.0` is no whole number to a division, whatever its value. */
function literalNumber(lowering: Lowering, literal: Literal): GroupNumber | null {
  if (typeof literal.value !== 'number') return null;
  const type = /^[-+]?\d+$/.test(textOf(lowering, literal).trim()) ? 'whole' : 'fraction';
  return { arithmetic: { kind: 'number', value: literal.value }, type };
}

function calculated(lowering: Lowering, { operator, ...written }: Written): GroupNumber | null {
  const left = groupNumber(lowering, written.left);
  const right = groupNumber(lowering, written.right);
  if (left === null || right === null) return null;
  if (left.type === 'time' || left.type === 'unknown') {
    const moved = movedTime(operator, left, right);
    if (moved !== null) return moved;
  }
  const type = typeOf(left.type, right.type);
  if (type === 'time') return null;
  const kind = operator === '/' ? division(type) : OPERATORS[operator];
  if (kind === null) return null;
  return { arithmetic: { kind, left: left.arithmetic, right: right.arithmetic }, type };
}

/** A time, some while before or after. */
function movedTime(operator: Written['operator'], left: GroupNumber, right: GroupNumber): GroupNumber | null {
  if (right.type !== 'span' || (operator !== '+' && operator !== '-')) return null;
  return {
    arithmetic: { kind: OPERATORS[operator], left: left.arithmetic, right: right.arithmetic },
    type: 'time',
  };
}

function typeOf(left: GroupNumber['type'], right: GroupNumber['type']): GroupNumber['type'] {
  const types = [left, right];
  if (types.includes('time') || types.includes('span')) return 'time';
  if (types.includes('fraction')) return 'fraction';
  return types.includes('unknown') ? 'unknown' : 'whole';
}

function division(type: GroupNumber['type']): 'divide' | 'integer_divide' | null {
  if (type === 'fraction') return 'divide';
  return type === 'whole' ? 'integer_divide' : null;
}

/** A conversion that changes the type only; of a time, the milliseconds since 1970. */
function converted(lowering: Lowering, { name, args }: Call): GroupNumber | null {
  const [of] = args;
  if (of === undefined || args.length > 1) return null;
  const isWhole = name === 'to_long';
  if (!isWhole && name !== 'to_double' && name !== 'to_dbl') return null;
  const number = groupNumber(lowering, of);
  if (number === null || number.type === 'unknown' || number.type === 'span') return null;
  if (isWhole && number.type === 'fraction') return null;
  const type = isWhole ? 'whole' : 'fraction';
  if (number.type !== 'time') return { arithmetic: number.arithmetic, type };
  return { arithmetic: scaled('multiply', number.arithmetic, 1_000), type };
}

/** Units of a fixed length: https://www.elastic.co/docs/reference/query-languages/esql/functions-operators/date-time-functions/date_diff */
const UNITS: readonly (readonly [names: RegExp, seconds: number])[] = [
  [/^(?:seconds?|ss|s)$/, 1],
  [/^(?:minutes?|mi|n)$/, 60],
  [/^(?:hours?|hh)$/, 3_600],
  [/^(?:days?|dd|d)$/, 86_400],
];

/** DATE_DIFF of two columns: how many full units lie between them, negative where the second is earlier. */
function elapsed(lowering: Lowering, { args }: Call): GroupNumber | null {
  const [unit, from, to, ...rest] = args;
  if (unit?.kind !== 'literal' || from === undefined || to === undefined || rest.length > 0) return null;
  const seconds = UNITS.find(([names]) => names.test(String(unit.value)))?.[1];
  const [start, end] = [timeOf(lowering, from), timeOf(lowering, to)];
  if (seconds === undefined || start === null || end === null) return null;
  const difference: Arithmetic = { kind: 'subtract', left: end, right: start };
  return { arithmetic: scaled('integer_divide', difference, seconds), type: 'whole' };
}

/** What DATE_DIFF says to be a time: a minimum or maximum of times, the time of the search. */
function timeOf(lowering: Lowering, expression: Expression): Arithmetic | null {
  const number = groupNumber(lowering, expression);
  if (number?.type === 'time') return number.arithmetic;
  return number?.type === 'unknown' && number.arithmetic.kind === 'column' ? number.arithmetic : null;
}

function scaled(kind: 'multiply' | 'integer_divide', left: Arithmetic, value: number): Arithmetic {
  return { kind, left, right: { kind: 'number', value } };
}

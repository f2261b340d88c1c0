/**
 * An expression over the columns of a group as arithmetic, where it is exactly that; null where the types of its columns leave it open.
 *
 * Division of two integer types rounds towards 0 (https://www.elastic.co/docs/reference/query-languages/esql/functions-operators/operators): counts
 * are whole, averages are not, and of a minimum or sum nobody knows here.
 */
import type { AggregateColumn, AggregateFunction, Arithmetic } from '../../rule/stage.ts';
import type { Arithmetic as Written, Call, Expression, Literal } from './ast.ts';
import { textOf } from './rows.ts';
import type { GroupNumber, Lowering } from './rows.ts';

const OPERATORS = { '+': 'add', '-': 'subtract', '*': 'multiply', '%': 'modulo' } as const;

const WHOLE: ReadonlySet<AggregateFunction> = new Set(['count', 'cardinality']);
const FRACTION: ReadonlySet<AggregateFunction> = new Set(['avg', 'percentile', 'stdev', 'variance']);
const LEAST_OR_GREATEST: ReadonlySet<AggregateFunction> = new Set(['min', 'max']);

/** A column of STATS as a number; null: it is none, or kept as text. */
export function columnNumber(column: AggregateColumn): GroupNumber | null {
  const arithmetic: Arithmetic = { kind: 'column', name: column.name };
  if (WHOLE.has(column.function)) return { arithmetic, type: 'whole' };
  if (FRACTION.has(column.function)) return { arithmetic, type: 'fraction' };
  if (column.function === 'sum') return { arithmetic, type: 'unknown' };
  if (!LEAST_OR_GREATEST.has(column.function) || column.field === null) return null;
  const isTime = column.field.native === '@timestamp' && column.field.transforms.length === 0;
  return { arithmetic, type: isTime ? 'time' : 'unknown' };
}

export function groupNumber(lowering: Lowering, expression: Expression): GroupNumber | null {
  if (lowering.aggregation === null) return null;
  if (expression.kind === 'literal') return literalNumber(lowering, expression);
  if (expression.kind === 'column') return lowering.columns.get(expression.name)?.number ?? null;
  if (expression.kind === 'arithmetic') return calculated(lowering, expression);
  if (expression.kind !== 'call') return null;
  return expression.name === 'date_diff' ? elapsed(lowering, expression) : converted(lowering, expression);
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
  const type = typeOf(left.type, right.type);
  if (type === 'time') return null;
  const kind = operator === '/' ? division(type) : OPERATORS[operator];
  if (kind === null) return null;
  return { arithmetic: { kind, left: left.arithmetic, right: right.arithmetic }, type };
}

function typeOf(left: GroupNumber['type'], right: GroupNumber['type']): GroupNumber['type'] {
  const types = [left, right];
  if (types.includes('time')) return 'time';
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
  if (number === null || number.type === 'unknown' || (isWhole && number.type === 'fraction')) return null;
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

/** A column whose type DATE_DIFF says: a minimum or maximum of times. */
function timeOf(lowering: Lowering, expression: Expression): Arithmetic | null {
  const number = expression.kind === 'column' ? groupNumber(lowering, expression) : null;
  if (number?.arithmetic.kind !== 'column') return null;
  return number.type === 'time' || number.type === 'unknown' ? number.arithmetic : null;
}

function scaled(kind: 'multiply' | 'integer_divide', left: Arithmetic, value: number): Arithmetic {
  return { kind, left, right: { kind: 'number', value } };
}

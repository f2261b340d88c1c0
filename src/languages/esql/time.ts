/**
 * Time: spans, the time of the search, and the event's own time.
 *
 * `@timestamp > NOW() - 1 day` says how far back the search looks, not what an event is like: judged as it comes in, an event satisfies it. So it
 * is the window of what follows, and no condition. Of other times the search's own time cannot be told.
 */
import { always, compare } from '../../condition/condition.ts';
import { fieldText } from '../../condition/field-path.ts';
import type { Arithmetic } from '../../rule/stage.ts';
import type { Comparison, TimeSpan } from './ast.ts';
import { columnNumber } from './group-number.ts';
import { computedColumn, report } from './rows.ts';
import type { Lowering } from './rows.ts';
import { spanSeconds } from './spans.ts';
import { certain, nullable } from './truth.ts';
import type { Truth } from './truth.ts';
import { missing, unsaid } from './value.ts';
import type { FieldValue, Value } from './value.ts';

function span(written: TimeSpan): Value {
  return { kind: 'timespan', seconds: spanSeconds(written) };
}

/** DATE_TRUNC and BUCKET of the event's time cut it into windows; null for other functions. */
function call(name: string, args: readonly Value[]): Value | null {
  if (name !== 'date_trunc' && name !== 'bucket') return null;
  const time = args.find((arg) => arg.kind === 'field');
  const length = args.find((arg) => arg.kind === 'timespan');
  const window = time?.path.native === '@timestamp' ? (length?.seconds ?? null) : null;
  const value = unsaid('unsupported_function', `the function ${name} cannot be expressed`);
  return window === null ? value : { ...value, window };
}

export const timeFunction = { span, call };

const MIRRORED = { '==': '==', '!=': '!=', '=~': '=~', '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const;

/** The comparison of the event's time with that of the search; null for any other. */
export function timeComparison(
  lowering: Lowering,
  comparison: Comparison,
  left: Value,
  right: Value,
): Truth | null {
  const [time, now] = left.kind === 'now' ? [right, left] : [left, right];
  if (now.kind !== 'now' || time.kind !== 'field' || time.path.transforms.length > 0) return null;
  const operator = left.kind === 'now' ? MIRRORED[comparison.operator] : comparison.operator;
  if (time.path.native !== '@timestamp') return ageOf(lowering, operator, time, now.offset);
  const isBound = operator.startsWith('>') ? now.offset <= 0 : operator.startsWith('<') && now.offset <= 0;
  if (!isBound) return null;
  if (operator.startsWith('>')) lowering.window ??= -now.offset;
  const message = 'when the search looks at events is not a condition on an event';
  report(lowering, comparison, 'search_window', message, 'info');
  return certain(always);
}

/** Of a group's time its age: so many seconds before the search, whose own time is known when the group is. */
function ageOf(
  lowering: Lowering,
  operator: Comparison['operator'],
  time: FieldValue,
  offset: number,
): Truth | null {
  if (lowering.aggregation === null || !isRange(operator)) return null;
  const expression = `seconds from ${fieldText(time.path)} to NOW()`;
  const age = computedColumn(lowering, expression, expression, ageNumber(lowering, time));
  const { path, collection } = age;
  return nullable(compare(path, AGES[operator], [-offset], { collection }), missing(age));
}

/** What is compared with the time of the search is a time itself: a least or greatest one of the group. */
function ageNumber({ aggregation }: Lowering, { path }: FieldValue): Arithmetic | null {
  const column = aggregation?.columns.find(({ name }) => name === path.native);
  const number = column === undefined || path.transforms.length > 0 ? null : columnNumber(column);
  if (number === null || (number.type !== 'time' && number.type !== 'unknown')) return null;
  return { kind: 'subtract', left: { kind: 'now' }, right: number.arithmetic };
}

/** What is later is less old. */
const AGES = { '>': 'lt', '>=': 'lte', '<': 'gt', '<=': 'gte' } as const;

function isRange(operator: Comparison['operator']): operator is keyof typeof AGES {
  return Object.hasOwn(AGES, operator);
}

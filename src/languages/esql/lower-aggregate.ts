/**
 * STATS and INLINE STATS: an aggregation (https://www.elastic.co/docs/reference/query-languages/esql/commands/stats-by). What comes after it is asked of
 * groups; after INLINE STATS of the events together with their group's columns.
 */
import { all, always, compare, not } from '../../condition/condition.ts';
import type { Condition } from '../../condition/condition.ts';
import type { FieldPath, Scalar } from '../../condition/field-path.ts';
import { askedOfPicked, namesAskedBy } from '../../rule/picked-row.ts';
import type { AggregateColumn, AggregateFunction, Seconds } from '../../rule/stage.ts';
import type { Aggregate, Assignment, Call, Expression, Stats } from './ast.ts';
import { columnCases } from './column-cases.ts';
import { ofEvent, ofList } from './expand.ts';
import { definition } from './definition.ts';
import { columnNumber } from './group-number.ts';
import { evaluate, keeper, lowerRow } from './lower-expression.ts';
import { showColumns } from './output.ts';
import { columnPath, textOf } from './rows.ts';
import type { Aggregation, Column, Lowering } from './rows.ts';
import { choiceValue, isNull } from './value.ts';
import type { Value } from './value.ts';

const FUNCTIONS: ReadonlyMap<string, AggregateFunction> = new Map([
  ['count', 'count'],
  ['count_distinct', 'cardinality'],
  ['sum', 'sum'],
  ['avg', 'avg'],
  ['min', 'min'],
  ['max', 'max'],
  ['median', 'percentile'],
  ['percentile', 'percentile'],
  ['std_dev', 'stdev'],
  ['variance', 'variance'],
  ['values', 'values'],
  ['first', 'first'],
  ['last', 'last'],
]);

interface Key {
  readonly name: string;
  readonly column: Column;
  /** Null: the key is a window of time. */
  readonly path: FieldPath | null;
  readonly window: Seconds | null;
  readonly computed: AggregateColumn | null;
}

export function lowerStats(lowering: Lowering, stats: Stats): void {
  const keys = stats.by.map((key) => lowerKey(lowering, key));
  const columns = stats.columns.map((column) => lowerColumn(lowering, column));
  const flags = stats.columns.map((column) => lowerFlag(lowering, column));
  closeAggregation(lowering);
  const window = keys.find((key) => key.window !== null)?.window ?? lowering.window;
  lowering.aggregation = {
    by: keys.flatMap(({ path }) => (path === null ? [] : [path])),
    columns: [...keys.flatMap(({ computed }) => (computed === null ? [] : [computed])), ...columns],
    having: [],
    window,
    source: textOf(lowering, stats),
    keepsRows: stats.inline,
  };
  const known = stats.inline ? columnsBefore(lowering) : new Map<string, Column>();
  for (const { name, column } of keys) known.set(name, column);
  for (const [index, column] of columns.entries()) {
    known.set(column.name, flags[index] ?? ofGroup(column));
  }
  lowering.columns = known;
  if (stats.inline) return;
  if (lowering.names === 'open') lowering.names = 'closed';
  showColumns(lowering, [...known.keys()]);
}

function ofGroup(column: AggregateColumn): Column {
  const number = columnNumber(column);
  return {
    value: { kind: 'field', path: columnPath(column.name), collection: 'single' },
    text: null,
    computed: [],
    ...(number === null ? {} : { number }),
  };
}

/** Columns that INLINE STATS keeps: what was computed over the groups before is not to be computed over the new ones, and stays text. */
function columnsBefore({ columns }: Lowering): Map<string, Column> {
  return new Map(
    [...columns].map(([name, { value, text, computed }]) => {
      const kept = computed.map((column) => asText(column.name, column.expression ?? text ?? name));
      return [name, { value, text, computed: kept }] as const;
    }),
  );
}

function asText(name: string, expression: string): AggregateColumn {
  return { name, function: 'computed', field: null, condition: null, expression };
}

/** The aggregation so far becomes a stage. */
export function closeAggregation(lowering: Lowering): void {
  const { aggregation } = lowering;
  if (aggregation === null) return;
  const { having, keepsRows, ...stage } = aggregation;
  if (!keepsRows) lowering.filters.push(...pickedConditions(lowering, aggregation));
  lowering.stages.push({
    kind: 'aggregate',
    ...stage,
    having: having.length === 0 ? always : all(having),
  });
  lowering.stages.push(...lowering.later);
  lowering.later = [];
  lowering.aggregation = null;
}

/** What is asked of a group's row that is one of the events. A second function may pick another event, or what it gives may be missing in the one that is last. */
function pickedConditions(
  { stages, later }: Lowering,
  { columns, having }: Aggregation,
): readonly Condition[] {
  const picking = columns.filter(({ function: name }) => name === 'first' || name === 'last');
  if (new Set(picking.map((column) => column.function)).size !== 1) return [];
  if (stages.some(({ kind }) => kind !== 'project' && kind !== 'lookup')) return [];
  const picked = new Map(
    picking.map(({ name, field, condition }) => [name, condition === null ? field : null] as const),
  );
  return askedOfPicked({ picked, columns, isOneEvent: picked.size === 1 }, having, namesAskedBy(later));
}

function nameOf(lowering: Lowering, { name, value }: Assignment): string {
  if (name !== null) return name;
  return value.kind === 'column' ? value.name : textOf(lowering, value);
}

function lowerKey(lowering: Lowering, key: Assignment): Key {
  const name = nameOf(lowering, key);
  const value = evaluate(lowering, key.value);
  const column: Column = { value, text: null, computed: [] };
  if (value.kind === 'field') {
    const path = ofList(value.path, lowering.expanded);
    return { name, column: { ...column, value: { ...value, path } }, path, window: null, computed: null };
  }
  const own: Column = { ...column, value: { kind: 'field', path: columnPath(name), collection: 'single' } };
  if (value.kind === 'unsaid' && value.window !== undefined) {
    return { name, column: own, path: null, window: value.window, computed: null };
  }
  if (value.kind === 'unsaid' && !value.computed) {
    return { name, column, path: columnPath(name), window: null, computed: null };
  }
  const expression = definition(lowering, key.value);
  const cases = columnCases(lowering, value);
  const text = asText(name, expression);
  const computed = cases === null ? text : { ...text, cases };
  return { name, column: own, path: columnPath(name), window: null, computed };
}

function lowerColumn(lowering: Lowering, column: Aggregate): AggregateColumn {
  const name = nameOf(lowering, column);
  const where = column.condition === null ? null : lowerRow(lowering, column.condition);
  const found = column.value.kind === 'call' ? aggregateOf(lowering, column.value) : null;
  if (found === null) {
    const expression = definition(lowering, column.value);
    return { name, function: 'computed', field: null, condition: ofRows(lowering, [where]), expression };
  }
  const { condition, ...rest } = found;
  const text = rest.cases === undefined ? {} : { expression: definition(lowering, column.value) };
  return { name, ...rest, ...text, condition: ofRows(lowering, [where, condition]) };
}

/**
 * `MAX(CASE(condition, 1, 0))` is 1 where a count of the rows that satisfy the condition is above zero, else 0: a group has rows, and `CASE` a
 * value for each (https://www.elastic.co/docs/reference/query-languages/esql/functions-operators/conditional-functions-and-expressions/case).
 * Null for any other column.
 */
function lowerFlag(lowering: Lowering, column: Aggregate): Column | null {
  const { value: call, condition } = column;
  if (condition !== null || call.kind !== 'call' || call.name !== 'max' || call.args.length !== 1)
    return null;
  const [of] = call.args;
  const value = of === undefined ? null : evaluate(lowering, of);
  if (value?.kind !== 'choice' || !isFlag(value.then, value.otherwise)) return null;
  const text = definition(lowering, call);
  const name = `rows of ${text.replace(/\s+/g, ' ')}`;
  const counted = found('count', null, ofRows(lowering, [value.when]));
  const when = compare(columnPath(name), 'gt', [0]);
  return { value: choiceValue(when, value.then, value.otherwise), text, computed: [{ name, ...counted }] };
}

function isFlag(then: Value, otherwise: Value): boolean {
  if (isLiteral(then, 1)) return isLiteral(otherwise, 0);
  return isLiteral(then, true) && isLiteral(otherwise, false);
}

/** Rows that satisfy all of it, as events. */
function ofRows({ expanded }: Lowering, conditions: readonly (Condition | null)[]): Condition | null {
  const known = ofEvent(
    conditions.filter((each) => each !== null),
    expanded,
  );
  const [only] = known;
  if (only === undefined) return null;
  return known.length === 1 ? only : all(known);
}

type Found = Omit<AggregateColumn, 'name'>;

/** Null: the expression is more than a function of a field. */
function aggregateOf(lowering: Lowering, call: Call): Found | null {
  const name = FUNCTIONS.get(call.name);
  if (name === undefined) return null;
  const [of, percent] = call.args;
  if (of === undefined || of.kind === 'star') return name === 'count' ? found(name, null, null) : null;
  if (name === 'count' && of.kind === 'literal' && of.value !== null) return found(name, null, null);
  const value = evaluate(lowering, of);
  const percentile = percentileOf(call, percent);
  if (percentile === null) return null;
  if (name === 'first' || name === 'last') return ofTime(lowering, name, call, value);
  // An estimate's precision is no part of the logic; any other argument is.
  if (percent !== undefined && call.name !== 'percentile' && call.name !== 'count_distinct') return null;
  const column = ofValue(lowering, name, of, value);
  return column === null ? null : { ...column, ...percentile };
}

/** FIRST and LAST by the event's own time: https://www.elastic.co/docs/reference/query-languages/esql/functions-operators/aggregation-functions/first */
function ofTime(lowering: Lowering, name: AggregateFunction, { args }: Call, value: Value): Found | null {
  const [, order, ...rest] = args;
  if (order === undefined || rest.length > 0 || value.kind !== 'field') return null;
  const time = evaluate(lowering, order);
  const isTime =
    time.kind === 'field' && time.path.native === '@timestamp' && time.path.transforms.length === 0;
  return isTime ? found(name, ofList(value.path, lowering.expanded), null) : null;
}

function percentileOf(call: Call, percent: Expression | undefined): { percentile?: number } | null {
  if (call.name === 'median') return { percentile: 50 };
  if (call.name !== 'percentile') return {};
  return percent?.kind === 'literal' && typeof percent.value === 'number'
    ? { percentile: percent.value }
    : null;
}

function found(name: AggregateFunction, field: FieldPath | null, condition: Condition | null): Found {
  return { function: name, field, condition };
}

function ofValue(
  lowering: Lowering,
  name: AggregateFunction,
  expression: Expression,
  value: Value,
): Found | null {
  if (value.kind === 'field') return found(name, ofList(value.path, lowering.expanded), null);
  if (name === 'count' && (value.kind === 'truth' || value.kind === 'choice')) {
    // What is counted is what is not null.
    const isKnown = not(isNull(value, keeper(lowering, expression)).yes);
    return found('count', null, isKnown);
  }
  if (value.kind === 'choice') {
    const { when, then, otherwise } = value;
    if (name === 'sum' && isLiteral(then, 1) && isLiteral(otherwise, 0)) return found('count', null, when);
    if (isLiteral(otherwise, null) && then.kind === 'field')
      return found(name, ofList(then.path, lowering.expanded), when);
  } else if (value.kind !== 'truth' && value.kind !== 'literal') {
    return null;
  }
  const cases = columnCases(lowering, value);
  return cases === null ? null : { ...found(name, null, null), cases };
}

function isLiteral(value: Value, literal: Scalar): boolean {
  return value.kind === 'literal' && value.value === literal;
}

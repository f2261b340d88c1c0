/**
 * Commands that compute over groups of rows: stats, chart, timechart, eventstats, streamstats, top, rare, dedup, transaction.
 * https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/CommonStatsFunctions
 */
import { fieldPath } from '../../condition/field-path.ts';
import type { FieldPath } from '../../condition/field-path.ts';
import type { AggregateColumn, AggregateFunction } from '../../rule/stage.ts';
import type { Aggregation, Grouping, Statistics } from './ast.ts';
import { spanSeconds } from './durations.ts';
import { requireKeys } from './group-keys.ts';
import { isTime, missing, taint } from './lower-columns.ts';
import { within } from './lowering.ts';
import { parseStatistics } from './parse.ts';
import {
  addDraft,
  addOpaqueStage,
  columnPath,
  columnValue,
  commandSource,
  expressionsOf,
  pathOf,
} from './run.ts';
import type { AggregateDraft, Run } from './run.ts';
import { closedScope, eventField, valueOf, withColumns, withRest } from './scope.ts';
import type { CommandText } from './split-pipeline.ts';
import { casesOf, isOneOrNothing, wholeField } from './value-cases.ts';
import { hasValue, isKnown } from './values.ts';
import type { Value } from './values.ts';

export function statsCommand(run: Run, command: CommandText): void {
  const parsed = parseStatistics(command.text);
  if ('failure' in parsed) {
    const { code, message } = parsed.failure;
    addOpaqueStage(run, command, code, message, within(command.textStart, parsed.failure));
    taint(run, 'unknown_column');
    return;
  }
  addStatistics(run, command, parsed.tree, command.textStart);
}

const KEEPS_ROWS: ReadonlySet<string> = new Set(['eventstats', 'streamstats']);

/** The columns of a chart have one more for what lacks their field; the groups of timechart are such columns. */
function requiredKeys(command: string, by: readonly Grouping[]): readonly string[] {
  if (KEEPS_ROWS.has(command) || command === 'timechart' || command === 'mstats') return [];
  const names = by.map(({ field }) => field);
  return command === 'chart' ? names.slice(0, 1) : names;
}

/** `base`: where the parsed text begins in the expanded one. */
export function addStatistics(run: Run, command: CommandText, tree: Statistics, base: number): void {
  const { name } = command;
  requireKeys(run, requiredKeys(name, tree.by), command);
  const number = run.drafts.length;
  const columns = tree.aggregations.map((each) => columnOf(run, each, base, name === 'streamstats'));
  const groupedBy = groupingNames(run, tree.by);
  const keyColumns = groupedBy.map((each) => keyColumn(run, each));
  const draft: AggregateDraft = {
    kind: 'aggregate',
    source: commandSource(run, command),
    by: groupedBy.map((each, at) =>
      keyColumns[at] === null ? pathOf(valueOf(run.scope, each), each) : columnPath(each),
    ),
    window: windowOf(run, tree, name),
    picked: KEEPS_ROWS.has(name) ? null : pickedColumns(run, tree.aggregations, columns),
    columns: [...keyColumns.filter((each) => each !== null), ...columns],
    having: [],
  };
  addDraft(run, draft);
  for (const each of tree.aggregations) rememberSource(run, each);
  const made = columns
    .filter((column) => !column.name.includes('*'))
    .map((column): readonly [string, Value] => [column.name, columnValue(column.name, number)]);
  if (KEEPS_ROWS.has(name)) {
    run.scope = withColumns(run.scope, made);
    run.pushable = false;
    return;
  }
  const keys = tree.by.map(({ field }): readonly [string, Value] => [field, keyValue(run, field)]);
  const pivots = name === 'timechart' ? tree.by.length > 0 : name === 'chart' && tree.by.length > 1;
  const isWild = columns.some((column) => column.name.includes('*'));
  run.scope = closedScope([...keys, ...made]);
  if (pivots)
    taint(
      run,
      'pivoted_columns',
      made.map(([each]) => each),
    );
  else run.scope = withRest(run.scope, isWild ? (each) => columnValue(each, number) : missing);
  run.ofEvents = false;
  run.shownBy = name;
}

function keyValue(run: Run, name: string): Value {
  return valueOf(run.scope, name);
}

/** A group's time is its window, where the times are cut into spans. */
function groupingNames(run: Run, by: readonly Grouping[]): readonly string[] {
  return by
    .filter(
      ({ field, span }) =>
        !isTime(field, valueOf(run.scope, field)) || (span === null && !run.spans.has(field)),
    )
    .map(({ field }) => field);
}

/** What the groups are made by where that is no field: a value by cases, or text. */
function keyColumn(run: Run, name: string): AggregateColumn | null {
  const value = valueOf(run.scope, name);
  if (value.kind === 'field' || value.kind === 'null' || value.kind === 'literal') return null;
  const cases = casesOf(value);
  const column = { name, function: 'computed', field: null, condition: null } as const;
  return cases === null
    ? { ...column, expression: value.kind === 'opaque' ? value.text : name }
    : { ...column, cases };
}

function windowOf(run: Run, tree: Statistics, name: string): number | null {
  const option = tree.options.find((each) => each.name === 'span' || each.name === 'time_window')?.value;
  const ofTime = tree.by.find(({ field }) => run.spans.has(field) || field === '_time');
  const span =
    ofTime?.span ??
    (name === 'timechart' || ofTime !== undefined || name === 'streamstats' ? option : undefined);
  if (span !== undefined) return spanSeconds(span);
  return (ofTime === undefined ? undefined : run.spans.get(ofTime.field)) ?? null;
}

/** Where an output column comes from: its field. */
function rememberSource(run: Run, aggregation: Aggregation): void {
  const { argument } = aggregation;
  const name = nameOf(aggregation);
  if (argument?.kind === 'field') {
    const before = run.columnSources.get(argument.name);
    const path = pathOf(valueOf(run.scope, argument.name), argument.name);
    run.columnSources.set(name, before ?? path.native);
  } else run.columnSources.set(name, aggregation.text);
}

function nameOf({ function: name, argument, alias }: Aggregation): string {
  if (alias !== null) return alias;
  if (argument === null) return name;
  return `${name}(${argument.kind === 'field' ? argument.name : argument.text})`;
}

const FUNCTIONS: Readonly<Record<string, AggregateFunction>> = {
  count: 'count',
  c: 'count',
  dc: 'cardinality',
  distinct_count: 'cardinality',
  estdc: 'cardinality',
  sum: 'sum',
  avg: 'avg',
  mean: 'avg',
  min: 'min',
  max: 'max',
  stdev: 'stdev',
  var: 'variance',
  values: 'values',
  list: 'values',
  earliest: 'first',
  latest: 'last',
  // In the order in which rows come, which is mostly but not surely that of time.
  first: 'any',
  last: 'any',
};

function columnOf(run: Run, aggregation: Aggregation, base: number, isRunning: boolean): AggregateColumn {
  const name = nameOf(aggregation);
  const text = aggregation.text.trim();
  const computed: AggregateColumn = {
    name,
    function: 'computed',
    field: null,
    condition: null,
    expression: text,
  };
  const { argument } = aggregation;
  const percentile = percentileOf(aggregation.function);
  const known = percentile === null ? FUNCTIONS[aggregation.function] : 'percentile';
  // What streamstats computes depends on the row at which it stands.
  if (isRunning || known === undefined) return computed;
  // After mvexpand there are more rows than events.
  if (argument === null && run.expands) return computed;
  if (argument === null)
    return known === 'count' ? { name, function: 'count', field: null, condition: null } : computed;
  const shared = { name, function: known, ...(percentile === null ? {} : { percentile }) };
  if (argument.kind === 'field') {
    if (argument.name.includes('*'))
      return { ...shared, field: wildcardField(argument.name), condition: null };
    return ofValue(shared, valueOf(run.scope, argument.name)) ?? computed;
  }
  const setting = expressionsOf(run, base);
  if (known === 'count') {
    const { holds } = setting.lowerTruth(argument.of);
    return { ...shared, field: null, condition: holds };
  }
  return ofValue(shared, setting.lowerValue(argument.of)) ?? computed;
}

function wildcardField(name: string): AggregateColumn['field'] {
  return name === '*' ? fieldPath('*', { match: 'glob' }) : eventField(name);
}

/** Functions that take the value of one event: of the first or the last, by its time or in the order of rows. */
const PICKING: ReadonlySet<string> = new Set(['latest', 'earliest', 'first', 'last']);

/** What several functions pick is of several events. */
function pickedColumns(
  run: Run,
  aggregations: readonly Aggregation[],
  columns: readonly AggregateColumn[],
): AggregateDraft['picked'] {
  const picking = aggregations.filter((each) => PICKING.has(each.function) && !isOfTime(run, each));
  if (new Set(picking.map((each) => each.function)).size !== 1) return null;
  return new Map(picking.map((each) => [nameOf(each), pickedField(columns[aggregations.indexOf(each)])]));
}

function pickedField(column: AggregateColumn | undefined): FieldPath | null {
  const field = column?.condition === null && column.cases === undefined ? column.field : null;
  return field?.scope === 'event' && field.match === 'path' ? field : null;
}

/** When the event was says nothing of it when it comes. */
function isOfTime(run: Run, { argument }: Aggregation): boolean {
  return argument?.kind === 'field' && isTime(argument.name, valueOf(run.scope, argument.name));
}

type Shared = Pick<AggregateColumn, 'name' | 'function' | 'percentile'>;

/**
 * `count(x)` counts the rows in which x has a value; of a choice between one value and none, only rows with it are computed over, of any other each row has
 * the value of its case. Null: what is computed over cannot be said.
 */
function ofValue(shared: Shared, value: Value): AggregateColumn | null {
  if (shared.function === 'count')
    return isKnown(value) ? { ...shared, field: null, condition: hasValue(value).holds } : null;
  if (value.kind === 'field') return { ...shared, field: wholeField(value), condition: null };
  const cases = casesOf(value);
  if (cases === null) return null;
  const [first, ...more] = cases.filter(({ field, literal }) => field !== null || literal !== null);
  if (first === undefined || more.length > 0 || cases[0] !== first) {
    const isCount = shared.function === 'sum' && isOneOrNothing(cases);
    const [only] = cases;
    if (isCount && only !== undefined)
      return { ...shared, function: 'count', field: null, condition: only.when };
    return { ...shared, field: null, condition: null, cases };
  }
  return first.field === null
    ? { ...shared, field: null, condition: null, cases }
    : { ...shared, field: first.field, condition: first.when };
}

function percentileOf(name: string): number | null {
  if (name === 'median') return 50;
  const [, digits] = /^(?:exactperc|upperperc|perc|p)(\d{1,2}(?:\.\d+)?)$/.exec(name) ?? [];
  return digits === undefined ? null : Number(digits);
}

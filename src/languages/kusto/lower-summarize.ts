/** `summarize`, `count`, `distinct`: groups of events (https://learn.microsoft.com/kusto/query/summarize-operator). */
import { fieldPath, fieldText } from '../../condition/field-path.ts';
import type { FieldPath } from '../../condition/field-path.ts';
import type { AggregateColumn } from '../../rule/stage.ts';
import { aggregateColumns } from './aggregates.ts';
import type { Aggregated } from './aggregates.ts';
import type { Column, Expression, Operator } from './ast.ts';
import { casesOf } from './column-cases.ts';
import { evaluate, expressionText } from './evaluate.ts';
import { textAt } from './findings.ts';
import type { Branch, DraftAggregate, Env, FieldValue, Row, Value } from './model.ts';
import { columnName } from './naming.ts';
import { absoluteField, withStage } from './relation.ts';
import { closedRow } from './rows.ts';
import { column, literal, scopesOf } from './value.ts';

interface Key {
  readonly name: string;
  readonly value: Value;
  readonly by: readonly FieldPath[];
  readonly columns: readonly AggregateColumn[];
  /** Of a key that cuts time into pieces. */
  readonly window: number | null;
  /** What such a key is. */
  readonly moment?: FieldPath;
}

export function lowerSummarize(
  env: Env,
  operator: Operator & { readonly kind: 'summarize' },
  branch: Branch,
): Branch {
  const scope = `g${env.lowering.counter.next++}`;
  const keys = operator.by.map((each) => keyOf(env, branch, each, scope));
  const computed = operator.aggregates
    .flatMap((each) => aggregateColumns(env, branch, each, scope))
    .map((each) => overRows(branch, each));
  const takesAll = computed.some(({ column: { name } }) => name === '*');
  const columns: [string, Value][] = [
    ...computed
      .filter(({ column: { name } }) => name !== '*')
      .map(({ column: { name }, value }): [string, Value] => [name, value]),
    ...keys.map(({ name, value }): [string, Value] => [name, value]),
  ];
  const stage: DraftAggregate = {
    kind: 'aggregate',
    scope,
    by: keys.flatMap(({ by }) => by),
    keys: keys.flatMap(({ by, name }) => by.map(() => name)),
    moments: new Map(
      keys.flatMap(({ name, moment }) => (moment === undefined ? [] : [[name, moment] as const])),
    ),
    window: keys.find(({ window }) => window !== null)?.window ?? branch.window,
    columns: [...computed.map((each) => each.column), ...keys.flatMap((key) => key.columns)],
    having: [],
    late: new Set(),
    of: new Map(computed.flatMap(({ column: { name }, of }) => (of === null ? [] : [[name, of] as const]))),
    picked: pickedColumns(computed),
    isDistinct: operator.aggregates.length === 0,
    source: textAt(env, operator),
  };
  return {
    ...withStage(branch, stage),
    row: takesAll ? allOfOne(branch.row, columns, scope) : closedRow(columns),
    shown: [],
  };
}

/** One call picks one event; what several of them pick may be several. */
function pickedColumns(computed: readonly Aggregated[]): DraftAggregate['picked'] {
  const picks = computed.flatMap(({ pick }) => (pick === undefined ? [] : [pick]));
  if (new Set(picks.map(({ call }) => call)).size !== 1) return null;
  return new Map(picks.map(({ name, field }) => [name, field]));
}

/** An expanded list makes several rows of an event: how many there are, and what they come to together, is no more a matter of events. */
function overRows(branch: Branch, each: Aggregated): Aggregated {
  const { column: of } = each;
  const lastGroup = branch.stages.findLastIndex(({ kind }) => kind === 'aggregate');
  const expansions = branch.expansions.filter(({ at }) => at > lastGroup);
  if (expansions.length === 0 || !COUNTS_ROWS.has(of.function) || of.expression !== undefined) return each;
  const lists = expansions.map(({ list }) => fieldText(list) || '@').join(', ');
  const expression = `${of.function} over the elements of ${lists}`;
  return { ...each, column: { ...of, function: 'computed', expression } };
}

const COUNTS_ROWS: ReadonlySet<string> = new Set(['count', 'sum', 'avg', 'stdev', 'variance', 'percentile']);

/** `arg_max(T, *)`: the group's row is one of its events, whose other columns are that event's. */
function allOfOne({ columns: before }: Row, columns: readonly [string, Value][], scope: string): Row {
  const kept = [...before].map(([name, value]): [string, Value] => [name, ofGroup(value, scope)]);
  return { columns: new Map([...kept, ...columns]), others: { scope } };
}

function ofGroup(value: Value, scope: string): Value {
  if (value.kind === 'field' || value.kind === 'opaque') {
    const { isEventTime: _time, ...rest } = value as FieldValue;
    return { ...rest, scopes: [...new Set([...value.scopes, scope])].sort() };
  }
  return value;
}

function keyOf(env: Env, branch: Branch, { names, value }: Column, scope: string): Key {
  const name = names?.[0] ?? columnName(value);
  const size = binSize(env, value);
  const result = evaluate(env, size === null ? value : timeOf(value));
  if (result.kind === 'field' && result.isEventTime === true) {
    const own = column(name, 'datetime', [scope]);
    const piece = size === null ? null : evaluate(env, value);
    const moment = piece?.kind === 'field' ? { moment: piece.field } : {};
    return {
      name,
      value: own,
      by: size === null ? [result.field] : [],
      columns: [],
      window: size,
      ...moment,
    };
  }
  if (result.kind === 'field') {
    return {
      name,
      value: result,
      by: [absoluteField(branch, result.field, result.scopes)],
      columns: [],
      window: null,
    };
  }
  // The same for every event: no key at all.
  if (result.kind === 'literal') return { name, value: result, by: [], columns: [], window: null };
  const own = 'text' in result ? result.text : undefined;
  const text = own ?? expressionText(env, value);
  const computed: AggregateColumn = {
    name,
    function: 'computed',
    field: null,
    condition: null,
    expression: text,
    ...casesFor(branch, result),
  };
  const known = result.kind === 'choice' || result.kind === 'logic' || scopesOf(result).length === 0;
  const key = known ? result : column(name, 'unknown', [scope]);
  return { name, value: key, by: [fieldPath(name, { segments: [name] })], columns: [computed], window: null };
}

function casesFor(branch: Branch, value: Value): Pick<AggregateColumn, 'cases'> {
  const cases = casesOf(branch, value);
  return cases === null ? {} : { cases };
}

/** `bin(TimeGenerated, 1h)`: so many seconds; of any other value it is a key as others are. */
function binSize(env: Env, value: Expression): number | null {
  const isBin = value.kind === 'call' && BINS.has(value.name);
  if (value.kind !== 'call' || !(isBin || DAYS.has(value.name))) return null;
  const of = evaluate(env, timeOf(value));
  if (of.kind !== 'field' || of.isEventTime !== true) return null;
  if (!isBin) return 86_400;
  const size = value.args[1] === undefined ? literal(null) : evaluate(env, value.args[1].value);
  return size.kind === 'literal' && size.type === 'timespan' && typeof size.value === 'number'
    ? size.value
    : null;
}

/** What is cut into pieces. */
function timeOf(value: Expression): Expression {
  return value.kind === 'call' ? (value.args[0]?.value ?? value) : value;
}

const BINS: ReadonlySet<string> = new Set(['bin', 'floor', 'bin_at']);
const DAYS: ReadonlySet<string> = new Set(['startofday', 'endofday']);

export function lowerDistinct(
  env: Env,
  operator: Operator & { readonly kind: 'distinct' },
  branch: Branch,
): Branch {
  const [first] = operator.columns;
  if (first?.value.kind === 'star') return branch;
  const scope = `g${env.lowering.counter.next++}`;
  const keys = operator.columns.map((each) => keyOf(env, branch, each, scope));
  const stage: DraftAggregate = {
    kind: 'aggregate',
    scope,
    by: keys.flatMap(({ by }) => by),
    keys: keys.flatMap(({ by, name }) => by.map(() => name)),
    moments: new Map(
      keys.flatMap(({ name, moment }) => (moment === undefined ? [] : [[name, moment] as const])),
    ),
    window: branch.window,
    columns: keys.flatMap((key) => key.columns),
    having: [],
    late: new Set(),
    of: new Map(),
    picked: null,
    isDistinct: true,
    source: textAt(env, operator),
  };
  const row = closedRow(keys.map(({ name, value }): [string, Value] => [name, value]));
  const shown = operator.columns.map((each) => ({
    name: each.names?.[0] ?? columnName(each.value),
    source: expressionText(env, each.value),
  }));
  return { ...withStage(branch, stage), row, shown };
}

export function lowerCount(
  env: Env,
  operator: Operator & { readonly kind: 'count' },
  branch: Branch,
): Branch {
  const scope = `g${env.lowering.counter.next++}`;
  const { name } = operator;
  const stage: DraftAggregate = {
    kind: 'aggregate',
    scope,
    by: [],
    keys: [],
    moments: new Map(),
    window: branch.window,
    columns: [{ name, function: 'count', field: null, condition: null }],
    having: [],
    late: new Set(),
    of: new Map(),
    picked: null,
    isDistinct: false,
    source: textAt(env, operator),
  };
  return {
    ...withStage(branch, stage),
    row: closedRow([[name, column(name, 'number', [scope])]]),
    shown: [],
  };
}

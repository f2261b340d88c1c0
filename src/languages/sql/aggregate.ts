/** GROUP BY, HAVING and QUALIFY as an aggregation: https://docs.snowflake.com/en/sql-reference/constructs/group-by, …/qualify */
import { all, always, not } from '../../condition/condition.ts';
import type { Condition } from '../../condition/condition.ts';
import { fieldPath } from '../../condition/field-path.ts';
import type { FieldPath } from '../../condition/field-path.ts';
import { simplify } from '../../condition/simplify.ts';
import type { AggregateColumn, AggregateFunction, AggregateStage, Stage } from '../../rule/stage.ts';
import type { Call, Expression, Select } from './ast.ts';
import { present } from './compare.ts';
import { refuseStage, report, textAt } from './context.ts';
import type { Lowering } from './context.ts';
import { operandOf } from './operand.ts';
import { childrenOf } from './walk.ts';
import { leaveList, lowerPredicate } from './predicate.ts';
import { EVENT, GROUPS, resolve } from './scope.ts';
import type { Scope } from './scope.ts';

const FUNCTIONS: Readonly<Record<string, AggregateFunction>> = {
  count: 'count',
  count_if: 'count',
  approx_count_distinct: 'cardinality',
  sum: 'sum',
  avg: 'avg',
  min: 'min',
  max: 'max',
  median: 'percentile',
  stddev: 'stdev',
  stddev_samp: 'stdev',
  stddev_pop: 'stdev',
  variance: 'variance',
  var_samp: 'variance',
  var_pop: 'variance',
  array_agg: 'values',
  array_unique_agg: 'values',
  listagg: 'values',
  object_agg: 'values',
  any_value: 'any',
  min_by: 'computed',
  max_by: 'computed',
  percentile_cont: 'computed',
  percentile_disc: 'computed',
  approx_percentile: 'computed',
  boolor_agg: 'computed',
  booland_agg: 'computed',
};

function isAggregateCall(expression: Expression): expression is Call {
  return expression.kind === 'call' && expression.over === null && Object.hasOwn(FUNCTIONS, expression.name);
}

export function isAggregated({ groupBy, columns, having }: Select): boolean {
  return (
    groupBy === 'all' ||
    groupBy.length > 0 ||
    [...columns.map(({ expression }) => expression), ...(having === null ? [] : [having])].some(
      holdsAggregate,
    )
  );
}

function holdsAggregate(expression: Expression): boolean {
  const own =
    expression.kind === 'call' && expression.over === null && Object.hasOwn(FUNCTIONS, expression.name);
  return own || childrenOf(expression).some(holdsAggregate);
}

/** The columns of one aggregation as they are found: those that are named, and those that a condition asks for without a name. */
interface Columns {
  readonly lowering: Lowering;
  readonly scope: Scope;
  readonly list: AggregateColumn[];
  readonly byText: Map<string, string>;
}

export interface Groups {
  readonly stage: AggregateStage;
  /** Names of the columns of its rows, in lower case. */
  readonly columns: ReadonlySet<string>;
}

export function lowerGroups(lowering: Lowering, select: Select, scope: Scope): Groups {
  const columns: Columns = { lowering, scope, list: [], byText: new Map() };
  for (const { expression, alias } of select.columns) {
    if (isAggregateCall(expression)) addColumn(columns, expression, alias);
    else if (holdsAggregate(expression) && alias !== null) addComputed(columns, expression, alias);
  }
  const keys = groupKeys(lowering, select, scope);
  const grouped = groupedScope(columns, keys);
  const having = select.having === null ? always : havingOf(lowering, select.having, grouped);
  const names = select.columns.flatMap(({ alias, expression }) => {
    const last =
      expression.kind === 'column' ? String(expression.path.at(-1) ?? expression.names.at(-1) ?? '') : null;
    return alias === null && last === null ? [] : [(alias ?? last ?? '').toLowerCase()];
  });
  const stage: AggregateStage = {
    kind: 'aggregate',
    by: keys.flatMap(({ path }) => (path === null ? [] : [path])),
    window: keys.reduce<number | null>((window, key) => key.window ?? window, null),
    columns: columns.list,
    having,
    source: sourceOf(lowering, select),
  };
  return { stage, columns: new Set(names) };
}

function sourceOf(lowering: Lowering, { groupBy, having, columns, start, end }: Select): string {
  const keys = groupBy === 'all' ? [] : groupBy;
  const first = keys[0] ?? having ?? columns[0]?.expression;
  const last = having ?? keys.at(-1) ?? columns.at(-1)?.expression;
  return textAt(lowering, { start: first?.start ?? start, end: last?.end ?? end });
}

function textOf(lowering: Lowering, expression: Expression): string {
  return textAt(lowering, expression).replace(/\s+/g, ' ').toLowerCase();
}

function addColumn(columns: Columns, call: Call, alias: string | null): string {
  const text = textOf(columns.lowering, call);
  const known = columns.byText.get(text);
  if (known !== undefined && (alias === null || alias === known)) return known;
  const name = alias ?? textAt(columns.lowering, call).replace(/\s+/g, ' ');
  columns.list.push({ ...aggregation(columns, call), name });
  if (known === undefined) columns.byText.set(text, name);
  return name;
}

function addComputed({ lowering, list }: Columns, expression: Expression, alias: string): void {
  list.push({
    name: alias,
    function: 'computed',
    field: null,
    condition: null,
    expression: textAt(lowering, expression),
  });
}

function aggregation(columns: Columns, call: Call): Omit<AggregateColumn, 'name'> {
  const { lowering, scope } = columns;
  const [first, ...others] = call.args;
  const plain: Omit<AggregateColumn, 'name'> = {
    function: FUNCTIONS[call.name] ?? 'computed',
    field: null,
    condition: null,
  };
  const computed = { ...plain, function: 'computed', expression: textAt(lowering, call) } as const;
  if (call.name === 'count_if' && first !== undefined)
    return { ...plain, condition: conditionOf(lowering, first, scope) };
  if (first === undefined || first.kind === 'star') return call.name === 'count' ? plain : computed;
  if (call.name === 'count' && first.kind === 'literal' && first.value !== null) return plain;
  const counted = countedCase(call, first);
  if (counted !== null)
    return { ...plain, function: 'count', condition: conditionOf(lowering, counted, scope) };
  const { value, condition } = chosenValue(columns, call, first);
  const operand = operandOf({ expression: value, scope });
  const isField = operand.kind === 'field' && operand.side === null;
  if (!isField || plain.function === 'computed') return computed;
  // Only values that are there are counted.
  if (call.name === 'count' && !call.distinct) {
    const counted = present(operand.path);
    return { ...plain, condition: simplify(condition === null ? counted : all([condition, counted])) };
  }
  const distinct = call.name === 'count' && call.distinct;
  if (distinct && others.length > 0) return computed;
  const percentile = call.name === 'median' ? { percentile: 50 } : {};
  return {
    ...plain,
    ...percentile,
    // Whether it is a list or a set, and in which order, only the text says.
    ...(plain.function === 'values' ? { expression: textAt(lowering, call) } : {}),
    condition,
    function: distinct ? 'cardinality' : plain.function,
    field: operand.path,
  };
}

/**
 * What is left out by a CASE (`CASE WHEN … THEN NULL ELSE x END`, `IFF(…, x, NULL)`) is not computed over, and a sum does not change by the zeros of
 * `COALESCE(x, 0)`.
 */
function chosenValue(
  { lowering, scope }: Columns,
  call: Call,
  argument: Expression,
): { readonly value: Expression; readonly condition: Condition | null } {
  const isNull = (expression: Expression | null | undefined): boolean =>
    expression === null || (expression?.kind === 'literal' && expression.value === null);
  const choose = (when: Expression, then: Expression, otherwise: Expression | null) => {
    const holds = conditionOf(lowering, when, scope);
    if (isNull(otherwise)) return { value: then, condition: holds };
    if (isNull(then) && otherwise !== null) return { value: otherwise, condition: simplify(not(holds)) };
    return { value: argument, condition: null };
  };
  if (argument.kind === 'cast')
    return chosenValue({ lowering, scope, list: [], byText: new Map() }, call, argument.of);
  if (argument.kind === 'case' && argument.operand === null && argument.branches.length === 1) {
    const [branch] = argument.branches;
    if (branch !== undefined) return choose(branch.when, branch.then, argument.otherwise);
  }
  const [first, second, third] = argument.kind === 'call' ? argument.args : [];
  if (argument.kind === 'call' && first !== undefined && second !== undefined) {
    if (argument.name === 'iff' && third !== undefined) return choose(first, second, third);
    const isZero = second.kind === 'literal' && second.value === 0;
    if (
      call.name === 'sum' &&
      isZero &&
      /^(?:coalesce|nvl|ifnull)$/.test(argument.name) &&
      third === undefined
    )
      return { value: first, condition: null };
  }
  return { value: argument, condition: null };
}

/** `SUM(CASE WHEN … THEN 1 ELSE 0 END)`, `COUNT(CASE WHEN … THEN x END)` and `SUM(IFF(…, 1, 0))` count the events of a condition. */
function countedCase(call: Call, argument: Expression): Expression | null {
  const value = (expression: Expression | null | undefined): unknown =>
    expression?.kind === 'literal'
      ? expression.value
      : expression === null || expression === undefined
        ? null
        : 'other';
  const isOne = (expression: Expression | undefined): boolean =>
    call.name === 'sum'
      ? value(expression) === 1
      : call.name === 'count' && !call.distinct && typeof value(expression) === 'number';
  const isNone = (expression: Expression | null | undefined): boolean =>
    value(expression) === null || (call.name === 'sum' && value(expression) === 0);
  if (argument.kind === 'case' && argument.operand === null) {
    const [only, ...more] = argument.branches;
    return only !== undefined && more.length === 0 && isOne(only.then) && isNone(argument.otherwise)
      ? only.when
      : null;
  }
  if (argument.kind === 'call' && argument.name === 'iff') {
    const [when, then, otherwise] = argument.args;
    return when !== undefined && isOne(then) && isNone(otherwise) ? when : null;
  }
  return null;
}

function conditionOf(lowering: Lowering, expression: Expression, scope: Scope): Condition {
  return simplify(leaveList(lowerPredicate(lowering, { expression, scope }, true)).condition);
}

interface GroupKey {
  readonly expression: Expression;
  readonly path: FieldPath | null;
  readonly window: number | null;
}

function groupKeys(lowering: Lowering, { groupBy, columns }: Select, scope: Scope): readonly GroupKey[] {
  const listed =
    groupBy === 'all'
      ? columns.map(({ expression }) => expression).filter((each) => !holdsAggregate(each))
      : groupBy;
  return listed.map((written) => {
    const expression = columns[placeOf(written) - 1]?.expression ?? written;
    const window = sliceOf(expression, scope);
    if (window !== null) return { expression, path: null, window };
    const operand = operandOf({ expression, scope });
    if (operand.kind === 'field' && operand.side === null && operand.home !== GROUPS)
      return { expression, path: operand.path, window };
    if (operand.kind === 'field' && operand.home === GROUPS)
      return { expression, path: operand.path, window };
    if (operand.kind === 'literal') return { expression, path: null, window };
    const message = 'groups by more than a field are kept as text only';
    report(lowering, { code: 'unsupported_group', message }, expression);
    const text = textAt(lowering, expression);
    return { expression, path: fieldPath(text, { segments: [text] }), window };
  });
}

/** `GROUP BY 2` is by the second column; zero for anything else. */
function placeOf(expression: Expression): number {
  return expression.kind === 'literal' && typeof expression.value === 'number' ? expression.value : 0;
}

const UNITS: Readonly<Record<string, number>> = {
  second: 1,
  minute: 60,
  hour: 3_600,
  day: 86_400,
  week: 604_800,
};

/** `TIME_SLICE(t, 60, 'minute')` and `DATE_TRUNC('hour', t)` cut time into windows of that length; null for anything else. */
function sliceOf(expression: Expression, scope: Scope): number | null {
  if (expression.kind === 'column') {
    const resolved = resolve(expression, scope);
    return resolved.kind === 'bound' &&
      resolved.keys.length === 0 &&
      resolved.bound.expression.kind === 'call'
      ? sliceOf(resolved.bound.expression, resolved.bound.scope)
      : null;
  }
  if (expression.kind !== 'call') return null;
  const values = expression.args.map((each) => (each.kind === 'literal' ? each.value : null));
  const unit = (value: unknown): number | null =>
    UNITS[String(value).toLowerCase().replace(/s$/, '')] ?? null;
  if (expression.name === 'date_trunc') {
    const [first] = expression.args;
    const word = first?.kind === 'column' ? first.names[0] : values[0];
    return unit(word);
  }
  const [, length, word] = values;
  const seconds = expression.name === 'time_slice' ? unit(word) : null;
  return seconds !== null && typeof length === 'number' ? seconds * length : null;
}

/** How HAVING reads: an aggregation, or a name of one, is a column of the groups; what they are grouped by is itself. */
function groupedScope(columns: Columns, keys: readonly GroupKey[]): Scope {
  const { lowering, scope } = columns;
  const aggregates = new Set(columns.list.map(({ name }) => name.toLowerCase()));
  return {
    ...scope,
    grouped: {
      fieldOf: (expression) => {
        if (isAggregateCall(expression)) return columnPath(askedColumn(columns, expression, null));
        if (expression.kind === 'column' && expression.names.length === 1) {
          const [name = ''] = expression.names;
          const column = columns.list.find((each) => each.name.toLowerCase() === name.toLowerCase());
          // What is computed from several columns is read as its own expression says.
          if (column !== undefined && aggregates.has(name.toLowerCase()) && column.function !== 'computed') {
            return columnPath(column.name);
          }
        }
        const text = textOf(lowering, expression);
        return (
          keys.find((key) => key.path !== null && textOf(lowering, key.expression) === text)?.path ?? null
        );
      },
    },
  };
}

/** A column that a condition asks for; what of it is text only makes the condition incomplete. */
function askedColumn(columns: Columns, call: Call, alias: string | null): string {
  const name = addColumn(columns, call, alias);
  const column = columns.list.find((each) => each.name === name);
  if (column?.function === 'computed') {
    const message = `how ${call.name} is computed here is kept as text only`;
    report(columns.lowering, { code: 'computed_column', message }, call);
  }
  return name;
}

function columnPath(name: string): FieldPath {
  return fieldPath(name, { segments: [name] });
}

function havingOf(lowering: Lowering, expression: Expression, scope: Scope): Condition {
  return simplify(leaveList(lowerPredicate(lowering, { expression, scope }, true)).condition);
}

/**
 * `QUALIFY COUNT(*) OVER (PARTITION BY a) > 4` keeps the rows of those groups. Only where all windows have one partition, and no order, is that an
 * aggregation.
 */
export function lowerQualify(lowering: Lowering, qualify: Expression, scope: Scope): readonly Stage[] {
  const calls = windowCalls(qualify, scope);
  const [first] = calls;
  const partitions = new Set(
    calls.map(({ over }) => (over?.partition ?? []).map((each) => textOf(lowering, each)).join('\n')),
  );
  const isPlain = calls.every(({ over, name }) => over?.ordered === false && Object.hasOwn(FUNCTIONS, name));
  if (first === undefined || partitions.size > 1 || !isPlain) {
    const message = 'this use of window functions is kept as text only';
    return [refuseStage(lowering, { code: 'unsupported_window', message }, qualify)];
  }
  const keys = (first.over?.partition ?? []).map((expression) => operandOf({ expression, scope }));
  const by = keys.flatMap((key) =>
    key.kind === 'field' && key.side === null && key.home === EVENT ? [key.path] : [],
  );
  if (by.length < keys.length) {
    const message = 'groups by more than a field are kept as text only';
    return [refuseStage(lowering, { code: 'unsupported_group', message }, qualify)];
  }
  const columns: Columns = { lowering, scope, list: [], byText: new Map() };
  const grouped: Scope = {
    ...scope,
    grouped: {
      fieldOf: (expression) => {
        const call = windowCall(expression, scope);
        return call === null
          ? null
          : columnPath(askedColumn(columns, { ...call, over: null }, aliasOf(expression)));
      },
    },
  };
  const having = havingOf(lowering, qualify, grouped);
  return [
    { kind: 'aggregate', by, window: null, columns: columns.list, having, source: textAt(lowering, qualify) },
  ];
}

function aliasOf(expression: Expression): string | null {
  return expression.kind === 'column' ? (expression.names[0] ?? null) : null;
}

/** A window function, or the alias of one. */
function windowCall(expression: Expression, scope: Scope): Call | null {
  if (expression.kind === 'call') return expression.over === null ? null : expression;
  if (expression.kind !== 'column') return null;
  const resolved = resolve(expression, scope);
  return resolved.kind === 'bound' && resolved.keys.length === 0
    ? windowCall(resolved.bound.expression, resolved.bound.scope)
    : null;
}

function windowCalls(expression: Expression, scope: Scope): readonly Call[] {
  const found: Call[] = [];
  const visit = (each: Expression): void => {
    const call = windowCall(each, scope);
    if (call !== null) found.push(call);
    else childrenOf(each).forEach(visit);
  };
  visit(expression);
  return found;
}

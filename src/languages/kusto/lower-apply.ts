/** `mv-apply`: a subquery over the elements of a list (https://learn.microsoft.com/kusto/query/mv-apply-operator). */
import type { Column, Expression, Operator } from './ast.ts';
import { evaluate } from './evaluate.ts';
import { textAt } from './findings.ts';
import { expandOne } from './lower-expand.ts';
import type { Branch, Env, Row, Value } from './model.ts';
import { aggregateName, columnName } from './naming.ts';
import { withColumns } from './rows.ts';
import { EVENT_TIMES, jsonValue, opaqueValue } from './value.ts';

type Apply = Operator & { readonly kind: 'mv-apply' };
type Columns = readonly (readonly [string, Value])[];

/** A subquery over the elements: what filters them filters rows; what it computes over all of them we do not follow. */
export function lowerApply(env: Env, operator: Apply, branch: Branch): Branch {
  const { subquery } = operator;
  if (aggregates(subquery)) {
    const made = constantList(env, operator, branch) ?? openColumns(subquery);
    return { ...branch, row: withColumns(branch.row, made) };
  }
  const expanded = operator.columns.reduce((at, each) => expandOne(env, at, each, true), branch);
  const input = { branches: [expanded] };
  const [result] = env.lowering.table({ ...env, row: expanded.row, input }, subquery).branches;
  // What the subquery projects stands beside the row's own columns.
  return result === undefined
    ? expanded
    : {
        ...result,
        row: {
          ...result.row,
          columns: new Map([...expanded.row.columns, ...result.row.columns]),
          others: expanded.row.others,
        },
      };
}

/** A subquery that makes one row of all elements keeps the row whatever they are. */
function aggregates(subquery: Expression): boolean {
  return subquery.kind !== 'pipe' || subquery.operators.some(({ kind }) => !FILTERS.has(kind));
}

const FILTERS: ReadonlySet<Operator['kind']> = new Set([
  'where',
  'extend',
  'project',
  'project-away',
  'project-rename',
  'project-keep',
  'display',
  'mv-expand',
]);

function madeColumns(subquery: Expression): readonly string[] {
  if (subquery.kind !== 'pipe') return [];
  return subquery.operators.flatMap((operator) => {
    if (operator.kind === 'summarize')
      return [...operator.aggregates, ...operator.by].flatMap(
        ({ names, value }) => names ?? [columnName(value)],
      );
    return operator.kind === 'extend' || operator.kind === 'project'
      ? operator.columns.flatMap(({ names, value }) => names ?? [columnName(value)])
      : [];
  });
}

function openColumns(subquery: Expression): Columns {
  return madeColumns(subquery).map((name) => [
    name,
    opaqueValue('computed_over_list', 'computed over the elements of a list'),
  ]);
}

/** Over a list that the rule holds: what is collected is known value by value. Null: the list is none, or more is done than that. */
function constantList(env: Env, { columns, subquery }: Apply, branch: Branch): Columns | null {
  const [only, ...others] = columns;
  if (only === undefined || others.length > 0 || subquery.kind !== 'pipe') return null;
  const list = evaluate({ ...env, row: branch.row }, only.value);
  const last = subquery.operators.at(-1);
  if (list.kind !== 'json' || !Array.isArray(list.value) || last?.kind !== 'summarize' || last.by.length > 0)
    return null;
  const name = only.name ?? columnName(only.value);
  const before = subquery.operators.slice(0, -1);
  const elements = inOrder(env, list.value as unknown[], before, name);
  const rows = elements?.map((element) => rowOf(env, branch.row, before, [name, jsonValue(element)]));
  if (rows === undefined || !rows.every((row) => row !== null)) return null;
  const made = last.aggregates.map((each) => collected(env, rows, each));
  return made.every((each) => each !== null) ? made : null;
}

/** `order by e`: the greatest first unless it says `asc`; texts by their characters. */
const ORDER = /^(?:order|sort)\s+by\s+(\w+)(?:\s+(asc|desc))?\s*$/i;

function inOrder(
  env: Env,
  elements: readonly unknown[],
  operators: readonly Operator[],
  name: string,
): readonly unknown[] | null {
  const orders = operators
    .filter(({ kind }) => kind === 'display')
    .map((each) => ORDER.exec(textAt(env, each)));
  if (orders.length === 0 || elements.length < 2) return elements;
  const [, by, direction] = orders.length === 1 ? (orders[0] ?? []) : [];
  if (by !== name || !elements.every((each) => typeof each === 'string')) return null;
  const ascending = [...elements].sort();
  return direction?.toLowerCase() === 'asc' ? ascending : ascending.reverse();
}

function rowOf(
  env: Env,
  row: Row,
  operators: readonly Operator[],
  element: readonly [string, Value],
): Row | null {
  return operators.reduce<Row | null>(
    (at, operator) => {
      if (at === null || operator.kind === 'display') return at;
      if (operator.kind !== 'extend') return null;
      const values = operator.columns.map(({ names, value }) => {
        const [only, ...others] = names ?? [columnName(value)];
        return only === undefined || others.length > 0
          ? null
          : ([only, evaluate({ ...env, row: at }, value)] as const);
      });
      return values.every((each) => each !== null) ? withColumns(at, values) : null;
    },
    withColumns(row, [element]),
  );
}

const LISTS: ReadonlySet<string> = new Set(['make_list', 'makelist']);

function collected(
  env: Env,
  rows: readonly Row[],
  { names, value }: Column,
): readonly [string, Value] | null {
  if (value.kind !== 'call' || !LISTS.has(value.name) || value.args.length !== 1) return null;
  const [of] = value.args;
  const [name] = names ?? [aggregateName(value)];
  if (of === undefined || name === undefined) return null;
  const items = rows.map((row) => evaluate({ ...env, row }, of.value));
  return items.some(isMaybeNull) && items.length > 1 ? null : [name, { kind: 'values', items }];
}

/** Nulls are left out of a list: then its places are not those of the elements. */
function isMaybeNull(item: Value): boolean {
  const isText = item.kind === 'field' && (item.type === 'string' || item.type === 'unknown');
  const isTime = item.kind === 'field' && EVENT_TIMES.has(item.field.native);
  return !isText && !isTime && item.kind !== 'literal' && item.kind !== 'concat';
}

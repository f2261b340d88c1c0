/**
 * `mv-expand` and `mv-apply`: the elements of a list, each in a row of its own. What is asked of an element later, some element must satisfy
 * (https://learn.microsoft.com/kusto/query/mv-expand-operator, …/mv-apply-operator).
 */
import { fieldPath } from '../../condition/field-path.ts';
import type { Expansion, Expression, Operator } from './ast.ts';
import { evaluate } from './evaluate.ts';
import type { Branch, Env, ExpandedList, FieldValue, Scopes, Value, ValueType } from './model.ts';
import { columnName } from './naming.ts';
import { withColumns } from './rows.ts';
import { fieldsOf, opaqueValue, scopesOf, whole } from './value.ts';

export function lowerExpand(
  env: Env,
  operator: Operator & { readonly kind: 'mv-expand' },
  branch: Branch,
): Branch {
  const expanded = operator.columns.reduce((at, each) => expandOne(env, at, each, false), branch);
  const index = operator.parameters['with_itemindex'];
  if (index === undefined) return expanded;
  const value = opaqueValue('item_index', 'the place of an element in its list');
  return { ...expanded, row: withColumns(expanded.row, [[index, value]]) };
}

/** A subquery over the elements: what filters them filters rows; what it computes over all of them we do not follow. */
export function lowerApply(
  env: Env,
  operator: Operator & { readonly kind: 'mv-apply' },
  branch: Branch,
): Branch {
  const { subquery } = operator;
  const dropsEmpty = !aggregates(subquery);
  const expanded = operator.columns.reduce((at, each) => expandOne(env, at, each, dropsEmpty), branch);
  if (!dropsEmpty) {
    const made = madeColumns(subquery).map((name): [string, Value] => [
      name,
      opaqueValue('computed_over_list', 'computed over the elements of a list'),
    ]);
    return { ...expanded, row: withColumns(expanded.row, made) };
  }
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

function expandOne(env: Env, branch: Branch, { name, value, type }: Expansion, dropsEmpty: boolean): Branch {
  const list = evaluate({ ...env, row: branch.row }, value);
  const column = name ?? columnName(value);
  const open = (reason: string, message: string): Branch => ({
    ...branch,
    row: withColumns(branch.row, [[column, opaqueValue(reason, message, fieldsOf(list), scopesOf(list))]]),
  });
  if (list.kind === 'opaque') return { ...branch, row: withColumns(branch.row, [[column, list]]) };
  if (list.kind !== 'field') return open('unsupported_list', 'the elements of a list that is no field');
  const parent = list.scopes.find((scope) => branch.expansions.some((each) => each.scope === scope)) ?? null;
  const isPlain = list.scopes.every((scope) => scope === 'event' || scope === parent);
  if (!isPlain)
    return open('unsupported_list', 'the elements of a list that a group, or the other side of a join, has');
  const scope = `e${env.lowering.counter.next++}`;
  const expansion: ExpandedList = {
    scope,
    list: list.field,
    collection: 'whole',
    conditions: [],
    dropsEmpty,
    parent,
  };
  const row = withColumns(branch.row, [[column, elementValue([scope], type)]]);
  return { ...branch, expansions: [...branch.expansions, expansion], row };
}

function elementValue(scopes: Scopes, type: string | null): FieldValue {
  const known: Readonly<Record<string, ValueType>> = {
    string: 'string',
    long: 'number',
    int: 'number',
    real: 'number',
  };
  const element: FieldValue = {
    kind: 'field',
    field: fieldPath('', { scope: 'element' }),
    collection: 'whole',
    type: known[type ?? ''] ?? 'dynamic',
    scopes,
  };
  return whole(element);
}

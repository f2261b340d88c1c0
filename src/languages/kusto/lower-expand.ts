/**
 * `mv-expand`: the elements of a list, each in a row of its own. What is asked of an element later, some element must satisfy
 * (https://learn.microsoft.com/kusto/query/mv-expand-operator).
 */
import { fieldPath } from '../../condition/field-path.ts';
import type { Expansion, Operator } from './ast.ts';
import { evaluate } from './evaluate.ts';
import type { Branch, Env, ExpandedList, FieldValue, Scopes, ValueType } from './model.ts';
import { columnName } from './naming.ts';
import { withColumns } from './rows.ts';
import { column as valueColumn, fieldsOf, jsonValue, opaqueValue, scopesOf, whole } from './value.ts';

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

export function expandOne(
  env: Env,
  branch: Branch,
  { name, value, type }: Expansion,
  dropsEmpty: boolean,
): Branch {
  const list = evaluate({ ...env, row: branch.row }, value);
  const column = name ?? columnName(value);
  const open = (reason: string, message: string): Branch => ({
    ...branch,
    row: withColumns(branch.row, [[column, opaqueValue(reason, message, fieldsOf(list), scopesOf(list))]]),
  });
  if (list.kind === 'opaque') return { ...branch, row: withColumns(branch.row, [[column, list]]) };
  const constants = list.kind === 'json' ? constantRows(branch, column, list.value) : null;
  if (constants !== null) return constants;
  if (list.kind !== 'field') return open('unsupported_list', 'the elements of a list that is no field');
  const parent = list.scopes.find((scope) => branch.expansions.some((each) => each.scope === scope)) ?? null;
  const group = groupOfList(branch, list);
  const isPlain = list.scopes.every((scope) => scope === 'event' || scope === parent || scope === group);
  if (!isPlain) return open('unsupported_list', 'the elements of a list that the other side of a join has');
  const scope = `e${env.lowering.counter.next++}`;
  const expansion: ExpandedList = {
    scope,
    list: list.field,
    collection: 'whole',
    conditions: [],
    dropsEmpty,
    parent,
    group,
    at: branch.stages.length,
  };
  const row = withColumns(branch.row, [[column, elementValue([scope], type)]]);
  return { ...branch, expansions: [...branch.expansions, expansion], row };
}

/** `print x = dynamic([…]) | mv-expand x`, and of any table whose rows are known. */
function constantRows(branch: Branch, name: string, list: unknown): Branch | null {
  const { external, conditions, stages } = branch;
  if (external === null || external.rows === null || conditions.length > 0 || stages.length > 0) return null;
  if (!Array.isArray(list)) return null;
  const elements = (list as unknown[]).map(jsonValue);
  const rows = external.rows.flatMap((row) => elements.map((element) => [...row, element]));
  return {
    ...branch,
    external: { ...external, columns: [...external.columns, name], rows },
    row: withColumns(branch.row, [[name, valueColumn(name)]]),
  };
}

/** `make_set`, `make_list` */
function groupOfList({ stages }: Branch, { field, scopes }: FieldValue): string | null {
  const group = stages
    .filter((stage) => stage.kind === 'aggregate')
    .findLast(({ scope }) => scopes.includes(scope));
  const collected = group?.columns.find(({ name }) => name === field.segments[0]);
  return group !== undefined && collected?.function === 'values' ? group.scope : null;
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

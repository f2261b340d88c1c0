/**
 * A join with a table that the query itself holds (`datatable`, `print`): its rows are known, so that whether an event has a partner there is asked of
 * the event alone, and a column of the table is a choice by the key (https://learn.microsoft.com/kusto/query/datatable-operator). Where the rows are
 * not told row by row, they stay open.
 */
import type { JoinType } from '../../rule/stage.ts';
import type { Expression, Place } from './ast.ts';
import { compareValues } from './compare.ts';
import { placeTruth } from './conjuncts.ts';
import { evaluate } from './evaluate.ts';
import { lowerMembership } from './membership.ts';
import { mentionedColumns } from './mentioned.ts';
import type { Branch, Env, ExternalTable, Relation, Truth, Value } from './model.ts';
import { isClosed, withColumns } from './rows.ts';
import { conjunction, disjunction, twoValued } from './truth.ts';
import { literal, opaqueValue } from './value.ts';

export interface KeyNames {
  readonly left: string;
  readonly right: string;
}

/** Far above what is written by hand for a join that a person would follow. */
const MAX_ROWS = 60;

type ConstantTable = ExternalTable & { readonly rows: readonly (readonly Value[])[] };

/** The table, if the query holds its rows. */
export function heldTable({ branches }: Relation): ExternalTable | null {
  const [only] = branches;
  const external = branches.length === 1 ? (only?.external ?? null) : null;
  return external?.rows === null ? null : external;
}

/** Null: the rows are filtered, computed or too many. */
export function joinedWithConstants(
  env: Env,
  place: Place,
  type: JoinType,
  left: Branch,
  right: Relation,
  keys: readonly KeyNames[],
): Branch | null {
  const table = plainTable(right);
  const isKnown = type === 'inner' || type === 'semi' || type === 'anti';
  if (table === null || !isKnown || keys.length === 0) return null;
  if (!keys.every((key) => table.columns.includes(key.right))) return null;
  const partner = partnerOf(env, place, left, table, keys);
  if (type === 'anti')
    return placeTruth(env, left, twoValued(twoValued(partner.holds, []).fails, partner.scopes), place);
  const kept = placeTruth(env, left, partner, place);
  if (type === 'semi') return kept;
  return { ...kept, row: withColumns(kept.row, columnsOf(env, place, left, table, keys)) };
}

function plainTable({ branches }: Relation): ConstantTable | null {
  const [only] = branches;
  if (only === undefined || branches.length > 1) return null;
  const { external, conditions, expansions, stages, row } = only;
  if (external === null || external.rows === null || external.rows.length > MAX_ROWS) return null;
  if (conditions.length > 0 || expansions.length > 0 || stages.length > 0) return null;
  const isPlain = [...row.columns].every(
    ([name, value]) =>
      value.kind === 'field' && value.field.native === name && external.columns.includes(name),
  );
  return isPlain && row.columns.size === external.columns.length
    ? { ...external, rows: external.rows }
    : null;
}

const EQUAL = {
  operator: 'eq',
  caseSensitive: true,
  quantifier: 'any',
  isNegated: false,
} as const;

function partnerOf(
  env: Env,
  place: Place,
  left: Branch,
  table: ConstantTable,
  keys: readonly KeyNames[],
): Truth {
  const [key] = keys;
  if (keys.length > 1 || key === undefined)
    return disjunction(table.rows.map((row) => partnerIn(env, place, left, { table, row }, keys)));
  const cells = table.rows.map((row) => cellOf(table, row, key.right));
  return lowerMembership(env, place, { ...EQUAL, operator: 'in' }, keyValue(env, left, key), cells);
}

function partnerIn(
  env: Env,
  place: Place,
  left: Branch,
  { table, row }: { readonly table: ConstantTable; readonly row: readonly Value[] },
  keys: readonly KeyNames[],
): Truth {
  return conjunction(
    keys.map((key) =>
      compareValues(env, place, EQUAL, keyValue(env, left, key), cellOf(table, row, key.right)),
    ),
  );
}

function keyValue(env: Env, { row }: Branch, { left: name }: KeyNames): Value {
  const expression: Expression = { kind: 'name', name, start: 0, end: 0 };
  return evaluate({ ...env, row, scope: { ...env.scope, names: new Map(), outer: null } }, expression);
}

function cellOf({ columns }: ExternalTable, row: readonly Value[], name: string): Value {
  return row[columns.indexOf(name)] ?? literal(null);
}

/** Of an inner join each column by the row that the key finds; of two columns with one name the table's gets a `1` behind it. */
function columnsOf(
  env: Env,
  place: Place,
  left: Branch,
  table: ConstantTable,
  keys: readonly KeyNames[],
): readonly (readonly [string, Value])[] {
  const mentioned = mentionedColumns(left);
  const isUnique = new Set(table.rows.map((row) => keyText(table, row, keys))).size === table.rows.length;
  const whens = table.rows.map((row) => partnerIn(env, place, left, { table, row }, keys));
  return table.columns.map((name) => {
    const has = left.row.columns.has(name) || mentioned.has(name) || keys.some((key) => key.left === name);
    const key = keys.find((each) => each.right === name);
    if (key !== undefined) return [has ? `${name}1` : name, keyValue(env, left, key)];
    const cases = table.rows.map((row, at) => ({
      when: whens[at] ?? twoValued({ kind: 'never' }, []),
      value: cellOf(table, row, name),
    }));
    const isTold = isUnique && (has || isClosed(left.row));
    return [
      has ? `${name}1` : name,
      isTold ? { kind: 'choice', cases, otherwise: literal(null) } : heldValue(name, table),
    ];
  });
}

function keyText(table: ConstantTable, row: readonly Value[], keys: readonly KeyNames[]): string {
  return JSON.stringify(keys.map((key) => cellOf(table, row, key.right)));
}

/** A column of which it is not known whose it is, or of which row. */
export function heldValue(name: string, { name: table }: ExternalTable): Value {
  return opaqueValue('external_value', `${name}: it comes from ${table}, not from the event`);
}

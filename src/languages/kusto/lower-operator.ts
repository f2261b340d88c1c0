/** One tabular operator applied to a table: https://learn.microsoft.com/kusto/query/tabular-operators (those that filter, name and hide). */
import type { Column, Operator } from './ast.ts';
import { groupOf, withComputed } from './computed-columns.ts';
import { conjuncts, placeConjuncts } from './conjuncts.ts';
import { evaluate, expressionText } from './evaluate.ts';
import { opaqueStage, unknownRows } from './opaque-stage.ts';
import { lowerApply } from './lower-apply.ts';
import { lowerExpand } from './lower-expand.ts';
import { lowerInvoke } from './lower-invoke.ts';
import { lowerJoin } from './lower-join.ts';
import { lowerParse } from './lower-parse.ts';
import { lowerPlugin, lowerUnknown } from './lower-plugin.ts';
import { lowerSearch } from './lower-search.ts';
import { lowerCount, lowerDistinct, lowerSummarize } from './lower-summarize.ts';
import type { Branch, Env, Relation, Value } from './model.ts';
import { columnName } from './naming.ts';
import { closedRow, withColumns, withoutColumns } from './rows.ts';
import { eachBranch, externalTable, unite, withStage } from './relation.ts';
import { literal, opaqueValue } from './value.ts';

export function lowerOperator(env: Env, operator: Operator, relation: Relation): Relation {
  env.lowering.budget.left -= relation.branches.length;
  switch (operator.kind) {
    case 'union':
      return lowerUnion(env, operator, relation);
    case 'search':
    case 'find':
      return lowerSearch(env, operator, relation);
    case 'print':
      return printed(env, operator.columns);
    case 'invoke':
      return lowerInvoke(env, operator, relation);
    case 'as':
    case 'count':
    case 'display':
    case 'distinct':
    case 'evaluate':
    case 'extend':
    case 'join':
    case 'limit':
    case 'lookup':
    case 'mv-apply':
    case 'mv-expand':
    case 'parse-where':
    case 'parse':
    case 'project-away':
    case 'project-keep':
    case 'project-rename':
    case 'project':
    case 'serialize':
    case 'summarize':
    case 'unsupported':
    case 'where':
      return eachBranch(relation, (branch) => lowerOnBranch({ ...env, row: branch.row }, operator, branch));
  }
}

/** One row: https://learn.microsoft.com/kusto/query/print-operator */
function printed(env: Env, columns: readonly Column[]): Relation {
  const values = columns.map(({ value }) => evaluate(env, value));
  const isConstant = values.every(({ kind }) => kind === 'literal' || kind === 'json');
  return externalTable({
    name: 'print',
    reason: 'constant_table',
    rows: isConstant ? [values] : null,
    columns: columns.map(({ names }, index) => names?.[0] ?? `print_${index}`),
  });
}

function lowerOnBranch(env: Env, operator: Operator, branch: Branch): Branch {
  switch (operator.kind) {
    case 'where':
      return placeConjuncts(env, branch, conjuncts(operator.condition));
    case 'extend':
    case 'serialize':
      return extend(env, branch, operator.columns);
    case 'project':
      return project(env, branch, operator.columns);
    case 'project-rename':
      return rename(env, branch, operator.columns);
    case 'project-away':
      return { ...branch, row: withoutColumns(branch.row, operator.names) };
    case 'summarize':
      return lowerSummarize(env, operator, branch);
    case 'distinct':
      return lowerDistinct(env, operator, branch);
    case 'count':
      return lowerCount(env, operator, branch);
    case 'limit':
      return withStage(
        branch,
        opaqueStage(env, operator, 'limit', `${operator.what} limits how many rows come out`, true),
      );
    case 'join':
    case 'lookup':
      return lowerJoin(env, operator, branch);
    case 'mv-expand':
      return lowerExpand(env, operator, branch);
    case 'mv-apply':
      return lowerApply(env, operator, branch);
    case 'parse':
    case 'parse-where':
      return lowerParse(env, operator, branch);
    case 'evaluate':
      return lowerPlugin(env, operator, branch);
    case 'unsupported':
      return lowerUnknown(env, operator, branch);
    case 'as':
    case 'display':
    case 'find':
    case 'invoke':
    case 'print':
    case 'project-keep':
    case 'search':
    case 'union':
      return branch;
  }
}

/** All are computed on the row as it comes in. */
function extend(env: Env, branch: Branch, columns: readonly Column[]): Branch {
  return columns
    .flatMap((each) => columnValues(env, each).map(([name, value]) => ({ name, value, each })))
    .reduce((at, { name, value, each }) => {
      const group = groupOf(at, value);
      if (group !== null) return withComputed(env, at, group, name, each.value);
      return { ...at, row: withColumns(at.row, [[name, value]]) };
    }, branch);
}

function project(env: Env, branch: Branch, columns: readonly Column[]): Branch {
  const kept = columns.flatMap((each) => columnValues(env, each));
  return {
    ...branch,
    row: closedRow(kept),
    shown: columns.flatMap((each) => shownColumns(env, each)),
  };
}

function shownColumns(env: Env, each: Column): Branch['shown'] {
  const source = expressionText(env, each.value);
  return (each.names ?? [columnName(each.value)]).map((name) => ({ name, source }));
}

/** The names that a column gets, and what they stand for. */
function columnValues(env: Env, { names, value }: Column): readonly (readonly [string, Value])[] {
  const result = evaluate(env, value);
  if (names === null) return [[columnName(value), result]];
  if (names.length === 1) return names.map((name) => [name, result]);
  return names.map((name) => [
    name,
    opaqueValue('unsupported_function', 'one of several values that a function gives'),
  ]);
}

function rename(env: Env, branch: Branch, columns: readonly Column[]): Branch {
  const renamed = columns.flatMap((each) => columnValues(env, each));
  const old = columns.map(({ value }) => columnName(value));
  return { ...branch, row: withColumns(withoutColumns(branch.row, old), renamed) };
}

/** Tables side by side; `withsource` names each row's. */
function lowerUnion(env: Env, operator: Operator & { readonly kind: 'union' }, relation: Relation): Relation {
  const tables = operator.tables.map((table) => env.lowering.table({ ...env, input: null }, table));
  const { branches } = unite(env, [relation, ...tables]);
  if (branches.length > MAX_PARTS) return tooManyParts(env, operator);
  const source = operator.parameters['withsource'] ?? operator.parameters['with_source'];
  if (source === undefined) return { branches };
  return {
    branches: branches.map((branch) => ({
      ...branch,
      row: withColumns(branch.row, [[source, sourceName(branch)]]),
    })),
  };
}

/** Far above any union that a person wrote. */
const MAX_PARTS = 200;

function tooManyParts(env: Env, operator: Operator): Relation {
  const relation = externalTable({ name: 'union', reason: 'too_complex', rows: null, columns: [] });
  const message = `a union of more than ${MAX_PARTS} parts`;
  return eachBranch(relation, (branch) => unknownRows(env, branch, operator, 'too_complex', message));
}

function sourceName(branch: Branch): Value {
  if (branch.from !== null && !branch.from.includes('*')) return literal(branch.from);
  return opaqueValue('source_name', 'the name of the table that a row comes from');
}

/**
 * `join` and `lookup`: rows of two tables with equal keys (https://learn.microsoft.com/kusto/query/join-operator, …/lookup-operator). The query's
 * own side stays the event; the other side is the stage's, with its filter and its own stages.
 */
import type { JoinPair, JoinType } from '../../rule/stage.ts';
import type { Expression, Operator } from './ast.ts';
import { heldTable, heldValue, joinedWithConstants } from './join-constants.ts';
import { keyOfBranch, keyOfTable } from './join-key.ts';
import { conjuncts, tableNames } from './conjuncts.ts';
import { textAt } from './findings.ts';
import { mentionedColumns } from './mentioned.ts';
import { opaqueStage } from './opaque-stage.ts';
import type { Branch, Env, ExternalTable, FieldValue, Relation, Row, Value } from './model.ts';
import { foreignValue } from './other-side.ts';
import type { Joining } from './other-side.ts';
import { withStage } from './relation.ts';
import { isClosed, withColumns } from './rows.ts';
import { column, EVENT_TIMES, opaqueValue } from './value.ts';

type JoinOperator = Operator & { readonly kind: 'join' | 'lookup' };

interface Kind {
  readonly type: JoinType;
  /** The rows are those of the other side. */
  readonly isTurned: boolean;
}

const KINDS: Readonly<Record<string, Kind>> = {
  innerunique: { type: 'inner', isTurned: false },
  inner: { type: 'inner', isTurned: false },
  leftouter: { type: 'left', isTurned: false },
  rightouter: { type: 'right', isTurned: false },
  fullouter: { type: 'full', isTurned: false },
  leftsemi: { type: 'semi', isTurned: false },
  leftanti: { type: 'anti', isTurned: false },
  anti: { type: 'anti', isTurned: false },
  leftantisemi: { type: 'anti', isTurned: false },
  rightsemi: { type: 'semi', isTurned: true },
  rightanti: { type: 'anti', isTurned: true },
  rightantisemi: { type: 'anti', isTurned: true },
};

export function lowerJoin(env: Env, operator: JoinOperator, branch: Branch): Branch {
  const right = env.lowering.table({ ...env, input: null }, operator.right);
  const kind =
    KINDS[operator.parameters['kind'] ?? (operator.kind === 'lookup' ? 'leftouter' : 'innerunique')];
  if (kind === undefined) {
    return withStage(
      branch,
      opaqueStage(env, operator, 'unsupported_join', 'this kind of join is not known'),
    );
  }
  const [other] = right.branches;
  if (kind.isTurned && right.branches.length === 1 && other !== undefined) {
    const turned = joined(env, operator, kind.type, other, { branches: [branch] }, true);
    return heldTable({ branches: [branch] }) === null ? turned : withStage(turned, heldStage(env, operator));
  }
  if (kind.isTurned)
    return withStage(
      branch,
      opaqueStage(env, operator, 'unsupported_join', 'a join that keeps the rows of several tables'),
    );
  const external = operator.kind === 'lookup' && kind.type === 'left' ? (other?.external ?? null) : null;
  if (external !== null && right.branches.length === 1)
    return lookedUp(env, operator, branch, right, external.name);
  const held = heldTable(right);
  return held === null
    ? joined(env, operator, kind.type, branch, right, false)
    : joinedWithHeld(env, operator, kind.type, branch, right, held);
}

/** A join with rows that stand in the query itself. */
function joinedWithHeld(
  env: Env,
  operator: JoinOperator,
  type: JoinType,
  branch: Branch,
  right: Relation,
  table: ExternalTable,
): Branch {
  const keys = keysOf(operator.on, branch, right).map(keyNames);
  const known = keys.filter((each) => each !== null);
  const told =
    known.length < keys.length ? null : joinedWithConstants(env, operator, type, branch, right, known);
  if (told !== null) return told;
  const whole = joined(env, operator, type, branch, right, false);
  if (type === 'left') {
    const names = [...(right.branches[0]?.row.columns.keys() ?? [])];
    const columns = names.flatMap((name): [string, Value][] =>
      known.some((key) => key.left === name) ? [] : [[name, heldValue(name, table)]],
    );
    return { ...whole, row: withColumns(whole.row, columns) };
  }
  return withStage(whole, heldStage(env, operator));
}

function heldStage(env: Env, operator: JoinOperator): ReturnType<typeof opaqueStage> {
  return opaqueStage(env, operator, 'constant_table', 'which rows the table has that the query itself holds');
}

function joined(
  env: Env,
  operator: JoinOperator,
  type: JoinType,
  left: Branch,
  right: Relation,
  isTurned: boolean,
): Branch {
  const scope = `r${env.lowering.counter.next++}`;
  const ons = keysOf(operator.on, left, right);
  const pairs = ons.map((on) => keyPair(env, left, right, on, isTurned));
  const known = pairs.filter((pair) => pair !== null);
  const withoutKey = pairs.includes(null);
  const stage = {
    kind: 'join',
    scope,
    type,
    with: tableNames(right),
    right,
    on: known.map(({ pair }) => pair),
    asked: known.flatMap(({ asked }) => asked),
    keys: ons.map((each) => leftName(each, isTurned)),
    window: null,
    source: textAt(env, operator),
  } as const;
  const sources = [...new Set([...left.sources, ...right.branches.flatMap((each) => each.sources)])];
  const base = withStage({ ...left, sources }, stage);
  const message = 'a key of this join cannot be expressed';
  const whole = withoutKey
    ? withStage(base, opaqueStage(env, operator, 'unsupported_join_key', message))
    : base;
  if (type === 'semi' || type === 'anti') return whole;
  return {
    ...whole,
    row: joinedRow(left, right, { scope, prefix: prefixOf(left), ...keyNamesOf(operator) }),
  };
}

function leftName(on: Expression, isTurned: boolean): string {
  const names = keyNames(on);
  return (isTurned ? names?.right : names?.left) ?? '';
}

/** `$right`, of a second join `$right2`. */
export function prefixOf(branch: Branch): string {
  const joins = branch.stages.filter((stage) => stage.kind === 'join').length;
  return joins === 0 ? '$right' : `$right${joins + 1}`;
}

/** `on $left.a == $right.a and $left.b == $right.b`; a constant that is the same on both sides is equal for all rows. */
function keysOf(on: readonly Expression[], left: Branch, right: Relation): readonly Expression[] {
  return on.flatMap(conjuncts).filter((each) => {
    const names = keyNames(each);
    if (names === null) return true;
    const own = left.row.columns.get(names.left);
    const others = right.branches.map(({ row }) => row.columns.get(names.right));
    return (
      own?.kind !== 'literal' ||
      !others.every((other) => other?.kind === 'literal' && other.value === own.value)
    );
  });
}

interface KeyPair {
  readonly pair: JoinPair;
  /** The name of a key that each part of the other side takes from a field of its own. */
  readonly asked: readonly string[];
}

function keyPair(env: Env, left: Branch, right: Relation, on: Expression, isTurned: boolean): KeyPair | null {
  const names = keyNames(on);
  if (names === null) return null;
  const [mine, theirs] = isTurned ? [names.right, names.left] : [names.left, names.right];
  const own = keyOfBranch(env, left, mine);
  const foreign = keyOfTable(env, right, theirs);
  if (own === null || foreign === null) return null;
  const pair = {
    left: own.field,
    right: foreign.field,
    ...(own.cases === undefined ? {} : { leftCases: own.cases }),
    ...(foreign.cases === undefined ? {} : { rightCases: foreign.cases }),
  };
  return { pair, asked: foreign.isOfEach ? [theirs] : [] };
}

/** `on Key`, `on $left.A == $right.B` */
function keyNames(on: Expression): { readonly left: string; readonly right: string } | null {
  if (on.kind === 'name') return { left: on.name, right: on.name };
  if (on.kind !== 'binary' || on.operator !== '==') return null;
  const [a, b] = [sideOf(on.left), sideOf(on.right)];
  if (a === null || b === null || a.side === b.side) return null;
  return a.side === '$left' ? { left: a.name, right: b.name } : { left: b.name, right: a.name };
}

function sideOf(expression: Expression): { readonly side: string; readonly name: string } | null {
  if (expression.kind !== 'path' || expression.of.kind !== 'name' || expression.selector.kind !== 'name')
    return null;
  const side = expression.of.name;
  return side === '$left' || side === '$right' ? { side, name: expression.selector.name } : null;
}

function keyNamesOf({ on }: JoinOperator): Pick<Joining, 'leftKeys' | 'rightKeys'> {
  const names = on.flatMap(conjuncts).map(keyNames);
  return {
    leftKeys: new Set(names.map((each) => each?.left ?? '')),
    rightKeys: new Set(names.map((each) => each?.right ?? '')),
  };
}

/**
 * The columns of both sides: of two with one name the other side's gets a `1` behind it. No schema says which columns a table has; where the query
 * does not show whose a name is, it is the joined row's (scope `j…`).
 */
export function joinedRow(left: Branch, right: Relation, joining: Joining): Row {
  const [other, ...more] = right.branches;
  const columns = new Map(left.row.columns);
  // What a projection left behind is no column any more.
  const own = isClosed(left.row) ? new Set<string>() : mentionedColumns(left);
  const leftHas = (name: string): boolean | null => {
    if (left.row.columns.has(name) || own.has(name) || joining.leftKeys.has(name)) return true;
    if (isClosed(left.row)) return false;
    // Every table has a time; which of the two it goes by, the query has shown.
    return EVENT_TIMES.has(name) ? true : null;
  };
  if (other === undefined || more.length > 0) return openRow(left.row, columns, joining);
  for (const [name, value] of other.row.columns) {
    const has = leftHas(name);
    const foreign = foreignValue(other, value, joining);
    if (has === false) columns.set(name, foreign);
    else if (has === true) columns.set(`${name}1`, foreign);
    else if (isDerived(name, value)) columns.set(name, foreign);
    else columns.set(name, ofBoth(name, joining));
  }
  for (const name of [...own, ...joining.leftKeys]) if (!columns.has(name)) columns.set(name, column(name));
  for (const name of joining.rightKeys) {
    if (!columns.has(name)) columns.set(name, foreignValue(other, column(name), joining));
  }
  if (isClosed(other.row)) {
    for (const [name, value] of other.row.columns) {
      if (leftHas(name) === null && !columns.has(`${name}1`))
        columns.set(`${name}1`, foreignValue(other, value, joining));
    }
    return { columns, others: left.row.others };
  }
  for (const name of mentionedColumns(other)) {
    if (leftHas(name) === true && !columns.has(`${name}1`))
      columns.set(`${name}1`, foreignValue(other, column(name), joining));
  }
  if (leftHas('TimeGenerated') !== false)
    columns.set('TimeGenerated1', foreignValue(other, column('TimeGenerated'), joining));
  if (leftHas('Timestamp') !== false)
    columns.set('Timestamp1', foreignValue(other, column('Timestamp'), joining));
  for (const time of ['TimeGenerated', 'Timestamp'])
    if (leftHas(time) !== false && !columns.has(time)) columns.set(time, column(time));
  if (isClosed(left.row)) {
    return { columns, others: { scope: `${joining.scope}:event`, prefix: joining.prefix } };
  }
  return openRow(left.row, columns, joining);
}

function openRow(_left: Row, columns: ReadonlyMap<string, Value>, { scope }: Joining): Row {
  return { columns, others: { scope: `j${scope}` } };
}

function ofBoth(name: string, { scope }: Joining): FieldValue {
  return column(name, 'unknown', [`j${scope}`]);
}

/** Made by the other side's query: no table has a column of that name by chance. */
function isDerived(name: string, value: Value): boolean {
  if (value.kind !== 'field') return true;
  const { segments, transforms } = value.field;
  return (
    transforms.length > 0 ||
    segments.length !== 1 ||
    segments[0] !== name ||
    value.scopes.some((each) => each.startsWith('g'))
  );
}

/** Columns of a list that is not in the rule, or that is no log. */
function lookedUp(env: Env, operator: JoinOperator, branch: Branch, right: Relation, table: string): Branch {
  const [other] = right.branches;
  const pairs = operator.on.map((on) => keyPair(env, branch, right, on, false));
  const on = pairs.flatMap((each) => (each === null ? [] : [each.pair]));
  const keys = new Set(operator.on.map((each) => keyNames(each)?.right ?? ''));
  const fields = [...(other?.row.columns.keys() ?? [])].filter((name) => !keys.has(name));
  const message = `it comes from ${table}, not from the event`;
  const columns = new Map([
    ...branch.row.columns,
    ...fields.map((name): [string, Value] => [name, opaqueValue('external_value', `${name}: ${message}`)]),
  ]);
  const others = fields.length === 0 ? { reason: 'external_value', message } : branch.row.others;
  const known =
    fields.length === 0
      ? [...mentionedColumns(branch)].map((name): [string, Value] => [name, column(name)])
      : [];
  const stage = { kind: 'lookup', table, on, fields, source: textAt(env, operator) } as const;
  return { ...withStage(branch, stage), row: { columns: new Map([...known, ...columns]), others } };
}

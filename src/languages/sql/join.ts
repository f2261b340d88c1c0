/** Joins: with another table or query, and with the query of an `IN (SELECT …)`. */
import { all } from '../../condition/condition.ts';
import type { Condition } from '../../condition/condition.ts';
import { simplify } from '../../condition/simplify.ts';
import type { FieldPath } from '../../condition/field-path.ts';
import type { JoinStage, JoinType, Stage } from '../../rule/stage.ts';
import type { Expression, InQuery, Join, Query } from './ast.ts';
import { refuseStage, textAt } from './context.ts';
import type { Lowering } from './context.ts';
import { operandOf } from './operand.ts';
import type { Pipeline } from './pipeline.ts';
import { leaveList, lowerPredicate } from './predicate.ts';
import { EVENT, GROUPS } from './scope.ts';
import type { Home, Scope, Side } from './scope.ts';

export interface JoinedSide {
  readonly join: Join;
  readonly pipeline: Pipeline;
  readonly side: Side;
  readonly home: Home;
}

type Pair = JoinStage['on'][number][number];

export interface Joins {
  readonly stages: readonly Stage[];
  /** Conjuncts that the joins take up. */
  readonly used: ReadonlySet<Expression>;
}

/** `conjuncts`: of the WHERE, and of the ON of inner joins. */
export function joinStages(
  lowering: Lowering,
  joined: readonly JoinedSide[],
  conjuncts: readonly Expression[],
  scope: Scope,
): Joins {
  const used = new Set<Expression>();
  const stages = joined.map((each) => joinStage(lowering, each, conjuncts, scope, used));
  return { stages, used };
}

function joinStage(
  lowering: Lowering,
  joined: JoinedSide,
  conjuncts: readonly Expression[],
  scope: Scope,
  used: Set<Expression>,
): Stage {
  const { join, home, pipeline } = joined;
  const isOuter = join.type === 'left' || join.type === 'right' || join.type === 'full';
  const own = isOuter ? flat(join.on) : conjuncts.filter((each) => concerns(each, scope, home));
  const pairs: Pair[] = join.using.map((name) => ({ left: columnField(name), right: columnField(name) }));
  const filters: Condition[] = [];
  let open: Expression | null = null;
  for (const each of own) {
    const pair = pairOf(each, scope, home);
    if (pair !== null) pairs.push(pair);
    else {
      const predicate = leaveList(lowerPredicate(lowering, { expression: each, scope }, true));
      if (![...predicate.homes].every((one) => one === home)) open ??= each;
      else filters.push(predicate.condition);
    }
    used.add(each);
  }
  const anti = join.type === 'left' ? conjuncts.find((each) => asksForNone(each, scope, home)) : undefined;
  if (anti !== undefined) used.add(anti);
  if (
    open !== null ||
    (pairs.length === 0 && join.type !== 'cross') ||
    join.type === 'right' ||
    join.type === 'full'
  ) {
    const message = 'a join on more than equal columns is kept as text only';
    return refuseStage(lowering, { code: 'unsupported_join', message }, open ?? join);
  }
  if (isOuter && conjuncts.some((each) => each !== anti && concerns(each, scope, home))) {
    const message = 'a condition on the columns of an outer join is kept as text only';
    for (const each of conjuncts) if (concerns(each, scope, home)) used.add(each);
    return refuseStage(lowering, { code: 'unsupported_join', message }, join);
  }
  return {
    kind: 'join',
    type: anti !== undefined ? 'anti' : join.type === 'left' ? 'left' : 'inner',
    with: pipeline.table ?? textAt(lowering, join.source),
    condition: filterOf([pipeline.condition, ...filters]),
    stages: pipeline.stages,
    on: pairs.length === 0 ? [] : [pairs],
    window: null,
    ...listOf(pipeline),
    source: textAt(lowering, join),
  };
}

/** Tables that are uploaded, and are no events: https://docs.panther.com/enrichment/custom */
function listOf({ table }: Pipeline): { readonly ofList?: true } {
  return /^"?panther_lookups"?\./i.test(table ?? '') ? { ofList: true } : {};
}

function filterOf(conditions: readonly Condition[]): Condition | null {
  const condition = simplify(all(conditions));
  return condition.kind === 'always' ? null : condition;
}

function flat(expression: Expression | null): readonly Expression[] {
  if (expression === null) return [];
  return expression.kind === 'and' ? expression.of.flatMap(flat) : [expression];
}

function columnField(name: string): FieldPath {
  const operand = operandOf({
    expression: { kind: 'column', names: [name], path: [], start: 0, end: 0 },
    scope: { aliases: new Map(), sides: [{ kind: 'table', names: [], home: EVENT }], grouped: null },
  });
  if (operand.kind !== 'field') throw new Error('a column of a table is a field');
  return operand.path;
}

/** Does it look at the other side's values? */
function concerns(expression: Expression, scope: Scope, home: Home): boolean {
  const silent: Lowering = {
    query: { language: 'sql', text: '', line: 1, column: 1, context: null },
    diagnostics: [],
    sources: new Set(),
    budget: { left: 1_000 },
  };
  return leaveList(lowerPredicate(silent, { expression, scope }, true)).homes.has(home);
}

/** A column of this side that equals one of the other. */
function pairOf(expression: Expression, scope: Scope, home: Home): Pair | null {
  if (expression.kind !== 'comparison' || expression.operator !== '=') return null;
  const sides = [expression.left, expression.right].map((each) => operandOf({ expression: each, scope }));
  const other = sides.find((each) => each.kind === 'field' && each.home === home);
  const own = sides.find((each) => each.kind === 'field' && each.home !== home);
  if (other?.kind !== 'field' || own?.kind !== 'field' || other.side !== null || own.side !== null)
    return null;
  return own.home === EVENT || own.home === GROUPS ? { left: own.path, right: other.path } : null;
}

/** `LEFT JOIN t … WHERE t.x IS NULL`: rows without a partner. */
function asksForNone(expression: Expression, scope: Scope, home: Home): boolean {
  if (expression.kind !== 'is_null' || expression.negated) return false;
  const operand = operandOf({ expression: expression.left, scope });
  return operand.kind === 'field' && operand.home === home;
}

export function isNestedJoin(expression: Expression): boolean {
  if (expression.kind === 'not') return expression.of.kind === 'in_query';
  return expression.kind === 'in_query';
}

/** `x IN (SELECT y …)`: rows that have a partner there; `NOT IN`: those that have none. */
export function lowerNested(
  lowering: Lowering,
  expression: Expression,
  scope: Scope,
  lower: (query: Query) => Pipeline,
): Stage {
  const { nested, negated } = nestedOf(expression);
  const left = nested === null ? null : operandOf({ expression: nested.left, scope });
  const column = nested === null ? null : onlyColumn(nested.query);
  if (nested === null || left?.kind !== 'field' || left.side !== null || column === null) {
    const message = 'a query that is asked for a value is kept as text only';
    return refuseStage(lowering, { code: 'nested_query', message }, expression);
  }
  const pipeline = lower(nested.query);
  const type: JoinType = negated ? 'anti' : 'semi';
  return {
    kind: 'join',
    type,
    with: pipeline.table ?? textAt(lowering, nested.query),
    condition: filterOf([pipeline.condition]),
    stages: pipeline.stages,
    on: [[{ left: left.path, right: column }]],
    window: null,
    ...listOf(pipeline),
    source: textAt(lowering, expression),
  };
}

function nestedOf(expression: Expression): { readonly nested: InQuery | null; readonly negated: boolean } {
  if (expression.kind === 'in_query') return { nested: expression, negated: expression.negated };
  if (expression.kind === 'not' && expression.of.kind === 'in_query')
    return { nested: expression.of, negated: !expression.of.negated };
  return { nested: null, negated: false };
}

function onlyColumn({ first }: Query): FieldPath | null {
  const [only, ...more] = first.kind === 'select' ? first.columns : [];
  if (only === undefined || more.length > 0) return null;
  const operand = operandOf({
    expression: only.expression,
    scope: { aliases: new Map(), sides: [{ kind: 'table', names: [], home: EVENT }], grouped: null },
  });
  return operand.kind === 'field' ? operand.path : null;
}

/**
 * What a query computes from a group's columns after it has grouped (`extend Ratio = Failed * 1.0 / Total`): a column of the aggregation whose
 * expression is kept as text. Those that nothing asks for are left out in the end.
 */
import type { AggregateColumn } from '../../rule/stage.ts';
import type { Expression } from './ast.ts';
import { columnArithmetic } from './column-arithmetic.ts';
import { evaluate, expressionText } from './evaluate.ts';
import type { Branch, DraftAggregate, Env, Value } from './model.ts';
import { kustoOperator } from './operators.ts';
import { withColumns } from './rows.ts';
import { column, scopesOf } from './value.ts';

/** Expressions of the group's own columns that we cannot follow; what is not in the events stays opaque. */
const COMPUTABLE: ReadonlySet<string> = new Set([
  'unsupported_function',
  'unsupported_arguments',
  'unsupported_arithmetic',
  'unsupported_expression',
]);

export function groupOf(branch: Branch, value: Value): DraftAggregate | null {
  const computes =
    value.kind === 'opaque'
      ? COMPUTABLE.has(value.reason)
      : value.kind === 'duration' || value.kind === 'concat';
  if (!computes) return null;
  const scopes = scopesOf(value);
  const isOfGroup = scopes.every((scope) => scope === 'event' || scope.startsWith('g'));
  if (!isOfGroup) return null;
  const last = branch.stages.findLast((stage) => stage.kind === 'aggregate' || stage.kind === 'join');
  return last?.kind === 'aggregate' && scopes.includes(last.scope) ? last : null;
}

/** The branch with a column of its last aggregation. */
export function withComputed(
  env: Env,
  branch: Branch,
  group: DraftAggregate,
  name: string,
  of: Expression,
): Branch {
  const isNew = group.columns.every((each) => each.name !== name);
  const arithmetic = isNew ? columnArithmetic(env, group, of) : null;
  const added: AggregateColumn = {
    name,
    function: 'computed',
    field: null,
    condition: null,
    expression: expressionText(env, of),
    ...(arithmetic === null ? {} : { arithmetic }),
  };
  const grown: DraftAggregate = {
    ...group,
    columns: [...group.columns, added],
    late: new Set([...group.late, name]),
  };
  const stages = branch.stages.map((stage) => (stage === group ? grown : stage));
  return {
    ...branch,
    stages,
    row: withColumns(branch.row, [[name, column(name, 'unknown', [group.scope])]]),
  };
}

/** A comparison of something computed from the group's columns as one of a column. */
export function namedComparison(
  env: Env,
  branch: Branch,
  expression: Expression,
): readonly [Branch, Expression] {
  if (expression.kind === 'or' || expression.kind === 'and') {
    const parts: Expression[] = [];
    let at = branch;
    for (const child of expression.of) {
      const [next, part] = namedComparison({ ...env, row: at.row }, at, child);
      at = next;
      parts.push(part);
    }
    return [at, { ...expression, of: parts }];
  }
  if (expression.kind === 'binary' && kustoOperator(expression.operator) !== null) {
    const [withLeft, left] = namedSide(env, branch, expression.left);
    const [withBoth, right] = namedSide({ ...env, row: withLeft.row }, withLeft, expression.right);
    return [withBoth, { ...expression, left, right }];
  }
  if (expression.kind === 'between') {
    const [named, left] = namedSide(env, branch, expression.left);
    return [named, { ...expression, left }];
  }
  return [branch, expression];
}

function namedSide(env: Env, branch: Branch, side: Expression): readonly [Branch, Expression] {
  if (side.kind === 'name' || side.kind === 'literal') return [branch, side];
  const group = groupOf(branch, evaluate(env, side));
  if (group === null) return [branch, side];
  const name = expressionText(env, side);
  return [
    withComputed(env, branch, group, name, side),
    { kind: 'name', name, start: side.start, end: side.end },
  ];
}

/** The outcome section: what a detection shows, and the columns that the condition section compares. */
import type { Condition } from '../../condition/condition.ts';
import type { FieldPath } from '../../condition/field-path.ts';
import type { OutputField } from '../../rule/rule.ts';
import type { AggregateColumn, AggregateFunction } from '../../rule/stage.ts';
import type { Assignment, Call, Expression, Match } from './ast.ts';
import { fieldValueOf } from './field-value.ts';
import { lowerPredicate } from './predicate.ts';
import { eventField, lowerRows } from './rows.ts';
import { namesIn, textOf } from './scope.ts';
import type { Scope } from './scope.ts';

export function outputFields(
  scope: Scope,
  match: Match | null,
  outcome: readonly Assignment[],
): readonly OutputField[] {
  const keys = (match?.keys ?? []).map((key) => ({
    name: key.name,
    source: shownText(scope, key),
    origin: 'match',
  }));
  const shown = outcome.map(({ name, value }) => ({
    name,
    source: shownText(scope, value),
    origin: 'outcome',
  }));
  return [...keys, ...shown];
}

/** The path of the one field that is shown, in whatever aggregation; else the expression as it is written. */
function shownText(scope: Scope, expression: Expression): string {
  const inner = expression.kind === 'call' && expression.args.length === 1 ? expression.args[0] : expression;
  const field = inner === undefined ? null : plainField(scope, inner);
  return field === null || field.transforms.length > 0 ? textOf(scope, expression) : field.native;
}

/** Reading an expression to show it reports nothing. */
export function plainField(scope: Scope, expression: Expression): FieldPath | null {
  if (expression.kind !== 'field' && expression.kind !== 'variable' && expression.kind !== 'call')
    return null;
  const value = fieldValueOf(silent(scope), expression);
  return value === null ? null : { ...eventField(value.ref), transforms: value.transforms };
}

function silent(scope: Scope): Scope {
  return { ...scope, diagnostics: [] };
}

const FUNCTIONS: Readonly<Record<string, AggregateFunction>> = {
  count: 'count',
  count_distinct: 'cardinality',
  sum: 'sum',
  min: 'min',
  max: 'max',
  avg: 'avg',
  array: 'values',
  array_distinct: 'values',
  stddev: 'stdev',
  'window.avg': 'avg',
  'window.stddev': 'stdev',
  'window.variance': 'variance',
};

export interface OutcomeColumn {
  readonly column: AggregateColumn;
  /** All of it is said by the column's function, field and condition. */
  readonly isTold: boolean;
}

/** `conditionOf`: of an event variable, where the rule has several. */
export function outcomeColumn(
  scope: Scope,
  { name, value }: Assignment,
  conditionOf: (variable: string) => Condition | null,
): OutcomeColumn {
  const told =
    value.kind === 'call' && value.args.length === 1 ? aggregation(scope, value, conditionOf) : null;
  if (told !== null) return { column: { ...told, name }, isTold: true };
  const column = {
    name,
    function: 'computed' as const,
    field: null,
    condition: null,
    expression: textOf(scope, value),
  };
  return { column, isTold: false };
}

function aggregation(
  scope: Scope,
  call: Call,
  conditionOf: (variable: string) => Condition | null,
): Omit<AggregateColumn, 'name'> | null {
  const computed = Object.hasOwn(FUNCTIONS, call.name) ? FUNCTIONS[call.name] : undefined;
  const [arg] = call.args;
  if (computed === undefined || arg === undefined) return null;
  const counted = computed === 'sum' ? countedIf(scope, arg) : null;
  if (counted !== null) return { function: 'count', field: null, condition: counted };
  const field = plainField(scope, arg);
  const [variable] = variablesIn(scope, arg);
  if (field === null || variable === undefined) return null;
  return { function: computed, field, condition: conditionOf(variable) };
}

function variablesIn(scope: Scope, expression: Expression): readonly string[] {
  return namesIn(expression).flatMap((name) => {
    if (name.kind === 'field') return [name.variable];
    const bindings = name.kind === 'variable' ? (scope.placeholders.get(name.name) ?? []) : [];
    return bindings.flatMap(({ variables }) => [...variables]);
  });
}

/** `sum(if(condition, 1, 0))` counts the events that satisfy the condition. */
function countedIf(scope: Scope, arg: Expression): Condition | null {
  if (arg.kind !== 'call' || arg.name !== 'if') return null;
  const [condition, then, otherwise] = arg.args;
  const isOne = then?.kind === 'number' && then.value === 1;
  const isZero = otherwise === undefined || (otherwise.kind === 'number' && otherwise.value === 0);
  if (condition === undefined || !isOne || !isZero) return null;
  const own = silent(scope);
  const lowered = lowerRows(
    lowerPredicate(own, condition),
    (leaf) => textOf(scope, leaf),
    () => undefined,
  );
  return own.diagnostics.length === 0 ? lowered : null;
}

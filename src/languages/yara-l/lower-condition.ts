/**
 * The condition section: which event variables must occur and which must not, and what is asked of the events of a match window together
 * (https://cloud.google.com/chronicle/docs/detection/yara-l-2-0-syntax#condition_section_syntax).
 */
import { all, always, any, compare, never, not, opaque } from '../../condition/condition.ts';
import type { Condition, Operator } from '../../condition/condition.ts';
import { fieldPath } from '../../condition/field-path.ts';
import type { Scalar } from '../../condition/field-path.ts';
import type { AggregateColumn } from '../../rule/stage.ts';
import type { Assignment, Comparison, Expression } from './ast.ts';
import { FALSE, TRUE } from './formula.ts';
import type { Formula } from './formula.ts';
import { resolvingOf } from './field-value.ts';
import { outcomeColumn, plainField } from './lower-outcome.ts';
import { compareValues } from './compare.ts';
import { lowerPredicate } from './predicate.ts';
import { resolve } from './resolve.ts';
import { namesIn, report, textOf } from './scope.ts';
import type { Scope } from './scope.ts';

export interface LoweredCondition {
  /** Event variables that must not occur. */
  readonly missing: ReadonlySet<string>;
  /** Without a match section: what is asked of the one event beside the events section. */
  readonly ofEvent: readonly Formula[];
  readonly columns: readonly AggregateColumn[];
  readonly having: Condition;
}

interface Lowering {
  readonly scope: Scope;
  readonly hasMatch: boolean;
  /** Of an event variable, where the rule has several; null where it has one. */
  readonly conditionOf: (variable: string) => Condition | null;
  readonly missing: Set<string>;
  readonly ofEvent: Formula[];
  readonly columns: Map<string, AggregateColumn>;
}

export function lowerCondition(
  scope: Scope,
  condition: Expression,
  hasMatch: boolean,
  conditionOf: (variable: string) => Condition | null,
): LoweredCondition {
  const lowering: Lowering = {
    scope,
    hasMatch,
    conditionOf,
    missing: new Set(),
    ofEvent: [],
    columns: new Map(),
  };
  const having = all(topLevel(condition).map((each) => lowerTop(lowering, each)));
  const { missing, ofEvent, columns } = lowering;
  return { missing, ofEvent, columns: [...columns.values()], having };
}

function topLevel(expression: Expression): readonly Expression[] {
  if (expression.kind === 'and') return expression.of.flatMap(topLevel);
  if (expression.kind === 'choice' && expression.atLeast === 'all') return expression.of.flatMap(topLevel);
  return [expression];
}

/** What stands alone may say that a variable does not occur. */
function lowerTop(lowering: Lowering, expression: Expression): Condition {
  const { scope, missing, hasMatch } = lowering;
  if (expression.kind === 'absent' && scope.events.has(expression.name)) {
    missing.add(expression.name);
    return always;
  }
  // An event must occur: the sequence, or the event itself, says so.
  if (expression.kind === 'variable' && scope.events.has(expression.name)) return always;
  const count = countComparison(expression);
  if (count !== null && scope.events.has(count.name)) {
    if (isNone(count)) {
      missing.add(count.name);
      return always;
    }
    // "#var > n where n >= 0", "#var >= m where m > 0": more than one is asked below.
    if (isOne(count)) return always;
  }
  if (!hasMatch && !namesEventOrCount(scope, expression)) {
    lowering.ofEvent.push(lowerPredicate(scope, expression));
    return always;
  }
  return lowerHaving(lowering, expression);
}

function namesEventOrCount(scope: Scope, expression: Expression): boolean {
  return namesIn(expression).some(
    (name) =>
      name.kind === 'count' ||
      name.kind === 'absent' ||
      (name.kind === 'variable' && scope.events.has(name.name)),
  );
}

interface CountComparison {
  readonly name: string;
  readonly operator: Comparison['operator'];
  readonly value: number;
}

const FLIPPED = { '=': '=', '!=': '!=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const;

/** `#e > 5`, `5 < #e` */
function countComparison(expression: Expression): CountComparison | null {
  if (expression.kind !== 'compare') return null;
  const { left, right, operator } = expression;
  if (left.kind === 'count' && right.kind === 'number')
    return { name: left.name, operator, value: right.value };
  if (right.kind === 'count' && left.kind === 'number')
    return { name: right.name, operator: FLIPPED[operator], value: left.value };
  return null;
}

function isNone({ operator, value }: CountComparison): boolean {
  return (
    (operator === '=' && value === 0) ||
    (operator === '<' && value === 1) ||
    (operator === '<=' && value === 0)
  );
}

function isOne({ operator, value }: CountComparison): boolean {
  return (
    (operator === '>' && value === 0) ||
    (operator === '>=' && value === 1) ||
    (operator === '!=' && value === 0)
  );
}

function lowerHaving(lowering: Lowering, expression: Expression): Condition {
  switch (expression.kind) {
    case 'and':
      return all(expression.of.map((child) => lowerHaving(lowering, child)));
    case 'or':
      return any(expression.of.map((child) => lowerHaving(lowering, child)));
    case 'not':
      return not(lowerHaving(lowering, expression.of));
    case 'choice':
      return lowerChoice(lowering, expression);
    case 'variable':
      return lowerVariable(lowering, expression);
    case 'compare':
      return lowerComparison(lowering, expression);
    case 'call':
      return lowerContains(lowering, expression);
    case 'absent':
    case 'arithmetic':
    case 'boolean':
    case 'count':
    case 'field':
    case 'list':
    case 'lookup':
    case 'modified':
    case 'null_test':
    case 'number':
    case 'regex':
    case 'text':
      return opaqueHaving(lowering, expression);
  }
}

function opaqueHaving({ scope }: Lowering, expression: Expression): Condition {
  const message = 'this condition on the events of a match window cannot be expressed';
  const span = report(scope, expression, 'unsupported_condition', message);
  return opaque(textOf(scope, expression), 'unsupported_condition', [], span);
}

const MAX_CHOICES = 64;

/** At least so many of the list: every combination of as many. */
function lowerChoice(lowering: Lowering, choice: Extract<Expression, { kind: 'choice' }>): Condition {
  const of = choice.of.map((each) => lowerHaving(lowering, each));
  const least = choice.atLeast === 'any' ? 1 : choice.atLeast === 'all' ? of.length : choice.atLeast;
  if (least > of.length) return never;
  const combinations = combinationsOf(of, least);
  return combinations === null ? opaqueHaving(lowering, choice) : any(combinations.map((each) => all(each)));
}

function combinationsOf<T>(of: readonly T[], count: number): readonly (readonly T[])[] | null {
  let open: readonly (readonly T[])[] = [[]];
  for (const [index, each] of of.entries()) {
    open = open.flatMap((chosen) => {
      const rest = of.length - index - 1;
      const without = chosen.length + rest >= count ? [chosen] : [];
      return chosen.length < count ? [...without, [...chosen, each]] : [chosen];
    });
    if (open.length > MAX_CHOICES) return null;
  }
  return open;
}

/** `$e` is `#e > 0`: in a window there is an event, or there would be none. */
function lowerVariable(lowering: Lowering, variable: Extract<Expression, { kind: 'variable' }>): Condition {
  const { scope, conditionOf } = lowering;
  if (scope.events.has(variable.name)) {
    if (conditionOf(variable.name) === null) return always;
    return compare(countColumn(lowering, variable.name), 'gt', [0]);
  }
  const bindings = scope.placeholders.get(variable.name);
  return bindings === undefined ? opaqueHaving(lowering, variable) : always;
}

const OPERATORS: Readonly<Record<Comparison['operator'], Operator>> = {
  '=': 'eq',
  '!=': 'ne',
  '<': 'lt',
  '<=': 'lte',
  '>': 'gt',
  '>=': 'gte',
};

function lowerComparison(lowering: Lowering, comparison: Comparison): Condition {
  const count = countComparison(comparison);
  if (count !== null) return lowerCount(lowering, comparison, count);
  const { left, right, operator, nocase } = comparison;
  if (left.kind === 'variable') return lowerOutcome(lowering, comparison, left.name, operator, right, nocase);
  if (right.kind === 'variable')
    return lowerOutcome(lowering, comparison, right.name, FLIPPED[operator], left, nocase);
  return opaqueHaving(lowering, comparison);
}

function lowerCount(
  lowering: Lowering,
  at: Expression,
  { name, operator, value }: CountComparison,
): Condition {
  const { scope } = lowering;
  if (scope.events.has(name)) return compare(countColumn(lowering, name), OPERATORS[operator], [value]);
  if (scope.placeholders.has(name)) {
    const column = distinctColumn(lowering, name);
    if (column !== null) return compare(column, OPERATORS[operator], [value]);
  }
  return opaqueHaving(lowering, at);
}

function columnField(name: string): ReturnType<typeof fieldPath> {
  return fieldPath(name, { segments: [name] });
}

/** `#e`: "the number of distinct events" of the variable. */
function countColumn({ columns, conditionOf }: Lowering, variable: string): ReturnType<typeof fieldPath> {
  const name = `#${variable}`;
  columns.set(name, { name, function: 'count', field: null, condition: conditionOf(variable) });
  return columnField(name);
}

/** `#placeholder`: the number of its distinct values. */
function distinctColumn(lowering: Lowering, placeholder: string): ReturnType<typeof fieldPath> | null {
  const { scope, columns, conditionOf } = lowering;
  const [binding] = scope.placeholders.get(placeholder) ?? [];
  const field = binding === undefined ? null : plainField(scope, binding.value);
  const [variable] = binding?.variables ?? [];
  if (field === null || variable === undefined) return null;
  const name = `#${placeholder}`;
  columns.set(name, { name, function: 'cardinality', field, condition: conditionOf(variable) });
  return columnField(name);
}

function lowerOutcome(
  lowering: Lowering,
  at: Comparison,
  name: string,
  operator: Comparison['operator'],
  other: Expression,
  nocase: boolean,
): Condition {
  const { scope } = lowering;
  const outcome = scope.outcomes.get(name);
  const value = literalOf(other);
  if (outcome === undefined || value === undefined) return opaqueHaving(lowering, at);
  const decided = constantVerdict(scope, outcome, operator, value, at);
  if (decided !== null) return decided ? always : never;
  const column = outcomeFieldOf(lowering, outcome, at);
  return compare(column, OPERATORS[operator], [value], { caseSensitive: !nocase });
}

function literalOf(expression: Expression): Scalar | undefined {
  if (expression.kind === 'number' || expression.kind === 'text' || expression.kind === 'boolean')
    return expression.value;
  return undefined;
}

/** An outcome that is the same for all events decides before any comes. */
function constantVerdict(
  scope: Scope,
  { value: expression }: Assignment,
  operator: Comparison['operator'],
  value: Scalar,
  at: Comparison,
): boolean | null {
  const own = { ...scope, diagnostics: [] };
  const resolving = resolvingOf(own, null);
  const [only, ...rest] = resolve(expression, resolving);
  if (only?.value.kind !== 'literal' || rest.length > 0 || only.guard !== TRUE) return null;
  const formula = compareValues(operator, only.value, { kind: 'literal', value }, false, at, resolving);
  return formula === TRUE ? true : formula === FALSE ? false : null;
}

function outcomeFieldOf(
  lowering: Lowering,
  outcome: Assignment,
  at: Expression,
): ReturnType<typeof fieldPath> {
  const { scope, columns, conditionOf } = lowering;
  const { column, isTold } = outcomeColumn(scope, outcome, conditionOf);
  columns.set(outcome.name, column);
  if (!isTold) {
    const message = `what $${outcome.name} is computed from is kept as text`;
    report(scope, at, 'computed_outcome', message);
  }
  return columnField(outcome.name);
}

/** `arrays.contains($list, "x")` of an outcome that collects values. */
function lowerContains(lowering: Lowering, call: Extract<Expression, { kind: 'call' }>): Condition {
  const [list, value] = call.args;
  const outcome = list?.kind === 'variable' ? lowering.scope.outcomes.get(list.name) : undefined;
  const literal = value === undefined ? undefined : literalOf(value);
  if (call.name !== 'arrays.contains' || outcome === undefined || literal === undefined)
    return opaqueHaving(lowering, call);
  return compare(outcomeFieldOf(lowering, outcome, call), 'eq', [literal], { caseSensitive: !call.nocase });
}

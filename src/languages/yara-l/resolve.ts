/** Expressions to values: literals, fields, what placeholders are bound to, computations, `if`. */
import type { Scalar, Transform } from '../../condition/field-path.ts';
import type { Call, Expression, Field } from './ast.ts';
import { TRUE } from './formula.ts';
import type { Formula } from './formula.ts';
import { fieldRef, namesIn, report } from './scope.ts';
import type { Scope } from './scope.ts';
import { zeroOf } from './udm-fields.ts';
import { lowerValueFunction } from './value-function.ts';
import { literal, unknown, withTransform } from './value.ts';
import type { Alternatives, FieldValue, Unknown, Value } from './value.ts';

export interface Resolving {
  readonly scope: Scope;
  /** Of a placeholder that several event variables share, the binding of this one. */
  readonly prefer: string | null;
  /** Placeholders and outcomes that are being resolved: none stands for itself. */
  readonly within: ReadonlySet<string>;
  /** The condition of an `if`. */
  readonly lowerCondition: (expression: Expression, resolving: Resolving) => Formula;
  readonly negate: (formula: Formula) => Formula;
}

function one(value: Value): Alternatives {
  return [{ guard: TRUE, value }];
}

export function resolve(expression: Expression, resolving: Resolving): Alternatives {
  switch (expression.kind) {
    case 'text':
    case 'number':
    case 'boolean':
      return one(literal(expression.value));
    case 'regex':
      return one({ kind: 'pattern', pattern: expression.pattern });
    case 'field':
      return one(fieldValue(expression, null));
    case 'modified':
      return one(modifiedValue(expression, resolving));
    case 'variable':
      return resolveVariable(expression.name, expression, resolving);
    case 'arithmetic':
      return resolveArithmetic(expression, resolving);
    case 'call':
      return resolveCall(expression, resolving);
    case 'absent':
    case 'and':
    case 'choice':
    case 'compare':
    case 'count':
    case 'list':
    case 'lookup':
    case 'not':
    case 'null_test':
    case 'or':
      return one(unsupported(expression, 'not_a_value', 'this is a condition, not a value'));
  }
}

function unsupported(expression: Expression, code: string, message: string): Unknown {
  const refs = namesIn(expression).flatMap((name) => (name.kind === 'field' ? [fieldRef(name)] : []));
  return unknown(code, message, refs);
}

function modifiedValue(expression: Extract<Expression, { kind: 'modified' }>, { scope }: Resolving): Value {
  const { of, modifier } = expression;
  if (of.kind !== 'field')
    return unsupported(expression, 'not_a_field', `"${modifier}" needs a repeated field`);
  if (modifier === 'all')
    report(scope, expression, 'all_of_empty', 'what "all" says of an empty list is not defined');
  return fieldValue(of, modifier);
}

function fieldValue(field: Field, modifier: FieldValue['modifier']): FieldValue {
  const ref = fieldRef(field);
  return { kind: 'field', ref, transforms: [], zero: zeroOf(ref.segments), modifier };
}

function resolveVariable(name: string, at: Expression, resolving: Resolving): Alternatives {
  const { scope, prefer, within } = resolving;
  if (within.has(name)) return one(unsupported(at, 'circular_variable', `$${name} stands for itself`));
  const inner = { ...resolving, within: new Set([...within, name]) };
  const bindings = scope.placeholders.get(name);
  if (bindings !== undefined) {
    const own = bindings.find(({ variables }) => prefer !== null && variables.has(prefer)) ?? bindings[0];
    if (own !== undefined) return resolve(own.value, inner);
  }
  const outcome = scope.outcomes.get(name);
  if (outcome !== undefined) return resolve(outcome.value, inner);
  if (scope.events.has(name))
    return one(unsupported(at, 'not_a_value', `$${name} is an event, not a value of one`));
  return one(unsupported(at, 'unbound_variable', `$${name} is bound to nothing`));
}

type ArithmeticOperator = Extract<Expression, { kind: 'arithmetic' }>['operator'];

function resolveArithmetic(
  expression: Extract<Expression, { kind: 'arithmetic' }>,
  resolving: Resolving,
): Alternatives {
  const { operator } = expression;
  const aged = operator === '-' && isNow(expression.left) ? ageOf(expression.right, resolving) : null;
  if (aged !== null) return aged;
  const lefts = resolve(expression.left, resolving);
  const rights = resolve(expression.right, resolving);
  if (lefts.length * rights.length > 64)
    return one(unsupported(expression, 'too_complex', 'the computation has too many alternatives'));
  return lefts.flatMap((left) =>
    rights.map((right) => ({
      guard: { kind: 'and' as const, of: [left.guard, right.guard] },
      value:
        computed(operator, left.value, right.value) ?? arithmeticProblem(expression, left.value, right.value),
    })),
  );
}

/** https://cloud.google.com/chronicle/docs/detection/yara-l-2-0-functions/timestamp-current_seconds */
function isNow(expression: Expression): boolean {
  return (
    expression.kind === 'call' &&
    expression.name === 'timestamp.current_seconds' &&
    expression.args.length === 0
  );
}

/** `timestamp.current_seconds() - time`: an absent time is the beginning of 1970, and since then these seconds have passed at least. */
const SINCE_1970 = 1_700_000_000;

function ageOf(time: Expression, resolving: Resolving): Alternatives | null {
  const [only, ...rest] = resolve(time, resolving);
  if (only?.value.kind !== 'field' || rest.length > 0 || only.value.zero !== 0) return null;
  return one(withTransform(only.value, { name: 'age', args: [] }, SINCE_1970));
}

function arithmeticProblem(expression: Expression, left: Value, right: Value): Unknown {
  const known = [left, right].find((value) => value.kind === 'unknown');
  return (
    known ?? unsupported(expression, 'arithmetic', 'a computation of several fields cannot be expressed')
  );
}

const NAMES: Readonly<Record<ArithmeticOperator, Transform['name']>> = {
  '+': 'add',
  '-': 'subtract',
  '*': 'multiply',
  '/': 'divide',
  '%': 'modulo',
};

function computed(operator: ArithmeticOperator, left: Value, right: Value): Value | null {
  if (left.kind === 'literal' && right.kind === 'literal') {
    const value = compute(operator, left.value, right.value);
    return value === null ? null : literal(value);
  }
  if (left.kind === 'field' && right.kind === 'literal' && typeof right.value === 'number') {
    const zero = compute(operator, left.zero, right.value);
    return zero === null ? null : withTransform(left, { name: NAMES[operator], args: [right.value] }, zero);
  }
  const commutes = operator === '+' || operator === '*';
  return commutes && left.kind === 'literal' && right.kind === 'field'
    ? computed(operator, right, left)
    : null;
}

function compute(operator: ArithmeticOperator, left: Scalar, right: Scalar): number | null {
  if (typeof left !== 'number' || typeof right !== 'number') return null;
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return right === 0 ? null : left / right;
    case '%':
      return right === 0 ? null : left % right;
  }
}

function resolveCall(call: Call, resolving: Resolving): Alternatives {
  const result = call.name === 'if' ? conditional(call, resolving) : applied(call, resolving);
  const message = `the function ${call.name}() cannot be expressed, or not with these arguments`;
  return result ?? one(unsupported(call, 'unsupported_function', message));
}

function applied(call: Call, resolving: Resolving): Alternatives | null {
  const args = call.args.map((arg) => resolve(arg, resolving));
  const problem = args.flat().find(({ value }) => value.kind === 'unknown');
  return problem === undefined ? lowerValueFunction(call, args) : one(problem.value);
}

function conditional(call: Call, resolving: Resolving): Alternatives | null {
  const [condition, then, otherwise] = call.args;
  if (condition === undefined || then === undefined || call.args.length > 3) return null;
  const guard = resolving.lowerCondition(condition, resolving);
  // "You can omit the ELSE_CLAUSE if the data type is integer or a float. If omitted, the ELSE_CLAUSE evaluates to 0."
  const rest = otherwise === undefined ? one(literal(0)) : resolve(otherwise, resolving);
  const under = (outer: Formula, alternatives: Alternatives): Alternatives =>
    alternatives.map((each) => ({
      guard: { kind: 'and' as const, of: [outer, each.guard] },
      value: each.value,
    }));
  return [...under(guard, resolve(then, resolving)), ...under(resolving.negate(guard), rest)];
}

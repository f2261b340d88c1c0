/** A scalar expression to what it stands for. */
import type { Between, Call, Expression, In, Literal, Place } from './ast.ts';
import { arithmetic } from './arithmetic.ts';
import { callFunction } from './call.ts';
import { anyField, compareValues, truthOf, unsupported } from './compare.ts';
import { textAt } from './findings.ts';
import { elementOf, propertyOf } from './dynamic.ts';
import { lowerMembership } from './membership.ts';
import type { Binding, Env, LiteralValue, Scope, Truth, Value } from './model.ts';
import { kustoOperator } from './operators.ts';
import { mergeRanges } from './ranges.ts';
import { conjunction, disjunction } from './truth.ts';
import { column, jsonValue, literal, opaqueValue, otherColumn } from './value.ts';

const MAX_CALLS = 60;

export function evaluate(env: Env, expression: Expression): Value {
  env.lowering.budget.left -= 1;
  if (env.lowering.budget.left < 0)
    return opaqueValue('too_complex', 'the query grows too large when its definitions are put in');
  switch (expression.kind) {
    case 'literal':
      return literalOf(expression);
    case 'json':
      return jsonValue(expression.value);
    case 'name':
      return evaluateName(env, expression.name);
    case 'star':
      return anyField;
    case 'path':
      return evaluatePath(env, expression);
    case 'element':
      return elementOf(evaluate(env, expression.of), evaluate(env, expression.index));
    case 'call':
      return evaluateCall(env, expression);
    case 'minus': {
      const value = evaluate(env, expression.of);
      return arithmetic('-', literal(0), value);
    }
    case 'binary':
      return kustoOperator(expression.operator) === null
        ? arithmetic(expression.operator, evaluate(env, expression.left), evaluate(env, expression.right))
        : { kind: 'logic', truth: truth(env, expression) };
    case 'and':
    case 'or':
    case 'in':
    case 'between':
      return { kind: 'logic', truth: truth(env, expression) };
    case 'toscalar':
      return { kind: 'list', relation: env.lowering.table(env, expression.of) };
    case 'totable':
    case 'pipe':
    case 'datatable':
    case 'externaldata':
      return { kind: 'table', relation: env.lowering.table(env, expression) };
    case 'function':
      return opaqueValue('unsupported_expression', 'a function is no value');
    case 'unsupported':
      return opaqueValue(
        'unsupported_expression',
        `this kind of expression is not known (${expression.what})`,
      );
  }
}

function literalOf({ type, value, number }: Literal): LiteralValue {
  return { kind: 'literal', type, value, ...(number === undefined ? {} : { number }) };
}

/** A predicate: a comparison, or a value that is one. */
export function truth(env: Env, expression: Expression): Truth {
  switch (expression.kind) {
    case 'and':
      return conjunction(expression.of.map((child) => truth(env, child)));
    case 'or':
      return disjunction(expression.of.map((child) => truth(env, child)));
    case 'in':
      return truthOfIn(env, expression);
    case 'between':
      return truthOfBetween(env, expression);
    case 'binary': {
      const operator = kustoOperator(expression.operator);
      if (operator === null) break;
      return compareValues(
        env,
        expression,
        operator,
        evaluate(env, expression.left),
        evaluate(env, expression.right),
      );
    }
    case 'call':
    case 'datatable':
    case 'element':
    case 'externaldata':
    case 'function':
    case 'json':
    case 'literal':
    case 'minus':
    case 'name':
    case 'path':
    case 'pipe':
    case 'star':
    case 'toscalar':
    case 'totable':
    case 'unsupported':
      break;
  }
  return truthOf(env, expression, evaluate(env, expression));
}

function truthOfIn(env: Env, expression: In): Truth {
  const operator = kustoOperator(expression.operator);
  const left = evaluate(env, expression.left);
  const values = expression.values.map((value) => evaluate(env, value));
  if (operator === null) {
    return unsupported(
      env,
      expression,
      'unsupported_comparison',
      `the operator ${expression.operator} is not known`,
      left,
    );
  }
  return lowerMembership(env, expression, operator, left, values);
}

function truthOfBetween(env: Env, { negated, left, from, to, start, end }: Between): Truth {
  const place: Place = { start, end };
  const value = evaluate(env, left);
  const [low, high] = [evaluate(env, from), evaluate(env, to)];
  // `between (start .. 7d)`: a timespan on the right counts from the left (https://learn.microsoft.com/kusto/query/between-operator).
  const until =
    high.kind === 'literal' &&
    high.type === 'timespan' &&
    (low.kind === 'time' || (low.kind === 'literal' && low.type === 'datetime'))
      ? arithmetic('+', low, high)
      : high;
  const atLeast = compareValues(env, place, operatorOf('>='), value, low);
  const atMost = compareValues(env, place, operatorOf('<='), value, until);
  const inside = mergeRanges([atLeast, atMost]);
  if (!negated) return inside;
  const { time: _time, apart: _apart, ...open } = inside;
  return { ...open, holds: inside.fails, fails: inside.holds };
}

function operatorOf(text: '>=' | '<=') {
  return {
    operator: text === '>=' ? ('gte' as const) : ('lte' as const),
    caseSensitive: true,
    quantifier: 'any' as const,
    isNegated: false,
  };
}

function evaluateName(env: Env, name: string): Value {
  const { columns, others } = env.row;
  const known = columns.get(name);
  if (known !== undefined) return known;
  const binding = lookUp(env.scope, name);
  if (binding !== undefined && env.depth < MAX_CALLS) return evaluateBinding(env, binding);
  return otherColumn(others, name, env.lowering.dynamicColumns.has(name) ? 'dynamic' : 'unknown');
}

/** What `let` names is evaluated where it was written: no column of this row is in sight there. */
function evaluateBinding(env: Env, binding: Binding): Value {
  if (binding.kind === 'value') return binding.value;
  if (binding.expression.kind === 'function') {
    const none = binding.expression.parameters.length === 0;
    if (none) return evaluateCallOf(env, binding, []);
    return opaqueValue('unsupported_expression', 'a function is used without its arguments');
  }
  return evaluate({ ...env, scope: binding.scope(), depth: env.depth + 1 }, binding.expression);
}

export function lookUp(scope: Scope, name: string): Binding | undefined {
  for (let at: Scope | null = scope; at !== null; at = at.outer) {
    const found = at.names.get(name);
    if (found !== undefined) return found;
  }
  return undefined;
}

function evaluatePath(env: Env, expression: Expression & { readonly kind: 'path' }): Value {
  const { of, selector } = expression;
  if (selector.kind !== 'name') return opaqueValue('unsupported_expression', 'a path that is no name');
  if (of.kind === 'name' && (of.name === '$left' || of.name === '$right')) return column(selector.name);
  return propertyOf(evaluate(env, of), selector.name);
}

function evaluateCall(env: Env, call: Call): Value {
  const binding = lookUp(env.scope, call.name);
  if (binding?.kind === 'expression' && binding.expression.kind === 'function') {
    return evaluateCallOf(
      env,
      binding,
      call.args.map(({ name, value }) => ({ name, value: evaluate(env, value) })),
    );
  }
  const args = call.args.map(({ value }) => evaluate(env, value));
  const value = callFunction(env, call, args);
  const hasText = value.kind === 'concat' || value.kind === 'opaque';
  return hasText ? { ...value, text: textAt(env, call) } : value;
}

interface GivenArgument {
  readonly name: string | null;
  readonly value: Value;
}

function evaluateCallOf(
  env: Env,
  binding: Binding & { readonly kind: 'expression' },
  args: readonly GivenArgument[],
): Value {
  const { expression } = binding;
  if (expression.kind !== 'function' || expression.body === null || env.depth >= MAX_CALLS) {
    return opaqueValue('unsupported_expression', 'this call cannot be put in');
  }
  const scope = functionScope(binding.scope(), expression, args);
  const value = evaluate({ ...env, scope, depth: env.depth + 1 }, expression.body);
  // A name in the body that no argument gives is a table.
  return value;
}

/** The arguments by name, and what the body defines for itself. */
export function functionScope(
  outer: Scope,
  { parameters, lets }: Expression & { readonly kind: 'function' },
  args: readonly GivenArgument[],
): Scope {
  const names = new Map<string, Binding>();
  parameters.forEach(({ name, default: fallback }, index) => {
    const given =
      args.find((each) => each.name === name) ?? (args[index]?.name === null ? args[index] : undefined);
    if (given !== undefined) names.set(name, { kind: 'value', value: given.value });
    else if (fallback !== null)
      names.set(name, { kind: 'expression', expression: fallback, scope: () => outer });
  });
  return withLets({ names, outer, text: outer.text, calledAt: outer.calledAt }, lets);
}

/** Each definition sees those before it. */
export function withLets(
  outer: Scope,
  lets: readonly { readonly name: string; readonly value: Expression }[],
): Scope {
  return lets.reduce<Scope>((scope, { name, value }) => {
    const binding: Binding = { kind: 'expression', expression: value, scope: () => scope };
    return { names: new Map([[name, binding]]), outer: scope, text: scope.text, calledAt: scope.calledAt };
  }, outer);
}

/** The source text of an expression on one line. */
export function expressionText(env: Env, place: Place): string {
  return textAt(env, place).replace(/\s+/g, ' ').trim();
}

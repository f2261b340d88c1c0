/** Predicates of the events section, and the conditions of `if`, as formulas. */
import type { Call, Comparison, Expression } from './ast.ts';
import { isBooleanFunction, lowerBooleanFunction } from './boolean-function.ts';
import { compareValues } from './compare.ts';
import { and, FALSE, negate, or, TRUE } from './formula.ts';
import type { Formula } from './formula.ts';
import { opaqueOf } from './opaque.ts';
import { resolve } from './resolve.ts';
import type { Resolving } from './resolve.ts';
import type { Scope } from './scope.ts';
import { combine, unknown } from './value.ts';
import type { Unknown, Value } from './value.ts';

/** `prefer`: the event variable whose binding a shared placeholder stands for. */
export function lowerPredicate(scope: Scope, expression: Expression, prefer: string | null = null): Formula {
  return lower(expression, {
    scope,
    prefer,
    within: new Set(),
    lowerCondition: (condition, resolving) => lower(condition, resolving),
    negate,
  });
}

function lower(expression: Expression, resolving: Resolving): Formula {
  switch (expression.kind) {
    case 'and':
      return and(expression.of.map((child) => lower(child, resolving)));
    case 'or':
      return or(expression.of.map((child) => lower(child, resolving)));
    case 'not':
      return negate(lower(expression.of, resolving));
    case 'compare':
      return lowerComparison(expression, resolving);
    case 'call':
      return lowerCall(expression, resolving);
    case 'boolean':
      return expression.value ? TRUE : FALSE;
    case 'null_test':
      return lowerNullTest(expression, resolving);
    case 'lookup':
      return opaqueOf(expression, unknownList(expression.list), resolving);
    case 'field':
      return lowerBooleanField(expression, resolving);
    case 'absent':
    case 'arithmetic':
    case 'choice':
    case 'count':
    case 'list':
    case 'modified':
    case 'number':
    case 'regex':
    case 'text':
    case 'variable':
      return opaqueOf(expression, unknown('not_a_condition', 'this is a value, not a condition'), resolving);
  }
}

function unknownList(list: string): Unknown {
  return unknown('reference_list', `the reference list %${list} is not part of the rule`);
}

function lowerNullTest(test: Extract<Expression, { kind: 'null_test' }>, resolving: Resolving): Formula {
  const absent = compareWith('=', test.of, { kind: 'literal', value: '' }, false, test, resolving);
  return test.negated ? negate(absent) : absent;
}

function lowerBooleanField(expression: Expression, resolving: Resolving): Formula {
  return compareWith('=', expression, { kind: 'literal', value: true }, false, expression, resolving);
}

function lowerComparison(expression: Comparison, resolving: Resolving): Formula {
  const { operator, left, right, nocase } = expression;
  for (const [call, other] of [
    [left, right],
    [right, left],
  ] as const) {
    // `re.regex(…) = true`
    if (call.kind === 'call' && other.kind === 'boolean' && isBooleanFunction(call)) {
      const holds = lowerCall(call, resolving);
      return other.value === (operator === '=') ? holds : negate(holds);
    }
  }
  const formula = combine(resolve(left, resolving), resolve(right, resolving), (a, b) =>
    compareValues(operator, a, b, nocase, expression, resolving),
  );
  return (
    formula ??
    opaqueOf(expression, unknown('too_complex', 'the comparison has too many alternatives'), resolving)
  );
}

function compareWith(
  operator: Comparison['operator'],
  left: Expression,
  right: Value,
  nocase: boolean,
  at: Expression,
  resolving: Resolving,
): Formula {
  const formula = combine(resolve(left, resolving), [{ guard: TRUE, value: right }], (a, b) =>
    compareValues(operator, a, b, nocase, at, resolving),
  );
  return (
    formula ?? opaqueOf(at, unknown('too_complex', 'the comparison has too many alternatives'), resolving)
  );
}

function lowerCall(call: Call, resolving: Resolving): Formula {
  const args = call.args.map((arg) => resolve(arg, resolving));
  const [first, ...rest] = args;
  if (!isBooleanFunction(call) || first === undefined || rest.some((each) => each.length !== 1)) {
    return opaqueOf(
      call,
      unknown('unsupported_function', `the function ${call.name}() cannot be expressed`),
      resolving,
    );
  }
  const others = rest.flatMap((each) => each.map(({ value }) => value));
  return or(
    first.map(({ guard, value }) => {
      const problem = [value, ...others].find((each) => each.kind === 'unknown');
      const formula =
        problem === undefined
          ? (lowerBooleanFunction(call, [value, ...others], resolving) ??
            opaqueOf(
              call,
              unknown('unsupported_function', `this call of ${call.name}() cannot be expressed`),
              resolving,
            ))
          : opaqueOf(call, problem, resolving);
      return and([guard, formula]);
    }),
  );
}

/** What an expression comes to where it is read outside of a predicate. */
import type { Expression } from './ast.ts';
import { negate } from './formula.ts';
import { lowerPredicate } from './predicate.ts';
import { resolve } from './resolve.ts';
import type { Resolving } from './resolve.ts';
import type { Scope } from './scope.ts';
import type { FieldValue } from './value.ts';

/** The one field, with its functions, that an expression stands for; null where it is anything else. */
export function fieldValueOf(
  scope: Scope,
  expression: Expression,
  prefer: string | null = null,
): FieldValue | null {
  const [only, ...rest] = resolve(expression, resolvingOf(scope, prefer));
  return only?.value.kind === 'field' && rest.length === 0 ? only.value : null;
}

export function resolvingOf(scope: Scope, prefer: string | null): Resolving {
  return {
    scope,
    prefer,
    within: new Set(),
    lowerCondition: (condition) => lowerPredicate(scope, condition, prefer),
    negate,
  };
}

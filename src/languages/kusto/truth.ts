/**
 * Truth in Kusto has three values, true, false and null (https://learn.microsoft.com/kusto/query/scalar-data-types/null-values): `where` keeps
 * only what is true, and `not(null)` is null. So a predicate is two conditions: when it is true, and when it is false.
 */
import { all, always, any, never, not } from '../../condition/condition.ts';
import type { Condition } from '../../condition/condition.ts';
import type { Membership, Scopes, Truth } from './model.ts';
import { unionScopes } from './value.ts';

export function twoValued(holds: Condition, scopes: Scopes): Truth {
  return { holds, fails: not(holds), isTwoValued: true, scopes };
}

const alwaysTrue: Truth = { holds: always, fails: never, isTwoValued: true, scopes: [] };
export const alwaysFalse: Truth = { holds: never, fails: always, isTwoValued: true, scopes: [] };
/** Null: neither true nor false. */
const unknown: Truth = { holds: never, fails: never, isTwoValued: false, scopes: [] };

export function constant(value: boolean | null): Truth {
  if (value === null) return unknown;
  return value ? alwaysTrue : alwaysFalse;
}

export function negate(truth: Truth): Truth {
  const { holds, fails, isTwoValued, scopes, membership } = truth;
  const negated: Truth = { holds: fails, fails: holds, isTwoValued, scopes };
  if (membership === undefined) return negated;
  return { ...negated, membership: { ...membership, isNegated: !membership.isNegated } };
}

export function conjunction(of: readonly Truth[]): Truth {
  const [only] = of;
  if (of.length === 1 && only !== undefined) return only;
  const holds = all(of.map((each) => each.holds));
  const isTwoValued = of.every((each) => each.isTwoValued);
  const fails = isTwoValued ? not(holds) : any(of.map((each) => each.fails));
  return { holds, fails, isTwoValued, scopes: unionScopes(...of.map((each) => each.scopes)) };
}

export function disjunction(of: readonly Truth[]): Truth {
  const [only] = of;
  if (of.length === 1 && only !== undefined) return only;
  const holds = any(of.map((each) => each.holds));
  const isTwoValued = of.every((each) => each.isTwoValued);
  const fails = isTwoValued ? not(holds) : all(of.map((each) => each.fails));
  const membership = anyMembership(of);
  const scopes = unionScopes(...of.map((each) => each.scopes));
  return { holds, fails, isTwoValued, scopes, ...(membership === null ? {} : { membership }) };
}

/** `a in (t) or b in (t)` */
function anyMembership(of: readonly Truth[]): Membership | null {
  const found = of.flatMap(({ membership }) => (membership === undefined ? [] : [membership]));
  const [first] = found;
  if (first === undefined || found.length < of.length) return null;
  const isSame = found.every(
    ({ text, isNegated, comparison }) =>
      text === first.text &&
      !isNegated &&
      comparison?.operator === first.comparison?.operator &&
      comparison?.caseSensitive === first.comparison?.caseSensitive,
  );
  return isSame ? { ...first, values: found.flatMap(({ values }) => values) } : null;
}

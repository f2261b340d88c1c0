/**
 * Three-valued truth as two conditions: where an expression is true, and where it is true or null. `not` then turns both round, and `WHERE`, which
 * keeps a row only where its condition is true, takes the first.
 * https://www.elastic.co/docs/reference/query-languages/esql/esql-null-values#esql-null-boolean-logic
 */
import { all, always, any, never, not } from '../../condition/condition.ts';
import type { Condition } from '../../condition/condition.ts';

export interface Truth {
  /** Where it is true. */
  readonly yes: Condition;
  /** Where it is true or null. */
  readonly maybe: Condition;
}

/** Never null. */
export function certain(condition: Condition): Truth {
  return { yes: condition, maybe: condition };
}

export const TRUE = certain(always);
export const FALSE = certain(never);
export const NULL: Truth = { yes: never, maybe: always };

/** True where the condition is, null where `missing` is, else false. */
export function nullable(condition: Condition, missing: Condition): Truth {
  return { yes: condition, maybe: any([missing, condition]) };
}

export function both(of: readonly Truth[]): Truth {
  return { yes: all(of.map(({ yes }) => yes)), maybe: all(of.map(({ maybe }) => maybe)) };
}

export function either(of: readonly Truth[]): Truth {
  return { yes: any(of.map(({ yes }) => yes)), maybe: any(of.map(({ maybe }) => maybe)) };
}

export function negated({ yes, maybe }: Truth): Truth {
  return { yes: not(maybe), maybe: not(yes) };
}

/** `then` where the condition is true, `otherwise` where it is not (or null, where `when` is not true either). */
export function choice(when: Condition, then: Truth, otherwise: Truth): Truth {
  return {
    yes: chosen(when, then.yes, otherwise.yes),
    maybe: chosen(when, then.maybe, otherwise.maybe),
  };
}

function chosen(when: Condition, then: Condition, otherwise: Condition): Condition {
  if (then === otherwise) return then;
  if (then.kind === 'always') return any([when, ...members('any', otherwise)]);
  if (then.kind === 'never') return all([not(when), ...members('all', otherwise)]);
  if (otherwise.kind === 'never') return all([when, then]);
  if (otherwise.kind === 'always') return any([not(when), then]);
  return any([all([when, then]), all([not(when), ...members('all', otherwise)])]);
}

/** A CASE of a hundred values must not nest a hundred deep. */
function members(kind: 'all' | 'any', condition: Condition): readonly Condition[] {
  return condition.kind === kind ? condition.of : [condition];
}

interface Extent {
  readonly size: number;
  readonly depth: number;
}

const MAX_SIZE = 10_000;
const MAX_DEPTH = 100;
const extents = new WeakMap<Condition, Extent>();

/** Would walking this condition take too long, or too much stack? Columns that build on columns double with each. */
export function isTooLarge({ yes, maybe }: Truth): boolean {
  return [yes, maybe].map(extentOf).some(({ size, depth }) => size > MAX_SIZE || depth > MAX_DEPTH);
}

function extentOf(condition: Condition): Extent {
  const known = extents.get(condition);
  if (known !== undefined) return known;
  const children =
    condition.kind === 'all' || condition.kind === 'any'
      ? condition.of
      : condition.kind === 'not' || condition.kind === 'some'
        ? [condition.of]
        : [];
  const inner = children.map(extentOf);
  const extent = {
    size: inner.reduce((sum, { size }) => sum + size, 1),
    depth: inner.reduce((most, { depth }) => Math.max(most, depth + 1), 0),
  };
  extents.set(condition, extent);
  return extent;
}

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

/** What holds where a condition is true. */
export interface Branch {
  readonly when: Condition;
  readonly then: Truth;
}

/** The first branch whose condition is true says what holds (one that is null is not true either), else `otherwise`. */
export function choice(branches: readonly Branch[], otherwise: Truth): Truth {
  return {
    yes: chosen(branches, otherwise.yes, ({ then }) => then.yes),
    maybe: chosen(branches, otherwise.maybe, ({ then }) => then.maybe),
  };
}

/** A condition that still grows at its front; a CASE of a hundred values must not nest a hundred deep, nor be copied a hundred times. */
type Draft =
  | { readonly kind: 'one'; readonly node: Condition }
  | { readonly kind: 'all' | 'any'; readonly reversed: Condition[] };

function chosen(
  branches: readonly Branch[],
  last: Condition,
  part: (branch: Branch) => Condition,
): Condition {
  const draft = branches.reduceRight<Draft>((rest, branch) => led(branch.when, part(branch), rest), {
    kind: 'one',
    node: last,
  });
  return finished(draft);
}

function led(when: Condition, then: Condition, rest: Draft): Draft {
  const otherwise = rest.kind === 'one' ? rest.node : null;
  if (then === otherwise) return rest;
  if (then.kind === 'always') return prepended('any', when, rest);
  if (then.kind === 'never') return prepended('all', not(when), rest);
  if (otherwise?.kind === 'never') return { kind: 'all', reversed: [then, when] };
  if (otherwise?.kind === 'always') return { kind: 'any', reversed: [then, not(when)] };
  const remainder = finished(prepended('all', not(when), rest));
  return { kind: 'any', reversed: [remainder, all([when, then])] };
}

function prepended(kind: 'all' | 'any', node: Condition, rest: Draft): Draft {
  if (rest.kind === kind) {
    rest.reversed.push(node);
    return rest;
  }
  const inner = finished(rest);
  return { kind, reversed: [...(inner.kind === kind ? inner.of.toReversed() : [inner]), node] };
}

function finished(draft: Draft): Condition {
  if (draft.kind === 'one') return draft.node;
  const members = draft.reversed.toReversed();
  return draft.kind === 'all' ? all(members) : any(members);
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

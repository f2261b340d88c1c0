/**
 * `$e.field in %list` as a predicate of its own: the event is matched with a list that is no part of the rule
 * (https://cloud.google.com/chronicle/docs/reference/reference-lists). Within a disjunction, or of a whole repeated field, it stays opaque.
 */
import { fieldPath } from '../../condition/field-path.ts';
import type { JoinPair, JoinStage } from '../../rule/stage.ts';
import type { Expression, Lookup } from './ast.ts';
import type { FieldRef } from './formula.ts';
import { eventField } from './rows.ts';
import { fieldValueOf } from './field-value.ts';
import { textOf } from './scope.ts';
import type { Scope } from './scope.ts';

/** The join with a list, and the field that it looks up. */
export interface ListJoin {
  readonly ref: FieldRef;
  readonly pair: JoinPair;
  readonly join: JoinStage;
  /** The predicate. */
  readonly at: Expression;
}

/** Null: it is none, or one that a join cannot say. */
export function listJoin(scope: Scope, predicate: Expression): ListJoin | null {
  const { lookup, isNegated } = lookupOf(predicate);
  if (lookup === null) return null;
  const value = fieldValueOf({ ...scope, diagnostics: [] }, lookup.of);
  if (value === null || value.ref.source !== 'event' || value.modifier !== null) return null;
  // Of a repeated field one element is asked for, and it may be another one than is in the list.
  if (isNegated && value.ref.repeated.length > 0) return null;
  const left = { ...eventField(value.ref), transforms: value.transforms };
  const comparison = comparisonOf(lookup);
  const sides = { left, right: fieldPath('value') };
  const pair: JoinPair = comparison === undefined ? sides : { ...sides, comparison };
  const join: JoinStage = {
    kind: 'join',
    type: isNegated ? 'anti' : 'semi',
    with: `%${lookup.list}`,
    condition: null,
    stages: [],
    on: [[pair]],
    window: null,
    ofList: true,
    source: textOf(scope, predicate),
  };
  return { ref: value.ref, pair, join, at: predicate };
}

function lookupOf(predicate: Expression): { readonly lookup: Lookup | null; readonly isNegated: boolean } {
  if (predicate.kind !== 'not') {
    return { lookup: predicate.kind === 'lookup' ? predicate : null, isNegated: false };
  }
  const { lookup, isNegated } = lookupOf(predicate.of);
  return { lookup, isNegated: !isNegated };
}

/** A list holds texts, regular expressions or networks; texts are equal unless `nocase` follows. */
function comparisonOf({ type, nocase }: Lookup): JoinPair['comparison'] {
  if (type === 'cidr') return { operator: 'cidr', caseSensitive: true };
  if (type === 'regex') return { operator: 'regex', caseSensitive: !nocase };
  return nocase ? { operator: 'eq', caseSensitive: false } : undefined;
}

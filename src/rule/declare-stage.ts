/** Builds the stages that a platform declares beside its query, from field names as the rule writes them. */
import { always } from '../condition/condition.ts';
import { fieldPath } from '../condition/field-path.ts';
import type { FieldPath } from '../condition/field-path.ts';
import type { RuleId } from './rule.ts';
import type {
  AggregateStage,
  Aggregation,
  JoinStage,
  NewTermsStage,
  OpaqueStage,
  Seconds,
  SequenceStage,
} from './stage.ts';

function paths(fields: readonly string[]): readonly FieldPath[] {
  return fields.map((field) => fieldPath(field));
}

/** At least so many events of a group, or so many distinct values of `field`. */
export function atLeast(count: number, field: string | null = null): Aggregation {
  return Object.freeze({
    function: field === null ? 'count' : 'cardinality',
    field: field === null ? null : fieldPath(field),
    operator: 'gte',
    value: count,
  });
}

export function aggregateStage(
  by: readonly string[],
  window: Seconds | null,
  having: readonly Aggregation[],
  source: string,
): AggregateStage {
  return Object.freeze({ kind: 'aggregate', by: paths(by), window, having, source });
}

export function newTermsStage(
  fields: readonly string[],
  window: Seconds | null,
  source: string,
): NewTermsStage {
  return Object.freeze({ kind: 'new_terms', fields: paths(fields), window, source });
}

/** `on`: alternatives, each a conjunction of equal pairs of field names. */
export function joinStage(
  target: string,
  on: readonly (readonly { readonly left: string; readonly right: string }[])[],
  window: Seconds | null,
  source: string,
): JoinStage {
  const pairs = on.map((alternative) =>
    alternative.map(({ left, right }) => ({ left: fieldPath(left), right: fieldPath(right) })),
  );
  return Object.freeze({ kind: 'join', with: target, condition: null, on: pairs, window, source });
}

/** A step of a sequence over other rules' matches. */
export interface RuleStep {
  readonly name: string | null;
  readonly ruleId: RuleId;
  readonly by: readonly string[];
  readonly runs: number;
  readonly missing: boolean;
}

/**
 * A sequence whose steps are rules. The steps' conditions stand as `always`: whoever resolves a step by its `ruleId` puts that rule's condition
 * in its place (and what is unknown, as opaque).
 */
export function ruleSequenceStage(
  ordered: boolean,
  steps: readonly RuleStep[],
  window: Seconds | null,
  source: string,
): SequenceStage {
  return Object.freeze({
    kind: 'sequence',
    ordered,
    steps: steps.map((step) => ({ ...step, condition: always, by: paths(step.by) })),
    by: [],
    window,
    until: null,
    source,
  });
}

export function opaqueStage(reason: string, source: string): OpaqueStage {
  return Object.freeze({ kind: 'opaque', reason, source });
}

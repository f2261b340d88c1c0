/** Builds the stages that a platform declares beside its query, from field names as the rule writes them. */
import { all, always, compare } from '../condition/condition.ts';
import { fieldPath, fieldText } from '../condition/field-path.ts';
import type { FieldPath } from '../condition/field-path.ts';
import type { RuleId } from './rule.ts';
import type {
  AggregateStage,
  AggregateColumn,
  AggregateFunction,
  JoinStage,
  NewTermsStage,
  OpaqueStage,
  Seconds,
  SequenceStage,
} from './stage.ts';

function paths(fields: readonly string[]): readonly FieldPath[] {
  return fields.map((field) => fieldPath(field));
}

/** A number computed over the events of a group, and what it is compared with. */
export interface Threshold {
  readonly function: AggregateFunction;
  /** Null for a count of events. */
  readonly field: FieldPath | null;
  readonly operator: 'eq' | 'ne' | 'gt' | 'gte' | 'lt' | 'lte';
  readonly value: number;
  /** Which percentile, 0 to 100, of the function `percentile`. */
  readonly percentile?: number;
}

/** At least so many events of a group, or so many distinct values of `field`. */
export function atLeast(count: number, field: string | null = null): Threshold {
  return Object.freeze({
    function: field === null ? 'count' : 'cardinality',
    field: field === null ? null : fieldPath(field),
    operator: 'gte',
    value: count,
  });
}

/** Events are grouped by fields; a group alerts when every threshold holds. */
export function thresholdStage(
  by: readonly FieldPath[],
  window: Seconds | null,
  thresholds: readonly Threshold[],
  source: string,
): AggregateStage {
  const columns = new Map<string, AggregateColumn>();
  const having = thresholds.map(({ operator, value, ...computed }) => {
    const name = columnName(computed);
    columns.set(name, Object.freeze({ ...computed, name, condition: null }));
    return compare(fieldPath(name, { segments: [name] }), operator, [value]);
  });
  return Object.freeze({
    kind: 'aggregate',
    by,
    window,
    columns: [...columns.values()],
    having: having.length === 1 && having[0] !== undefined ? having[0] : all(having),
    source,
  });
}

/** `count()`, `cardinality(user.name)`, `percentile(bytes, 95)`. */
function columnName({ function: name, field, percentile }: Omit<Threshold, 'operator' | 'value'>): string {
  const args = [field === null ? null : fieldText(field), percentile ?? null].filter((arg) => arg !== null);
  return `${name}(${args.join(', ')})`;
}

/** The same from field names as the rule writes them. */
export function aggregateStage(
  by: readonly string[],
  window: Seconds | null,
  thresholds: readonly Threshold[],
  source: string,
): AggregateStage {
  return thresholdStage(paths(by), window, thresholds, source);
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
  return Object.freeze({
    kind: 'join',
    type: 'inner',
    with: target,
    condition: null,
    stages: [],
    on: pairs,
    window,
    source,
  });
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

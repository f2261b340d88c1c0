/** What comes after (or beside) the per-event filter: a threshold, an aggregation, a sequence, a join. In order, each with its source text. */
import type { Condition } from '../condition/condition.ts';
import type { FieldPath } from '../condition/field-path.ts';

export type Stage =
  FilterStage | AggregateStage | SequenceStage | NewTermsStage | JoinStage | ProjectStage | OpaqueStage;

interface StageText {
  /** The piece of the rule that says this stage. */
  readonly source: string;
}

/** Events that pass the condition go on. */
export interface FilterStage extends StageText {
  readonly kind: 'filter';
  readonly condition: Condition;
}

/** A duration in seconds, e.g. of a window. */
export type Seconds = number;

/** A number computed over the events of a group: `count`, `cardinality` (distinct values), `sum`, `avg`, `min`, `max`, `percentile`. */
export interface Aggregation {
  readonly function: 'count' | 'cardinality' | 'sum' | 'avg' | 'min' | 'max' | 'percentile';
  /** Null for a count of events. */
  readonly field: FieldPath | null;
  readonly operator: 'eq' | 'ne' | 'gt' | 'gte' | 'lt' | 'lte';
  readonly value: number;
  /** Which percentile, 0 to 100, of the function `percentile`. */
  readonly percentile?: number;
}

/** Events are grouped by fields within a window; a group alerts when every aggregation of `having` holds. */
export interface AggregateStage extends StageText {
  readonly kind: 'aggregate';
  readonly by: readonly FieldPath[];
  /** Null: the rule's own schedule. */
  readonly window: Seconds | null;
  readonly having: readonly Aggregation[];
}

export interface SequenceStep {
  readonly condition: Condition;
  readonly by: readonly FieldPath[];
  /** How many events in a row this step needs. */
  readonly runs: number;
  /** `missing`: no such event may come (EQL's `![ … ]`, Panther's Absence). */
  readonly missing: boolean;
  /** Its name in the rule, if it has one. */
  readonly name: string | null;
  /** A rule that makes this step's events, where the step is a rule of its own (correlations). */
  readonly ruleId: string | null;
}

/** Several events: in order (`ordered`), or in any order (EQL's `sample`, temporal correlations). */
export interface SequenceStage extends StageText {
  readonly kind: 'sequence';
  readonly ordered: boolean;
  readonly steps: readonly SequenceStep[];
  /** Fields that must be equal over all steps. */
  readonly by: readonly FieldPath[];
  readonly window: Seconds | null;
  /** An event that ends the sequence. */
  readonly until: Condition | null;
}

/** Alerts when a combination of field values was not seen within the history window. */
export interface NewTermsStage extends StageText {
  readonly kind: 'new_terms';
  readonly fields: readonly FieldPath[];
  readonly window: Seconds | null;
}

/** Events are matched with another set of records (an indicator index, another table). */
export interface JoinStage extends StageText {
  readonly kind: 'join';
  /** What it joins with: an index pattern, a table, a rule. */
  readonly with: string;
  /** The other side's filter; null: all of it. */
  readonly condition: Condition | null;
  /** Each alternative is a conjunction of equal pairs. */
  readonly on: readonly (readonly { readonly left: FieldPath; readonly right: FieldPath }[])[];
  readonly window: Seconds | null;
}

/** What is shown. */
export interface ProjectStage extends StageText {
  readonly kind: 'project';
  readonly fields: readonly string[];
}

/** A stage that is kept as text only: the rule is PARTIAL. */
export interface OpaqueStage extends StageText {
  readonly kind: 'opaque';
  readonly reason: string;
}

/** Does the rule need more than one event, or anything beside the event, to alert? Then a matching event only contributes. */
export function needsMoreThanOneEvent(stages: readonly Stage[]): boolean {
  return stages.some((stage) => stage.kind !== 'filter' && stage.kind !== 'project');
}

/** What comes after (or beside) the per-event filter: a threshold, an aggregation, a sequence, a join. In order, each with its source text. */
import type { Condition, Operator } from '../condition/condition.ts';
import { fieldText } from '../condition/field-path.ts';
import { printConjuncts } from '../condition/print.ts';
import type { FieldPath, Scalar } from '../condition/field-path.ts';

export type Stage =
  | FilterStage
  | AggregateStage
  | SequenceStage
  | NewTermsStage
  | JoinStage
  | LookupStage
  | UnionStage
  | ProjectStage
  | OpaqueStage;

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

/** How a column of an aggregation is computed over the events of a group. */
export const AGGREGATE_FUNCTIONS = [
  'count',
  'cardinality',
  'sum',
  'avg',
  'min',
  'max',
  'percentile',
  'stdev',
  'variance',
  'values',
  'first',
  'last',
  'any',
  'computed',
] as const;

/**
 * `count`: events; `cardinality`: distinct values; `values`: their list or set; `first`, `last`: of the earliest, latest event; `any`: of some event;
 * `computed`: an expression, as arithmetic over other columns where it is that, else kept as text.
 */
export type AggregateFunction = (typeof AGGREGATE_FUNCTIONS)[number];

/** A column computed over the events of a group. */
export interface AggregateColumn {
  /** As `having` and later stages call it. */
  readonly name: string;
  readonly function: AggregateFunction;
  /** Null for a count of events, and where the expression is more than a field. */
  readonly field: FieldPath | null;
  /** Only events that satisfy it are computed over (`countif`); null: all. */
  readonly condition: Condition | null;
  /** Which percentile, 0 to 100, of the function `percentile`. */
  readonly percentile?: number;
  /** The source text where `function` and `field` do not say all of it. */
  readonly expression?: string;
  /** Of the function `computed`: the expression, where it is arithmetic over columns and numbers; absent: it is kept as text only. */
  readonly arithmetic?: Arithmetic;
  /**
   * Instead of `field`: each event's own value, by the first case whose condition holds; an event for which none does has no value. Of the function
   * `computed` it is a value that events are grouped by.
   */
  readonly cases?: readonly ColumnCase[];
}

/** A value that an event has where a condition holds: a field's, a literal, or a text made of both. */
export interface ColumnCase {
  readonly when: Condition;
  /** Null: the value is the literal. */
  readonly field: FieldPath | null;
  readonly literal: Scalar;
  /** Instead of both: these one behind the other, fields by their text; one that is missing counts as an empty text. */
  readonly parts?: readonly (FieldPath | string)[];
}

/**
 * Arithmetic over columns of the group (a column by its name) and numbers; a time counts as its seconds since 1970. It has no value where an
 * operand has none, nor where it divides by zero. `integer_divide`: the quotient without its fraction (`-7 / 2` is `-3`). `now`: when the rule
 * runs. `size`: how many values a column of the function `values` has. `round`: to so many digits behind the point (before it, where negative), a
 * half away from zero.
 */
export type Arithmetic =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'column'; readonly name: string }
  | { readonly kind: 'size'; readonly name: string }
  | { readonly kind: 'now' }
  | { readonly kind: 'round'; readonly of: Arithmetic; readonly digits: number }
  | BinaryArithmetic;

export interface BinaryArithmetic {
  readonly kind: 'add' | 'subtract' | 'multiply' | 'divide' | 'integer_divide' | 'modulo';
  readonly left: Arithmetic;
  readonly right: Arithmetic;
}

/** Events are grouped by fields within a window; a group goes on when `having` holds. */
export interface AggregateStage extends StageText {
  readonly kind: 'aggregate';
  readonly by: readonly FieldPath[];
  /** Null: the rule's own schedule. */
  readonly window: Seconds | null;
  readonly columns: readonly AggregateColumn[];
  /** Over the columns (a field by the column's name) and the fields of `by`; `always` where every group goes on. */
  readonly having: Condition;
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
  /** What is asked of its event together with events of other steps, whose fields have the step's name in front: `event0.file.path`. */
  readonly relation?: Condition;
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

/**
 * How a join keeps events: `inner`: those that have a partner; `semi`: the same, without the partner's columns; `anti`: those that have none;
 * `left`, `right`, `full`: also those without one of the left, the right or both sides.
 */
export const JOIN_TYPES = ['inner', 'left', 'right', 'full', 'semi', 'anti'] as const;
export type JoinType = (typeof JOIN_TYPES)[number];

/** A field of the event and one of the other records. */
export interface JoinPair {
  readonly left: FieldPath;
  readonly right: FieldPath;
  /** Behind a sequence: which of its steps the event of `left` is, from 0; absent where there is no sequence before. */
  readonly step?: number;
  /** How the left one compares with the right one; absent: they are equal. */
  readonly comparison?: { readonly operator: Operator; readonly caseSensitive: boolean };
  /** Of a side that is no field but computed, each row's own value by the first case that holds; the field is then its name only. */
  readonly leftCases?: readonly ColumnCase[];
  readonly rightCases?: readonly ColumnCase[];
}

/** How a pair reads: `source.ip = threat.indicator.ip`, `url has~ domain`, `Key (a where a exists; b) = c`, `step 2 source.ip = value`. */
export function pairText({ left, right, comparison, step, leftCases, rightCases }: JoinPair): string {
  const sign =
    comparison === undefined ? '=' : `${comparison.operator}${comparison.caseSensitive ? '' : '~'}`;
  const of = step === undefined ? '' : `step ${step + 1} `;
  return `${of}${sideText(left, leftCases)} ${sign} ${sideText(right, rightCases)}`;
}

function sideText(field: FieldPath, cases: readonly ColumnCase[] | undefined): string {
  return cases === undefined ? fieldText(field) : `${fieldText(field)} (${casesText(cases)})`;
}

/** How cases read: `a where a exists; "none"`. */
export function casesText(cases: readonly ColumnCase[]): string {
  return cases
    .map(({ when, field, literal, parts }) => {
      const joined = parts?.map((part) =>
        typeof part === 'string' ? JSON.stringify(part) : fieldText(part),
      );
      const value = joined?.join(' + ') ?? (field === null ? JSON.stringify(literal) : fieldText(field));
      return when.kind === 'always' ? value : `${value} where ${printConjuncts(when).join(' and ')}`;
    })
    .join('; ');
}

/** Events are matched with another set of records (an indicator index, another table, another query). */
export interface JoinStage extends StageText {
  readonly kind: 'join';
  readonly type: JoinType;
  /** What it joins with: an index pattern, a table, a rule. */
  readonly with: string;
  /** The other side's filter; null: all of it. */
  readonly condition: Condition | null;
  /** What the other side does after its filter. */
  readonly stages: readonly Stage[];
  /** Each alternative is a conjunction of pairs. */
  readonly on: readonly (readonly JoinPair[])[];
  readonly window: Seconds | null;
  /**
   * The records are no events but a list that is no part of the rule's source (a reference list, a watchlist, a look-up table, a file): of one event it
   * stays open whether the list holds it (list-tests.ts).
   */
  readonly ofList?: true;
}

/** Columns are brought in from a table that the catalog does not have; a predicate on one of them is opaque. */
export interface LookupStage extends StageText {
  readonly kind: 'lookup';
  readonly table: string;
  readonly on: readonly { readonly left: FieldPath; readonly right: FieldPath }[];
  /** The columns that it brings in. */
  readonly fields: readonly string[];
}

/**
 * Rows of several parts side by side, where a part does something of its own before they meet: it groups, joins, or takes a column from another field. An
 * event goes into every part whose condition it satisfies; the rule's condition holds where that of one part does.
 */
export interface UnionStage extends StageText {
  readonly kind: 'union';
  readonly parts: readonly UnionPart[];
}

export interface UnionPart {
  readonly condition: Condition;
  /** What it does with its events before its rows meet those of the others. */
  readonly stages: readonly Stage[];
  /** What later stages call a field that has another name in this part. */
  readonly columns: readonly { readonly name: string; readonly field: FieldPath }[];
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

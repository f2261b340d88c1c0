/** What a language is to the importer: query text in, condition, stages and diagnostics out. Never throws on bad text. */
import type { Condition } from '../condition/condition.ts';
import type { FieldPath } from '../condition/field-path.ts';
import type { OutputField, RuleTest } from '../rule/rule.ts';
import type { Stage } from '../rule/stage.ts';
import type { Diagnostic } from '../text/diagnostic.ts';

/** A piece of a rule that a language must lower. */
export interface Query {
  /** Id of the language: `python`, `kuery`, `eql`, `sigma`, `kibana_filter`, … */
  readonly language: string;
  readonly text: string;
  /** Where `text` begins in the rule's body, as line and column from 1: diagnostics are given in the body's lines. */
  readonly line: number;
  readonly column: number;
  /**
   * What the language needs beside the text, each language's own type (exported by its `index.ts`; its `lower` checks the shape):
   * Python's other modules and data models, Sigma's filters, …
   */
  readonly context: unknown;
}

export interface Lowered {
  readonly condition: Condition;
  /** Stages after the filter; the importer puts the filter stage in front. */
  readonly stages: readonly Stage[];
  readonly outputFields: readonly OutputField[];
  /**
   * Columns of the results by name, those that are made from one field: a platform that shows columns shows that. Absent where results are the events
   * themselves.
   */
  readonly columns?: ReadonlyMap<string, FieldPath>;
  /**
   * The tables, index patterns, data models or macros that the query reads, as it names them; absent where the language has no such thing. A rule
   * whose envelope names no log sources gets theirs.
   */
  readonly sources?: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Lowers a query of another language that stands inside this one (`kql("…")` in ES|QL): languages do not know each other, the importer does. */
export type LowerInner = (inner: Query) => Lowered;

export interface Language {
  readonly id: string;
  readonly lower: (query: Query, lowerInner?: LowerInner) => Lowered;
  /**
   * The condition as it stands while one test's mocks replace functions or constants (Panther's `Mocks`). Absent: mocks are not a thing of
   * this language.
   */
  readonly lowerForTest?: (query: Query, test: RuleTest) => Condition;
}

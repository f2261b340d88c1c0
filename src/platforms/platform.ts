/** What a platform is to the importer: a folder of files in, source rules and diagnostics out. Knows envelopes, never languages. */
import type { FilterOfSource } from '../fields/source-filter.ts';
import type { LogSource } from '../rule/log-source.ts';
import type { RuleHead } from '../rule/rule.ts';
import type { OutputField } from '../rule/rule.ts';
import type { Stage } from '../rule/stage.ts';
import type { Diagnostic } from '../text/diagnostic.ts';

/** A file of a source, path relative to the source's root with `/`. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** A query that a language must lower. Structurally `Query` of languages/language.ts (which platforms may not import). */
export interface SourceQuery {
  readonly language: string;
  readonly text: string;
  readonly line: number;
  readonly column: number;
  readonly context: unknown;
}

/** A stage that a platform declares outside its query (threshold, new terms, indicator match), with queries of its own still to be lowered. */
export interface SourceStage {
  readonly stage: Stage;
  /**
   * For a `join` stage: the other side's filter, ANDed; the importer lowers them into `stage.condition`. For one that `precedes`: the query whose rows
   * the rule's queries see; the importer puts what it comes to in the place of `stage`.
   */
  readonly queries: readonly SourceQuery[];
  /**
   * The stage comes before the rule's queries, which see its results and not the events: the stage's logic must hold as well, and the rule's
   * own tests hold results.
   */
  readonly precedes?: boolean;
}

/** A rule as its file declares it: envelope read, query not yet parsed. */
export interface SourceRule extends RuleHead {
  /**
   * All must hold: the rule's query, then filters beside it. Empty: the rule has no logic that we could read, and `noQuery` says why.
   */
  readonly queries: readonly SourceQuery[];
  /** What the author declares that the rule monitors, for one whose query does not say. */
  readonly declaredLogSources?: readonly LogSource[];
  /**
   * Of the log sources those that the rule's operations are of, where a rule reads what many products feed and says which one it is made for. Absent: any.
   */
  readonly operationsOf?: readonly LogSource[];
  /** `alerts` turned round: a Panther policy alerts where its query does not hold. */
  readonly inverted: boolean;
  readonly stages: readonly SourceStage[];
  readonly outputFields: readonly OutputField[];
  /** Reason code (`machine_learning`, `unsupported_language`, …) of a rule without a query; else null. */
  readonly noQuery: string | null;
  readonly diagnostics: readonly Diagnostic[];
  /** SHA-256 (hex) of all that this rule is made from (its files, and the shared files that it can reach): unchanged means nothing to do. */
  readonly contentHash: string;
}

/** A file that could not be read as a rule: the rest of the source is imported all the same. */
export interface FileDiagnostics {
  readonly path: string;
  readonly diagnostics: readonly Diagnostic[];
}

export interface SourceReading {
  readonly rules: readonly SourceRule[];
  readonly broken: readonly FileDiagnostics[];
  /** Files that are no rules and were not meant to be (helpers, data models, documentation): counted, not lost. */
  readonly skippedFileCount: number;
}

export type LogSourcesOf = (source: string) => readonly LogSource[];

/** What the sources that a platform's queries name are. */
export type SourceKnowledge = Pick<Platform, 'logSourcesOf' | 'filterOfSource'>;

export interface Platform {
  readonly id: string;
  readonly title: string;
  /** Does a file of this path belong to what `read` wants to see? Called before the file is opened. */
  readonly wants: (path: string) => boolean;
  /** What a source that a query names (a table, an index pattern, a data model) monitors; empty where that is not known. Absent: queries name none. */
  readonly logSourcesOf?: LogSourcesOf;
  /** What a source that `logSourcesOf` does not know asks of an event's own fields. Absent: whatever the query reads comes from it. */
  readonly filterOfSource?: FilterOfSource;
  readonly read: (files: readonly SourceFile[]) => SourceReading;
}

/** A rule between the passes of compile-rule.ts: its queries are read, its names, its shape and its facts follow one after the other. */
import type { Condition } from '../condition/condition.ts';
import type { SourceRule } from '../platforms/platform.ts';
import type { LogSource } from '../rule/log-source.ts';
import type { OutputField } from '../rule/rule.ts';
import type { Stage } from '../rule/stage.ts';
import type { Diagnostic } from '../text/diagnostic.ts';

/** What queries ask of an event. */
export interface Asked {
  /** A condition each. */
  readonly conditions: readonly Condition[];
  /** The tables, index patterns, data models or macros that they read, as they name them. */
  readonly sources: readonly string[];
  readonly logSources: readonly LogSource[];
}

export interface LoweredRule {
  /** Without the stages that became part of the rule's logic; the log sources are as declared until the sources are named. */
  readonly source: SourceRule;
  readonly asked: Asked;
  /** What the rule's own tests are about, where that is less than the rule asks: a rule over the rows of a query has tests that hold rows. */
  readonly tested: Asked | null;
  /** Of the queries, in their order. */
  readonly stages: readonly Stage[];
  /** Those that the envelope declares, behind the queries'. */
  readonly declaredStages: readonly Stage[];
  readonly outputFields: readonly OutputField[];
  readonly diagnostics: readonly Diagnostic[];
}

/** One condition, and what comes after it. */
export interface NamedRule extends Omit<LoweredRule, 'asked' | 'tested' | 'declaredStages'> {
  readonly asked: JoinedAsked;
  readonly tested: JoinedAsked | null;
}

export interface JoinedAsked extends Omit<Asked, 'conditions'> {
  readonly condition: Condition;
}

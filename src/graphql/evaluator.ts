// What evaluate() needs of the engine: the composition root gives it, kept fresh with the corpus.
import type { Operator } from '../condition/condition.ts';
import type { LogSource } from '../rule/log-source.ts';
import type { EventSchema } from '../rule/rule.ts';

export interface EvaluateOptions {
  /** Null: detected. */
  readonly schema: EventSchema | null;
  readonly logSource: LogSource | null;
  /** `<platform>:<its own id>` of the rules in question; null: all. */
  readonly ruleIds: ReadonlySet<string> | null;
}

export interface JudgedPredicate {
  readonly text: string;
  readonly field: string;
  readonly nativeField: string;
  readonly operator: Operator;
  readonly actual: readonly unknown[];
  readonly negated: boolean;
}

export interface JudgedRule {
  readonly ruleId: string;
  readonly effect: 'ALERTS' | 'CONTRIBUTES';
  readonly predicates: readonly JudgedPredicate[];
}

export interface MissedRule {
  readonly ruleId: string;
  readonly failing: JudgedPredicate;
  readonly reason: 'FIELD_ABSENT' | 'VALUE_MISMATCH' | 'CASE_MISMATCH' | 'TYPE_MISMATCH' | 'EXCLUDED';
}

export interface OpenRule {
  readonly ruleId: string;
  readonly opaqueParts: readonly { readonly source: string; readonly reason: string }[];
}

export interface EvaluationTotals {
  readonly ruleCount: number;
  readonly evaluatedCount: number;
  readonly skippedByLogSourceCount: number;
  readonly matchCount: number;
  readonly nearMissCount: number;
  readonly undecidedCount: number;
}

export interface EvaluationResult {
  /** Of the rules that judged. */
  readonly corpusVersion: string;
  readonly totals: EvaluationTotals;
  readonly matches: readonly JudgedRule[];
  readonly nearMisses: readonly MissedRule[];
  readonly undecided: readonly OpenRule[];
}

export interface Evaluator {
  readonly evaluate: (event: Readonly<Record<string, unknown>>, options: EvaluateOptions) => EvaluationResult;
}

/** What the engine takes and gives: rules and options in, an evaluation out. */
import type { Condition } from '../condition/condition.ts';
import type { EventOrigin } from '../fields/event-origin.ts';
import type { LogSource } from '../rule/log-source.ts';
import type { EventSchema } from '../rule/rule.ts';
import type { JudgedLeaf, Trace } from './evaluate/trace.ts';
import type { FailingConjunct } from './near-miss.ts';

export interface EngineRule {
  readonly id: string;
  readonly condition: Condition;
  readonly eventSchema: EventSchema;
  readonly logSources: readonly LogSource[];
  /** A threshold, a sequence, a join: then a matching event only contributes. */
  readonly needsMoreEvents: boolean;
}

export interface EvaluateOptions {
  /** Where the event comes from; detected when left out. */
  readonly logSource?: LogSource;
  /** How it names its fields; detected when left out. */
  readonly schema?: EventSchema;
  /** Judge by these rules only. */
  readonly ruleIds?: ReadonlySet<string>;
  /** Say why rules are undecided, and find near misses: slower. */
  readonly explain?: boolean;
}

export interface Match {
  readonly id: string;
  readonly verdict: 'ALERTS' | 'CONTRIBUTES';
  readonly trace: Trace;
}

export interface NearMiss extends FailingConjunct {
  readonly id: string;
}

export interface Undecided {
  readonly id: string;
  /** The predicates that cannot be decided; empty unless an explanation was asked for, and past the first 200 rules. */
  readonly open: readonly JudgedLeaf[];
}

export interface Evaluation {
  readonly origin: EventOrigin;
  /** What the event looks like where it was declared to be something else; null: nothing contradicts. */
  readonly contradicted: EventOrigin | null;
  /** The envelopes that the record stood in, outermost first; empty: it was judged as it came. */
  readonly opened: readonly string[];
  /** In the order of the rules, as all lists but the near misses. */
  readonly matches: readonly Match[];
  /** Nearest first, at most 20; empty unless an explanation was asked for. */
  readonly nearMisses: readonly NearMiss[];
  readonly undecided: readonly Undecided[];
  readonly totals: {
    readonly evaluated: number;
    readonly skippedByLogSource: number;
    readonly matched: number;
    readonly undecided: number;
  };
}

export interface Engine {
  readonly ruleCount: number;
  readonly evaluate: (event: unknown, options?: EvaluateOptions) => Evaluation;
  /** The same result without the index. */
  readonly evaluateFullScan: (event: unknown, options?: EvaluateOptions) => Evaluation;
}

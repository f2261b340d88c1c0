/** What the engine takes and gives: rules and options in, an evaluation out. */
import type { Condition } from '../condition/condition.ts';
import type { EventOrigin } from '../fields/event-origin.ts';
import type { LogSource } from '../rule/log-source.ts';
import type { EventSchema } from '../rule/rule.ts';
import type { Standing } from '../rule/standing.ts';
import type { UndecidedCause } from './causes.ts';
import type { JudgedLeaf, Trace } from './evaluate/trace.ts';
import type { UndecidedDetail, UndecidedTier } from './undecided.ts';
import type { FailureReason, Verdict } from './verdict.ts';

export interface EngineRule {
  readonly id: string;
  readonly condition: Condition;
  readonly eventSchema: EventSchema;
  readonly logSources: readonly LogSource[];
  /** A threshold, a sequence, a join: then a matching event only contributes. */
  readonly needsMoreEvents: boolean;
  /** `active` when left out. */
  readonly standing?: Standing;
}

export interface EvaluateOptions {
  /** Where the event comes from; detected when left out. */
  readonly logSource?: LogSource;
  /** How it names its fields; detected when left out. */
  readonly schema?: EventSchema;
  /** Of an envelope with several records: which one, from 0. */
  readonly record?: number;
  /** Judge by these rules only. */
  readonly ruleIds?: ReadonlySet<string>;
  /** Judge by retired rules as well. */
  readonly includeRetired?: boolean;
  /** Put the nearest of the undecided rules first, and find near misses: slower where these are asked for. */
  readonly explain?: boolean;
}

export interface Match {
  readonly id: string;
  readonly verdict: Effect;
  readonly trace: Trace;
}

export type Effect = 'ALERTS' | 'CONTRIBUTES';

export interface FailingConjunct {
  /** Of the conjunct's predicates the one that comes nearest. */
  readonly failing: JudgedLeaf;
  readonly reason: FailureReason;
  /** How much else of the rule matched. */
  readonly matchedConjuncts: number;
  /** The rule watches another operation of the same log source: only formally near. */
  readonly isOtherAction: boolean;
}

export interface NearMiss extends FailingConjunct {
  readonly id: string;
  readonly trace: Trace;
}

export interface Undecided extends Pick<UndecidedDetail, 'tier' | 'cause' | 'open' | 'parts' | 'deciding'> {
  readonly id: string;
  readonly trace: Trace;
  /** Of a rule of which it is not known whether it is for such events: all of its predicates hold, were it so. */
  readonly wouldMatch: boolean;
  /** What a rule that names no log source is probably about, by the fields that it reads: null where they may be of anything. */
  readonly assumed: LogSource | null;
}

export interface UndecidedFilter {
  readonly tiers?: readonly UndecidedTier[] | undefined;
  readonly causes?: readonly UndecidedCause[] | undefined;
}

/** A rule all of whose predicates hold, were the event of its log source. */
export interface WouldMatch {
  readonly id: string;
  readonly verdict: Effect;
  /** Those of its log sources that the event may be of; empty: it names none, and is for any event of its platform. */
  readonly logSources: readonly LogSource[];
  /** What a rule that names none is probably about. */
  readonly assumed: LogSource | null;
  /** Judged as if the event were of them. */
  readonly trace: Trace;
}

/** What one rule says, whatever it says. `skipped`: it is for another log source; `not_judged`: what it looks for is no query. */
export interface RuleVerdict {
  readonly id: string;
  readonly verdict: Verdict | 'skipped' | 'not_judged';
  readonly effect: Effect;
  /** As if the rule were for such events where it is not. */
  readonly trace: Trace;
  /** Null unless the verdict is undecided. */
  readonly undecided: Undecided | null;
  /** What the rule monitors. */
  readonly logSources: readonly LogSource[];
}

export interface Totals {
  readonly evaluated: number;
  readonly skippedByLogSource: number;
  /** Retired rules for such events that were not judged. */
  readonly retired: number;
  /** Rules that judge no event, as what they look for is no query. */
  readonly withoutQuery: number;
  readonly matched: number;
  readonly undecided: number;
  readonly wouldMatch: number;
  readonly tiers: Readonly<Record<UndecidedTier, number>>;
  readonly causes: Readonly<Record<UndecidedCause, number>>;
}

/** The matches are found at once, the rest when it is asked for: what nobody reads costs nothing. */
export interface Evaluation {
  readonly origin: EventOrigin;
  /** What the event looks like where it was declared to be something else; null: nothing contradicts. */
  readonly contradicted: EventOrigin | null;
  /** The envelopes that the record stood in, outermost first; empty: it was judged as it came. */
  readonly opened: readonly string[];
  /** In the order of the rules, as all lists but the near misses, and the undecided rules where an explanation was asked for. */
  readonly matches: readonly Match[];
  /** Nearest first, at most 20; empty unless an explanation was asked for. */
  readonly nearMisses: readonly NearMiss[];
  /** By tier and nearness where an explanation was asked for. */
  readonly undecided: readonly Undecided[];
  /** The first of these by tier and nearness: of tens of thousands nobody wants to see more. */
  readonly nearestUndecided: (first: number, among?: UndecidedFilter) => readonly Undecided[];
  /** Those of the undecided rules that would match, each with at least one predicate that the event satisfies. */
  readonly wouldMatch: readonly WouldMatch[];
  readonly totals: Totals;
  /** Null: no rule has this id, or the evaluation is not by it. */
  readonly ofRule: (id: string) => RuleVerdict | null;
}

export interface Engine {
  readonly ruleCount: number;
  readonly hasRule: (id: string) => boolean;
  readonly evaluate: (event: unknown, options?: EvaluateOptions) => Evaluation;
  /** The same result without the index. */
  readonly evaluateFullScan: (event: unknown, options?: EvaluateOptions) => Evaluation;
}

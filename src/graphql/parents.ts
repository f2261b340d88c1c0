// What the resolvers of each type get as parent (codegen.config.js names these).
import type { Condition } from '../condition/condition.ts';
import type { OpenPart } from '../engine/evaluate/alive.ts';
import type { JudgedLeaf } from '../engine/evaluate/trace.ts';
import type {
  Evaluation,
  Match,
  NearMiss,
  RuleVerdict,
  Undecided,
  WouldMatch,
} from '../engine/evaluation.ts';
import type { EventOrigin } from '../fields/event-origin.ts';
import type { Stage, UnionPart } from '../rule/stage.ts';
import type { ActionRow } from '../store/read/actions.ts';
import type { TacticRow, TechniqueRow } from '../store/read/attack.ts';
import type { FieldNameRow, FieldRow } from '../store/read/fields.ts';
import type {
  FileDiagnosticRow,
  ImportRow,
  LogSourceRow,
  PlatformRow,
  SourceRow,
} from '../store/read/platforms.ts';
import type { PredicateRow, RulePredicateRow } from '../store/read/predicates.ts';
import type { DiagnosticRow, RuleFieldRow, RuleTechniqueRow, RuleTestRow } from '../store/read/rule-parts.ts';
import type { RuleRow } from '../store/read/rules.ts';
import type { SameActionRow } from '../store/read/same-action.ts';
import type { CorpusRow } from '../store/read/stats.ts';
import type { Connection } from './pagination.ts';

export type RuleParent = RuleRow;
export type RuleConnectionParent = Connection<RuleParent>;
/** The hash is in the rule's row, the rest in its text. */
export interface ConditionParent {
  readonly hash: string;
  readonly text: string;
  readonly condition: Condition;
}

interface StageParent<Kind extends Stage['kind']> {
  readonly position: number;
  readonly source: string;
  readonly stage: Extract<Stage, { kind: Kind }>;
}
export type FilterStageParent = StageParent<'filter'>;
export type AggregateStageParent = StageParent<'aggregate'>;
export type SequenceStageParent = StageParent<'sequence'>;
export type NewTermsStageParent = StageParent<'new_terms'>;
export type JoinStageParent = StageParent<'join'>;
export type LookupStageParent = StageParent<'lookup'>;
export type UnionStageParent = StageParent<'union'>;
export type UnionPartParent = UnionPart;
export type ProjectStageParent = StageParent<'project'>;
export type OpaqueStageParent = StageParent<'opaque'>;

/** A predicate of a rule: the first of its rows says all that they share. */
interface PredicateParent {
  readonly head: RulePredicateRow;
  readonly rows: readonly RulePredicateRow[];
}
export type RuleIndicatorParent = PredicateParent;
export type RuleIndicatorValueParent = RulePredicateRow;
export type RuleExclusionParent = PredicateParent;
export type RuleExclusionValueParent = RulePredicateRow;
export type RuleFieldParent = RuleFieldRow;
export type AttackMappingParent = RuleTechniqueRow;
export interface SameActionGroupParent {
  readonly platformId: string;
  readonly ruleCount: number;
  readonly links: readonly SameActionRow[];
}
export type SameActionLinkParent = SameActionRow;
export type RuleTestParent = RuleTestRow;
export type DiagnosticParent = DiagnosticRow;

export type IndicatorParent = PredicateRow;
export type IndicatorConnectionParent = Connection<IndicatorParent>;
export type ExclusionParent = PredicateRow;
export type ExclusionConnectionParent = Connection<ExclusionParent>;
export interface PlatformCountParent {
  readonly platformId: string;
  readonly ruleCount: number;
}

export type ActionParent = ActionRow;
export type ActionConnectionParent = Connection<ActionParent>;
export interface CountedIndicatorParent {
  readonly part: number;
  readonly ruleCount: number;
}
export interface CountedTechniqueParent {
  readonly part: string;
  readonly ruleCount: number;
}

export type TacticParent = TacticRow;
export type TechniqueParent = TechniqueRow;
export type TechniqueConnectionParent = Connection<TechniqueParent>;

export type FieldParent = FieldRow;
export type FieldConnectionParent = Connection<FieldParent>;
export type NativeFieldNameParent = FieldNameRow;

export type PlatformParent = PlatformRow;
export type SourceParent = SourceRow;
export type ImportParent = ImportRow;
export type FileDiagnosticParent = FileDiagnosticRow;
export type LogSourceParent = LogSourceRow;
export type LogSourceConnectionParent = Connection<LogSourceParent>;

export interface StatsParent {
  readonly corpus: CorpusRow | null;
}
export type CorpusHealthParent = StatsParent;

export interface EvaluationParent {
  readonly corpusVersion: string;
  readonly evaluation: Evaluation;
  /** The rules that the evaluation is asked to be by, each once. */
  readonly named: readonly string[];
}
export type EventOriginParent = EventOrigin;
export type RuleMatchParent = Match;
export type PossibleMatchParent = WouldMatch;
export type RuleVerdictParent = RuleVerdict;
export type NearMissParent = NearMiss;
export type UndecidedRuleParent = Undecided;
export type JudgedPredicateParent = JudgedLeaf;
export type OpenPartParent = OpenPart;

// The schema's enums and the words that the rest of the program has for their values.
import { FIELD_ROLES, MAPPING_STATUSES } from '../analysis/facts.ts';
import type { TestAgreement as Agreement } from '../analysis/facts.ts';
import { OPERATORS } from '../condition/condition.ts';
import { UNDECIDED_CAUSES } from '../engine/causes.ts';
import type { RuleVerdict } from '../engine/evaluation.ts';
import { UNDECIDED_TIERS } from '../engine/undecided.ts';
import type { FailureReason } from '../engine/verdict.ts';
import { EVENT_SCHEMAS, RULE_KINDS, RULE_STATUSES, SEVERITIES } from '../rule/rule.ts';
import { AGGREGATE_FUNCTIONS, JOIN_TYPES } from '../rule/stage.ts';

export type Quantifier = 'any' | 'all';
export type Verdict = RuleVerdict['verdict'];
export type TestAgreement = Agreement['agreement'];
export type DiagnosticSeverity = 'error' | 'warning' | 'info';
export type TechniqueStatus = 'current' | 'revoked' | 'deprecated';
export type ImportStatus = 'succeeded' | 'failed';
export type Direction = 'asc' | 'desc';
export type RuleOrderField = 'titleFolded' | 'severityRank' | 'changedAt';
export type IndicatorOrderField = 'ruleCount' | 'platformCount' | 'keyFolded';
export type ActionOrderField = 'ruleCount' | 'operationFolded';
export type TechniqueOrderField = 'id' | 'ruleCount';
export type FieldOrderField = 'ruleCount' | 'name';

/** `case_mismatch` is CASE_MISMATCH. */
function upperCase<Word extends string>(words: readonly Word[]): Record<string, Word> {
  return Object.fromEntries(words.map((word) => [word.toUpperCase(), word]));
}

/** By schema name; an enum whose values are the same in both is not listed. */
export const enums = {
  Severity: upperCase(SEVERITIES),
  RuleStatus: upperCase(RULE_STATUSES),
  RuleKind: upperCase(RULE_KINDS),
  EventSchema: upperCase(EVENT_SCHEMAS),
  Operator: upperCase(OPERATORS),
  FailureReason: upperCase<FailureReason>([
    'field_absent',
    'value_mismatch',
    'case_mismatch',
    'type_mismatch',
    'excluded',
    'opaque',
    'unmapped_field',
    'not_observable',
    'unknown_log_source',
    'unsupported_regex',
    'unsupported_cidr',
    'unsupported_time',
    'event_too_large',
  ]),
  UndecidedTier: upperCase(UNDECIDED_TIERS),
  UndecidedCause: upperCase(UNDECIDED_CAUSES),
  Verdict: upperCase<Verdict>(['matched', 'unmatched', 'undecided', 'skipped', 'not_judged']),
  FieldRole: upperCase(FIELD_ROLES),
  MappingStatus: upperCase(MAPPING_STATUSES),
  Quantifier: upperCase<Quantifier>(['any', 'all']),
  TestAgreement: upperCase<TestAgreement>(['agrees', 'disagrees', 'undecided']),
  DiagnosticSeverity: upperCase<DiagnosticSeverity>(['error', 'warning', 'info']),
  AggregateFunction: upperCase(AGGREGATE_FUNCTIONS),
  JoinType: upperCase(JOIN_TYPES),
  TechniqueStatus: upperCase<TechniqueStatus>(['current', 'revoked', 'deprecated']),
  ImportStatus: upperCase<ImportStatus>(['succeeded', 'failed']),
  Direction: upperCase<Direction>(['asc', 'desc']),
  RuleOrderField: { TITLE: 'titleFolded', SEVERITY: 'severityRank', CHANGED_AT: 'changedAt' },
  IndicatorOrderField: { RULE_COUNT: 'ruleCount', PLATFORM_COUNT: 'platformCount', VALUE: 'keyFolded' },
  ActionOrderField: { RULE_COUNT: 'ruleCount', OPERATION: 'operationFolded' },
  TechniqueOrderField: { ID: 'id', RULE_COUNT: 'ruleCount' },
  FieldOrderField: { RULE_COUNT: 'ruleCount', NAME: 'name' },
};

/** What the catalog derives from a rule's logic, as the store keeps it. */
import type { LogSource } from '../rule/log-source.ts';
import type { Operator } from '../condition/condition.ts';

/** One value of a predicate, with the key under which the corpus counts it. */
export interface PredicateValue {
  /** As the rule wrote it, as text. */
  readonly value: string;
  /** The same in lower case, but for an expression and another field's name: whether letter case matters is the predicate's, not the value's. */
  readonly key: string;
}

/** A predicate that the rule looks for (indicator) or suppresses (exclusion). */
export interface PredicateFact {
  /** The catalog's field name, with what is done to its value: `event.action`, `length(process.command_line)`. */
  readonly field: string;
  /** The same in the rule's own words: `eventName`. */
  readonly nativeField: string;
  readonly kind: Operator;
  /**
   * The kind under which the corpus counts its values: `eq` for `in`, so that a rule with a list and a rule with one value of it share
   * that indicator; else `kind`.
   */
  readonly keyKind: Operator;
  /** One for most kinds, several for a list; for a `field_*` kind the other field's name. */
  readonly values: readonly PredicateValue[];
  readonly quantifier: 'any' | 'all';
  readonly caseSensitive: boolean;
}

export type Indicator = PredicateFact;
export type Exclusion = PredicateFact;

/** One operation on a log source that the rule's positive logic names. */
export interface RuleAction {
  readonly logSource: LogSource;
  /** What the operation belongs to, where the rule says: `ec2.amazonaws.com`; else null. */
  readonly qualifier: string | null;
  readonly operation: string;
  /** Shared by so many rules that one shared value is not yet the same action (an image, an EventID). */
  readonly weak: boolean;
}

export const FIELD_ROLES = ['indicator', 'exclusion', 'output', 'other'] as const;
export type FieldRole = (typeof FIELD_ROLES)[number];

/** A field that the rule reads. */
export interface RuleField {
  readonly field: string;
  readonly nativeField: string;
  readonly roles: readonly FieldRole[];
  /** The rule cannot match an event without it. */
  readonly required: boolean;
}

/** How many of a rule's predicates stand on fields that the catalog knows, for one of its log sources. */
export interface FieldMapping {
  readonly logSource: LogSource;
  /** Distinct predicates on fields that are looked up for the log source. */
  readonly predicateCount: number;
  /** Of these, on fields for which the catalog has a name. */
  readonly mappedCount: number;
  /** Of these, on fields that events in other schemas are read for. */
  readonly translatedCount: number;
}

/**
 * - `current`: active in this version of ATT&CK; - `renamed`: active, but the rule uses its former name (a tactic's);
 * - `revoked`: replaced by `replacedBy`, which is what `technique` holds; - `deprecated`: withdrawn without a successor;
 * - `unknown`: no such id in this version (another domain's, or a typing error); - `tactic_only`: no technique declared.
 */
export const MAPPING_STATUSES = [
  'current',
  'renamed',
  'revoked',
  'deprecated',
  'unknown',
  'tactic_only',
] as const;
export type MappingStatus = (typeof MAPPING_STATUSES)[number];

/** A declared technique or tactic, brought to the current version of ATT&CK. */
export interface CanonicalTechnique {
  /** As the rule declares it: `T1562.001`, or the tactic where that is all. */
  readonly declared: string;
  /** Current technique id, or null (a tactic only, or an id that this version does not know). */
  readonly technique: string | null;
  /** Current tactic id (`TA0005`), or null where the rule declares none that this version knows. */
  readonly tactic: string | null;
  readonly mappingStatus: MappingStatus;
  readonly replacedBy: string | null;
}

/** All that is derived from one rule alone; what needs the whole corpus (counts, links) is derived in the store. */
export interface RuleFacts {
  readonly indicators: readonly Indicator[];
  readonly exclusions: readonly Exclusion[];
  readonly fields: readonly RuleField[];
  readonly fieldMapping: readonly FieldMapping[];
  readonly actions: readonly RuleAction[];
  readonly techniques: readonly CanonicalTechnique[];
}

/** How the catalog's engine judges one of the rule's own tests. */
export interface TestAgreement {
  readonly name: string;
  readonly expected: boolean;
  /** Null: undecided. */
  readonly actual: boolean | null;
  readonly agreement: 'agrees' | 'disagrees' | 'undecided';
}

/** The normalised rule: what the importer makes of a source rule, and what analysis, engine and store read. */
import type { Condition } from '../condition/condition.ts';
import type { Diagnostic } from '../text/diagnostic.ts';
import type { LogSource } from './log-source.ts';
import type { Stage } from './stage.ts';

/** `<platform>:<the rule's own id>`, e.g. `panther:AWS.EC2.Monitoring`. */
export type RuleId = `${string}:${string}`;

export function ruleId(platform: string, nativeId: string): RuleId {
  return `${platform}:${nativeId}`;
}

export const SEVERITIES = ['informational', 'low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** How ready its author calls the rule. `disabled`: shipped switched off. */
export const RULE_STATUSES = [
  'stable',
  'test',
  'experimental',
  'deprecated',
  'unsupported',
  'disabled',
  'unknown',
] as const;
export type RuleStatus = (typeof RULE_STATUSES)[number];

/** `FULL`: all of its logic is in the IR; `PARTIAL`: some opaque node or unmodelled stage; `OPAQUE`: no usable condition. */
export type ParseStatus = 'FULL' | 'PARTIAL' | 'OPAQUE';

/** What kind of thing the platform calls it. `policy`: judges a resource's configuration (Panther), alerting where it does not comply. */
export const RULE_KINDS = [
  'rule',
  'scheduled_rule',
  'policy',
  'correlation',
  'building_block',
  'hunt',
  'filter',
] as const;
export type RuleKind = (typeof RULE_KINDS)[number];

/**
 * How the events that a rule reads name their fields. `raw`: as the log source delivers them (CloudTrail's JSON); `ecs`: Elastic Common Schema;
 * `windows`: Windows event data names (Sysmon's, EVTX's), as Sigma uses them for every operating system's endpoint events; `udm`: Google SecOps'
 * Unified Data Model; `log_analytics`: columns of the tables of Microsoft's Log Analytics (Sentinel) and advanced hunting (Defender XDR);
 * `splunk`: the data models of Splunk's Common Information Model (`Processes.process_name`) and the names that Splunk's add-ons give;
 * `falco`: Falco's fields (`proc.name`); `sigma`: the names of Sigma's taxonomy for logs that products of all sorts write (`cs-method`), those of web logs as
 * the W3C's extended format has them.
 */
export const EVENT_SCHEMAS = [
  'raw',
  'ecs',
  'windows',
  'udm',
  'log_analytics',
  'splunk',
  'falco',
  'sigma',
] as const;
export type EventSchema = (typeof EVENT_SCHEMAS)[number];

/** Which rule, and which version of it: known before the rule is compiled. */
export interface RuleVersion {
  readonly id: RuleId;
  /** Path of the file that declares it, relative to the source's root. */
  readonly path: string;
  /** SHA-256 of all that the rule is made from, hex: equal means unchanged. */
  readonly contentHash: string;
}

/** A technique or tactic as the rule declares it, before it is canonicalised. */
export interface AttackReference {
  /** `T1204`, `T1059.001`, as written but for letter case; null when only a tactic is declared. */
  readonly technique: string | null;
  /** Tactic id (`TA0002`), slug (`defense-evasion`) or name, as written; null when only a technique is declared. */
  readonly tactic: string | null;
}

/** A field that the rule shows to the analyst. */
export interface OutputField {
  /** As shown: an alias, or the last segment of the path. */
  readonly name: string;
  /** The expression it comes from: mostly a dotted path. */
  readonly source: string;
  /** Where in the rule it is shown: `title`, `alert_context`, `investigation_fields`, `fields`, `keep`, … */
  readonly origin: string;
}

/** One of the rule's own test events. */
export interface RuleTest {
  readonly name: string;
  /** Must the rule alert (for a policy: not comply)? On a rule that needs more than one event: must this event pass its filter? */
  readonly expected: boolean;
  readonly event: unknown;
  /** Functions or constants that the test replaces, by name; empty for most. */
  readonly mocks: Readonly<Record<string, unknown>>;
}

export interface RuleHead {
  readonly id: RuleId;
  readonly platform: string;
  readonly nativeId: string;
  readonly kind: RuleKind;
  readonly title: string;
  readonly description: string | null;
  /** Null when the rule's own word is none that we know. */
  readonly severity: Severity | null;
  readonly nativeSeverity: string | null;
  readonly status: RuleStatus;
  readonly logSources: readonly LogSource[];
  readonly eventSchema: EventSchema;
  /** Id of the language that its logic is written in: `python`, `kuery`, `eql`, `sigma`, `esql`, `lucene`, `machine_learning`, … */
  readonly language: string;
  /** Path of the file that declares it, relative to the source's root. */
  readonly path: string;
  readonly authors: readonly string[];
  /** SPDX id or the corpus' own word; null: the source's licence. */
  readonly licence: string | null;
  readonly references: readonly string[];
  readonly tags: readonly string[];
  readonly falsePositives: readonly string[];
  readonly attack: readonly AttackReference[];
  /** The rule as its platform writes it: what a reader wants to see of its logic. */
  readonly body: string;
  /** `python`, `eql`, `kuery`, `yaml`, `sql`, … */
  readonly bodyFormat: string;
  /** ISO 8601 dates as the rule declares them. */
  readonly created: string | null;
  readonly modified: string | null;
  readonly tests: readonly RuleTest[];
}

export interface Rule extends RuleHead {
  /** The per-event filter: for a sequence, the union of its steps. */
  readonly condition: Condition;
  /** In order, the filter first; a rule that decides on one event has that one only (and perhaps a projection). */
  readonly stages: readonly Stage[];
  readonly outputFields: readonly OutputField[];
  readonly parseStatus: ParseStatus;
  readonly diagnostics: readonly Diagnostic[];
}

/** What a table of closed sources says of one log source, and shorthands for the log sources. */
import { logSource } from '../../rule/log-source.ts';
import type { LogSource } from '../../rule/log-source.ts';
import { WINDOWS_SERVICES } from '../windows-log-sources.ts';

export interface ClosedSource {
  /** Events that surely are of one of these; of several entries that describe an event all count. */
  readonly logSources: readonly LogSource[];
  /** Names that cannot occur, by the reference of the rule's own platform for this source: patterns, a blank between them. */
  readonly absent?: string;
  /** Names of what another sensor would record of the same deed, and this one does not. They come first. */
  readonly notObservable?: string;
  /** The only field sets (first parts of names) that occur: all others are absent. */
  readonly holds?: string;
  readonly never?: readonly Never[];
}

/** What a field never is in such an event, of which nothing else may be known: not even whether it is there. */
export interface Never {
  readonly field: string;
  /** Values in any letter case: a text, the beginning of one (`PROCESS_*`), a digit for each `#`. */
  readonly values: readonly string[];
  /** Holds where a value of the catalog's name is so, and where none is. */
  readonly when?: CatalogValue;
  readonly unless?: CatalogValue;
}

export interface CatalogValue {
  readonly name: string;
  readonly is: RegExp;
}

export function never(field: string, values: string, condition: Pick<Never, 'when' | 'unless'> = {}): Never {
  return { field, values: values.split(' '), ...condition };
}

export const CLOUDTRAIL: readonly LogSource[] = [logSource('aws', null, 'cloudtrail')];
export const OKTA: readonly LogSource[] = [logSource('okta', null, 'okta')];
export const ENTRA: readonly LogSource[] = [
  logSource('azure', null, 'signinlogs'),
  logSource('azure', null, 'auditlogs'),
];
export const GCP_AUDIT: readonly LogSource[] = [logSource('gcp', null, 'gcp.audit')];
/** Audit logs of services whose records are of nothing else. */
export const SERVICES: readonly LogSource[] = [
  ...CLOUDTRAIL,
  ...OKTA,
  ...ENTRA,
  ...GCP_AUDIT,
  logSource('azure', null, 'activitylogs'),
  logSource('gcp', null, 'google_workspace'),
  logSource('github', null, 'audit'),
  logSource('kubernetes', null, 'audit'),
  logSource('m365', null, 'audit'),
];

/** Sysmon's events of these categories. */
export function sysmon(...categories: readonly string[]): readonly LogSource[] {
  return categories.map((category) => logSource('windows', category, 'sysmon'));
}

/** What is written to a channel of Windows' event log. */
export const WINDOWS_EVENT_LOG: readonly LogSource[] = Object.keys(WINDOWS_SERVICES).map((service) =>
  logSource('windows', null, service),
);

export function windowsLog(service: string, category: string | null = null): readonly LogSource[] {
  return [logSource('windows', category, service)];
}

export const AUDITD: readonly LogSource[] = [logSource('linux', null, 'auditd')];
/** Records of auditd about a program that starts. */
export const AUDITD_START: readonly LogSource[] = [logSource('linux', 'process_creation', 'auditd')];

export const FILE_CATEGORIES = [
  'file_event',
  'file_change',
  'file_delete',
  'create_stream_hash',
  'file_executable_detected',
  'file_block_executable',
  'file_block_shredding',
] as const;
export const REGISTRY_CATEGORIES = [
  'registry_set',
  'registry_add',
  'registry_delete',
  'registry_rename',
  'registry_event',
] as const;

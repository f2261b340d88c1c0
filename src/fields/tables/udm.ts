/**
 * Google SecOps' Unified Data Model (https://cloud.google.com/chronicle/docs/reference/udm-field-list) and its ECS names, by log source, as Google's
 * parsers fill it in (https://cloud.google.com/chronicle/docs/ingestion/default-parsers). Only what a parser always maps alike stands here: where it depends
 * on the event (whose id `principal.user.userid` is, what `security_result.action` follows from), a field has no row, and its predicate stays open.
 */
import { logSource } from '../../rule/log-source.ts';
import type { LogSource } from '../../rule/log-source.ts';
import { derived, record, said, same, spelled } from '../field-table.ts';
import type { FieldRow, SourceRows } from '../field-table.ts';

function rowsOf(logSources: LogSource | readonly LogSource[], rows: readonly FieldRow[]): SourceRows {
  return { logSources: 'product' in logSources ? [logSources] : logSources, rows };
}

function from(vendor: string, product: string | null, logType: string | null): readonly FieldRow[] {
  return [
    said('metadata.vendor_name', vendor),
    ...(product === null ? [] : [said('metadata.product_name', product)]),
    ...(logType === null ? [] : [said('metadata.log_type', logType)]),
  ];
}

/**
 * Whether it was done: Google counts `ALLOW` as a success, `BLOCK` and `FAIL` as failures (https://cloud.google.com/chronicle/docs/reference/rest/Shared.Types/Action).
 * What a parser sets for an event is for the parser to say, so that it is a name, and no value.
 */
const OUTCOME: FieldRow = spelled('event.outcome', 'security_result.action');

/**
 * Which kind a parser takes an event for, from a list of its own (of CloudTrail's calls: https://cloud.google.com/chronicle/docs/reference/aws-cloudtrail-field-map):
 * a name as well.
 */
const TYPE: FieldRow = spelled('event.type', 'metadata.event_type');

const AUDITED: readonly FieldRow[] = [OUTCOME, TYPE];

const LABELS = 'target.resource.attribute.labels';

const AWS_CLOUDTRAIL: readonly FieldRow[] = [
  ...AUDITED,
  // Who did it: by which of the identity's fields depends on its type.
  spelled('user.id', 'principal.user.userid'),
  spelled('user.name', 'principal.user.user_display_name'),
  same('event.action', 'metadata.product_event_type'),
  same('event.provider', 'target.application'),
  same('event.id', 'metadata.product_log_id'),
  derived('source.ip', 'principal.ip', { kind: 'ip' }),
  same('user_agent.original', 'network.http.user_agent'),
  same('aws.cloudtrail.recipient_account_id', 'additional.fields["recipientAccountId"]'),
  // From here on as Google's own rules compare them: an error code in the one, "Reason: …" in the other.
  spelled('aws.cloudtrail.error_code', 'security_result.rule_id'),
  spelled('aws.cloudtrail.error_message', 'security_result.description'),
  spelled('aws.cloudtrail.user_identity.type', 'principal.resource.type'),
  spelled('aws.cloudtrail.user_identity.access_key_id', 'additional.fields["accessKeyId"]'),
  spelled('aws.cloudtrail.session_credential_from_console', `${LABELS}["sessionCredentialFromConsole"]`),
  spelled(
    'aws.cloudtrail.user_identity.session_context.mfa_authenticated',
    'principal.user.attribute.labels["mfaAuthenticated"]',
  ),
  spelled('aws.cloudtrail.console_login.additional_eventdata.mfa_used', 'extensions.auth.auth_details'),
  // Whom the call is about.
  spelled('user.target.name', 'target.user.userid', 'target.user.user_display_name'),
  // Labels are texts, whatever the record has.
  spelled('aws.cloudtrail.flattened.request_parameters.*', `${LABELS}["requestParameters.*"]`),
  spelled('aws.cloudtrail.flattened.response_elements.*', `${LABELS}["responseElements.*"]`),
  ...from('AMAZON', 'AWS CloudTrail', 'AWS_CLOUDTRAIL'),
];

const OKTA: readonly FieldRow[] = [
  ...AUDITED,
  same('event.action', 'metadata.product_event_type'),
  same('event.id', 'metadata.product_log_id'),
  same('okta.client.ip', 'principal.ip'),
  same('okta.client.user_agent.raw_user_agent', 'network.http.user_agent'),
  same('okta.actor.id', 'principal.user.product_object_id'),
  same('okta.actor.display_name', 'principal.user.user_display_name'),
  same('client.geo.city_name', 'principal.location.city'),
  same('client.geo.region_name', 'principal.location.state'),
  same('client.geo.country_name', 'principal.location.country_or_region'),
  same('okta.display_message', 'security_result.summary'),
  same('okta.outcome.reason', 'security_result.category_details'),
  same('okta.transaction.id', 'network.session_id'),
  same('okta.authentication_context.external_session_id', 'network.parent_session_id'),
  ...from('Okta', 'Okta', 'OKTA'),
];

const GITHUB: readonly FieldRow[] = [
  ...AUDITED,
  same('event.action', 'metadata.product_event_type'),
  same('user.name', 'principal.user.userid'),
  same('github.actor_ip', 'principal.ip'),
  same('client.geo.country_iso_code', 'principal.location.country_or_region'),
  same('github.org', 'target.administrative_domain'),
  same('github.hashed_token', 'network.session_id'),
  ...from('GITHUB', 'GITHUB', 'GITHUB'),
];

const GOOGLE_WORKSPACE: readonly FieldRow[] = [
  ...AUDITED,
  same('event.action', 'metadata.product_event_type'),
  same('event.provider', 'metadata.product_name'),
  same('source.user.email', 'principal.user.email_addresses'),
  same('source.ip', 'principal.ip'),
  ...from('Google Workspace', null, 'WORKSPACE_ACTIVITY'),
];

const GCP_AUDIT: readonly FieldRow[] = [
  ...AUDITED,
  same('event.action', 'metadata.product_event_type'),
  same('service.name', 'target.application'),
  same('event.id', 'metadata.product_log_id'),
  derived('source.ip', 'principal.ip', { kind: 'ip' }),
  same('user_agent.original', 'network.http.user_agent'),
  same('client.user.email', 'principal.user.email_addresses'),
  ...from('Google Cloud Platform', null, 'GCP_CLOUDAUDIT'),
];

const ENTRA_AUDIT: readonly FieldRow[] = [
  ...AUDITED,
  same('event.action', 'metadata.product_event_type'),
  same('azure.correlation_id', 'network.session_id'),
  same('azure.auditlogs.properties.operation_type', 'security_result.action_details'),
  said('metadata.vendor_name', 'Microsoft'),
];

const ENTRA_SIGN_IN: readonly FieldRow[] = [
  ...AUDITED,
  same('event.action', 'metadata.product_event_type'),
  said('metadata.vendor_name', 'Microsoft'),
];

const MICROSOFT_365: readonly FieldRow[] = [
  ...AUDITED,
  // The catalog's name stands for the operation under Elastic's words; its own word has a name beside it.
  derived('event.action', 'metadata.product_event_type', { kind: 'renamed', of: {} }),
  same('o365.audit.Operation', 'metadata.product_event_type'),
  spelled('user.id', 'principal.user.userid'),
  ...from('Microsoft', 'Office 365', 'OFFICE_365'),
];

/** Of what happens on a host. */
const HOST: FieldRow = same('host.name', 'principal.hostname');

/** What Sysmon's and Windows' own events have in common. */
const WINDOWS: readonly FieldRow[] = [
  record('metadata.event_type', 'metadata.event_type'),
  record('security_result.action', 'security_result.action'),
  same('event.code', 'metadata.product_event_type'),
  same('event.provider', 'metadata.product_name'),
  HOST,
  // An account's name, with its domain or without.
  spelled('user.name', 'principal.user.userid'),
  said('metadata.vendor_name', 'Microsoft'),
];

/** A process that starts another: the one is the target, the other the principal. */
const PROCESS_LAUNCH: readonly FieldRow[] = [
  same('process.executable', 'target.process.file.full_path'),
  derived('process.name', 'target.process.file.full_path', { kind: 'base_name' }),
  same('process.command_line', 'target.process.command_line'),
  same('process.pid', 'target.process.pid'),
  same('process.parent.executable', 'principal.process.file.full_path'),
  derived('process.parent.name', 'principal.process.file.full_path', { kind: 'base_name' }),
  same('process.parent.command_line', 'principal.process.command_line'),
  same('process.parent.pid', 'principal.process.pid'),
  same('process.hash.sha256', 'target.process.file.sha256'),
  same('process.hash.sha1', 'target.process.file.sha1'),
  same('process.hash.md5', 'target.process.file.md5'),
  same(
    'process.pe.imphash',
    'target.process.file.pe_file.imphash',
    'target.process.file.file_metadata.pe.import_hash',
  ),
  same('process.parent.hash.sha256', 'principal.process.file.sha256'),
  same('process.parent.hash.sha1', 'principal.process.file.sha1'),
  same('process.parent.hash.md5', 'principal.process.file.md5'),
  HOST,
  said('metadata.event_type', 'PROCESS_LAUNCH'),
];

/** A process that does something else is the principal. */
const ACTING_PROCESS: readonly FieldRow[] = [
  same('process.executable', 'principal.process.file.full_path'),
  derived('process.name', 'principal.process.file.full_path', { kind: 'base_name' }),
  same('process.pid', 'principal.process.pid'),
  same('process.command_line', 'principal.process.command_line'),
  same('process.hash.sha256', 'principal.process.file.sha256'),
  same('process.hash.sha1', 'principal.process.file.sha1'),
  same('process.hash.md5', 'principal.process.file.md5'),
];

/** Keys are cut and spelled in each product's own way. */
const REGISTRY: readonly FieldRow[] = [
  spelled('registry.key', 'target.registry.registry_key'),
  same('registry.value', 'target.registry.registry_value_name'),
  ...ACTING_PROCESS,
];

const FILE: readonly FieldRow[] = [
  same('file.path', 'target.file.full_path'),
  derived('file.name', 'target.file.full_path', { kind: 'base_name' }),
  derived('file.extension', 'target.file.full_path', { kind: 'extension' }),
  derived('file.directory', 'target.file.full_path', { kind: 'directory' }),
  ...ACTING_PROCESS,
];

const NETWORK: readonly FieldRow[] = [
  same('source.ip', 'principal.ip'),
  same('source.port', 'principal.port'),
  same('destination.ip', 'target.ip'),
  same('destination.port', 'target.port'),
  ...ACTING_PROCESS,
  said('metadata.event_type', 'NETWORK_CONNECTION'),
];

const DNS: readonly FieldRow[] = [
  same('dns.question.name', 'network.dns.questions.name'),
  ...ACTING_PROCESS,
  said('metadata.event_type', 'NETWORK_DNS'),
];

const windows = (category: string): LogSource => logSource('windows', category);

export const UDM: readonly SourceRows[] = [
  rowsOf(logSource('aws', null, 'cloudtrail'), AWS_CLOUDTRAIL),
  rowsOf(logSource('okta'), OKTA),
  rowsOf(logSource('github'), GITHUB),
  rowsOf(logSource('gcp', null, 'google_workspace'), GOOGLE_WORKSPACE),
  rowsOf(logSource('gcp', null, 'gcp.audit'), GCP_AUDIT),
  rowsOf(logSource('azure', null, 'auditlogs'), ENTRA_AUDIT),
  rowsOf(logSource('azure', null, 'signinlogs'), ENTRA_SIGN_IN),
  rowsOf(logSource('m365'), MICROSOFT_365),
  // A script block is taken for what was run (https://cloud.google.com/chronicle/docs/ingestion/default-parsers/windows-event).
  rowsOf(logSource('windows', 'ps_script'), [
    same('powershell.file.script_block_text', 'target.process.command_line'),
    same('file.path', 'target.file.full_path'),
  ]),
  // A service that is installed: its name, and what it runs.
  rowsOf(logSource('windows', null, 'system'), [
    same('winlog.event_data.ServiceName', 'target.application'),
    same('winlog.event_data.ImagePath', 'target.process.file.full_path'),
  ]),
  // Sysmon's parser hands on the whole path as the key.
  rowsOf(logSource('windows', null, 'sysmon'), [same('registry.path', 'target.registry.registry_key')]),
  rowsOf(logSource(null, 'process_creation'), PROCESS_LAUNCH),
  rowsOf(
    ['file_event', 'file_delete', 'create_stream_hash'].map((category) => logSource(null, category)),
    FILE,
  ),
  rowsOf(windows('file_event'), [said('metadata.event_type', 'FILE_CREATION')]),
  rowsOf(logSource(null, 'network_connection'), NETWORK),
  rowsOf(logSource(null, 'dns_query'), DNS),
  rowsOf(windows('registry_set'), [
    same('winlog.event_data.Details', 'target.registry.registry_value_data'),
    {
      ...same('registry.data.strings', 'target.registry.registry_value_data'),
      back: { kind: 'registry_text' },
    },
    ...REGISTRY,
    said('metadata.event_type', 'REGISTRY_MODIFICATION'),
  ]),
  rowsOf(
    ['registry_event', 'registry_add', 'registry_delete', 'registry_rename'].map((category) =>
      windows(category),
    ),
    REGISTRY,
  ),
  rowsOf(logSource('windows'), WINDOWS),
];

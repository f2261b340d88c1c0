/** The data models of Splunk's Common Information Model, and the names that Splunk's add-ons give, and their ECS names, by log source. */
import { logSource } from '../../rule/log-source.ts';
import { derived, same, spelled } from '../field-table.ts';
import type { Derivation, FieldRow, SourceRows } from '../field-table.ts';
import { AUDITD_FIELDS } from './auditd.ts';
import { AWS_CLOUDTRAIL } from './aws-cloudtrail.ts';
import { AZURE_ACTIVITY, ENTRA_AUDIT, ENTRA_SIGN_IN } from './azure.ts';
import { GITHUB_AUDIT } from './github.ts';
import { GCP_AUDIT, GOOGLE_WORKSPACE } from './google.ts';
import { KUBERNETES_AUDIT } from './kubernetes.ts';
import { MICROSOFT_365_AUDIT } from './microsoft-365.ts';
import { OKTA_SYSTEM_LOG } from './okta.ts';
import { logonType } from './windows-security.ts';
import { registryData } from './windows.ts';

/** JSON events keep their own names; of several fields that end in one, the first alone stands for it. */
function ownNames(rows: readonly FieldRow[], prefix = ''): readonly FieldRow[] {
  return rows
    .filter(({ natives }) => natives.length > 0)
    .map((row) => ({ ...row, natives: row.natives.slice(0, 1).map((native) => prefix + native) }));
}

/** The native value is made from the catalog's. */
function made(name: string, native: string, back: Derivation): FieldRow {
  return { name, natives: [native], derivation: null, back };
}

/** `Processes.process_name` and, behind the data model, `process_name`. */
function dataSet(prefix: string, rows: readonly FieldRow[]): readonly FieldRow[] {
  return rows.map((row) => ({ ...row, natives: row.natives.map((native) => `${prefix}.${native}`) }));
}

const HOST: readonly FieldRow[] = [same('host.name', 'dest', 'dvc', 'host')];
const SOURCE: readonly FieldRow[] = [
  same('source.ip', 'src', 'src_ip'),
  same('source.address', 'src', 'src_ip'),
  same('source.domain', 'src', 'src_host'),
  same('source.port', 'src_port'),
];
const DESTINATION: readonly FieldRow[] = [
  same('destination.ip', 'dest', 'dest_ip'),
  same('destination.domain', 'dest', 'dest_host', 'dest_name'),
  same('destination.port', 'dest_port'),
];

/** https://docs.splunk.com/Documentation/CIM/latest/User/Endpoint */
const PROCESSES: readonly FieldRow[] = [
  same('process.name', 'process_name'),
  same('process.command_line', 'process'),
  same('process.executable', 'process_path'),
  same('process.pe.original_file_name', 'original_file_name'),
  same('process.working_directory', 'process_current_directory'),
  same('process.pid', 'process_id'),
  same('process.entity_id', 'process_guid'),
  same('process.parent.name', 'parent_process_name'),
  same('process.parent.command_line', 'parent_process'),
  same('process.parent.executable', 'parent_process_path'),
  same('process.parent.pid', 'parent_process_id'),
  same('process.parent.entity_id', 'parent_process_guid'),
  same('winlog.event_data.IntegrityLevel', 'process_integrity_level'),
  same('process.Ext.token.integrity_level_name', 'process_integrity_level'),
  same('user.name', 'user'),
  ...HOST,
];

const REGISTRY: readonly FieldRow[] = [
  same('registry.path', 'registry_path'),
  same('registry.value', 'registry_value_name'),
  same('registry.key', 'registry_key_name'),
  // Windows' own notation of a number shows how wide it is; ECS's does not.
  made('winlog.event_data.Details', 'registry_value_data', { kind: 'registry_data' }),
  made('registry.data.strings', 'registry_value_data', { kind: 'registry_text' }),
  same('process.entity_id', 'process_guid'),
  same('process.pid', 'process_id'),
  same('user.name', 'user'),
  ...HOST,
];

const FILESYSTEM: readonly FieldRow[] = [
  same('file.path', 'file_path'),
  same('file.name', 'file_name'),
  same('process.entity_id', 'process_guid'),
  same('process.pid', 'process_id'),
  same('process.executable', 'process_path'),
  same('process.name', 'process_name'),
  same('user.name', 'user'),
  ...HOST,
];

const TRAFFIC: readonly FieldRow[] = [
  ...SOURCE,
  ...DESTINATION,
  same('network.transport', 'transport'),
  same('network.protocol', 'app'),
  // The network layer's (`ip`, `ipv6`), where ECS has the application's under that name.
  spelled('network.type', 'protocol'),
  same('process.executable', 'process_path'),
  same('process.name', 'process_name'),
  same('process.pid', 'process_id'),
  same('process.entity_id', 'process_guid'),
  same('source.bytes', 'bytes_out'),
  same('destination.bytes', 'bytes_in'),
  same('network.bytes', 'bytes'),
  same('rule.name', 'rule'),
  same('user.name', 'user'),
];

const RESOLUTION: readonly FieldRow[] = [
  same('dns.question.name', 'query'),
  same('dns.question.type', 'record_type', 'query_type'),
  same('dns.answers.data', 'answer'),
  same('dns.response_code', 'reply_code'),
  same('process.executable', 'process_path'),
  same('process.name', 'process_name'),
  ...SOURCE,
  ...HOST,
];

const WEB: readonly FieldRow[] = [
  same('url.original', 'url'),
  same('url.domain', 'url_domain', 'site'),
  same('url.path', 'uri_path'),
  same('url.query', 'uri_query'),
  same('http.request.method', 'http_method'),
  same('http.response.status_code', 'status'),
  same('http.request.referrer', 'http_referrer'),
  same('user_agent.original', 'http_user_agent'),
  same('http.request.mime_type', 'http_content_type'),
  same('user.name', 'user'),
  ...SOURCE,
  ...DESTINATION,
];

/** https://docs.splunk.com/Documentation/CIM/latest/User/Authentication */
const AUTHENTICATION: readonly FieldRow[] = [
  same('event.outcome', 'action'),
  same('event.action', 'signature'),
  same('event.code', 'signature_id'),
  same('user.name', 'user'),
  same('user_agent.original', 'user_agent', 'http_user_agent'),
  same('cloud.account.id', 'vendor_account'),
  same('cloud.region', 'vendor_region'),
  ...SOURCE,
  ...HOST,
];

/** https://docs.splunk.com/Documentation/CIM/latest/User/Change: what kind of change it is has other words there (`created`, `modified`) than in ECS. */
const CHANGES: readonly FieldRow[] = [
  same('event.action', 'command'),
  spelled('event.type', 'action'),
  same('event.outcome', 'status'),
  same('event.code', 'result_id', 'signature_id'),
  same('user.name', 'user', 'src_user'),
  same('user_agent.original', 'user_agent'),
  same('cloud.account.id', 'vendor_account'),
  same('cloud.region', 'vendor_region'),
  ...SOURCE,
  ...HOST,
];

const MAIL: readonly FieldRow[] = [
  same('email.from.address', 'src_user'),
  same('email.to.address', 'recipient'),
  same('email.subject', 'subject'),
  same('email.attachments.file.name', 'file_name'),
];

/** Data sets whose names stand for one thing in every event; sign-ins and changes have `signature` and `command`, which for a process is no action. */
const MODELS: readonly FieldRow[] = [
  ...dataSet('Processes', PROCESSES),
  ...dataSet('Registry', REGISTRY),
  ...dataSet('Filesystem', FILESYSTEM),
  ...dataSet('Ports', TRAFFIC),
  ...dataSet('All_Traffic', TRAFFIC),
  ...dataSet('DNS', RESOLUTION),
  ...dataSet('Web', WEB),
  ...dataSet('All_Email', MAIL),
];

/** Fields of Windows' events as the XML add-on gives them, where ECS has a name of its own for them. */
const WINDOWS: readonly FieldRow[] = [
  same('event.code', 'EventCode', 'EventID'),
  same('winlog.channel', 'Channel', 'EventChannel'),
  same('event.provider', 'SourceName', 'Provider_Name', 'Name'),
  same('process.executable', 'Image', 'NewProcessName', 'New_Process_Name'),
  same('process.command_line', 'CommandLine', 'Process_Command_Line'),
  same('process.parent.executable', 'ParentImage', 'ParentProcessName', 'Creator_Process_Name'),
  same('process.parent.command_line', 'ParentCommandLine'),
  same('process.pe.original_file_name', 'OriginalFileName'),
  same('process.pe.company', 'Company'),
  same('process.pe.description', 'Description'),
  same('process.pe.product', 'Product'),
  same('process.working_directory', 'CurrentDirectory'),
  same('process.entity_id', 'ProcessGuid'),
  same('process.pid', 'ProcessId'),
  same('file.path', 'TargetFilename'),
  same('registry.path', 'TargetObject'),
  registryData('Details'),
  same('dll.path', 'ImageLoaded'),
  same('dns.question.name', 'QueryName', 'query'),
  same('powershell.file.script_block_text', 'ScriptBlockText'),
  same('destination.ip', 'DestinationIp', 'dest_ip'),
  same('destination.domain', 'DestinationHostname'),
  same('destination.port', 'DestinationPort', 'dest_port'),
  same('source.ip', 'SourceIp', 'IpAddress', 'Source_Network_Address'),
  same('source.port', 'SourcePort', 'IpPort'),
  same('winlog.event_data.LogonType', 'LogonType', 'Logon_Type'),
  logonType('LogonType', 'Logon_Type'),
  same('winlog.event_data.TargetUserName', 'TargetUserName', 'Target_User_Name'),
  same('winlog.event_data.ServiceName', 'ServiceName', 'Service_Name'),
  same('winlog.event_data.ServiceFileName', 'ServiceFileName', 'Service_File_Name'),
  same('winlog.event_data.ImagePath', 'ImagePath'),
  same('winlog.event_data.TaskName', 'TaskName', 'Task_Name'),
  same('winlog.event_data.TaskContent', 'TaskContent', 'Task_Content'),
  same('winlog.event_data.ShareName', 'ShareName', 'Share_Name'),
  same('winlog.event_data.RelativeTargetName', 'RelativeTargetName', 'Relative_Target_Name'),
  same('winlog.event_data.TicketEncryptionType', 'TicketEncryptionType', 'Ticket_Encryption_Type'),
  same('winlog.event_data.TicketOptions', 'TicketOptions', 'Ticket_Options'),
  same('host.name', 'Computer', 'ComputerName', 'dest', 'dvc', 'host'),
  ...eventData(),
];

/** Fields of event data that keep their names. */
function eventData(): readonly FieldRow[] {
  const names =
    'AccessList AccessMask AccountName AttributeLDAPDisplayName AttributeValue AuditPolicyChanges AuthenticationPackageName ' +
    'CallTrace CallerProcessName Contents CreationUtcTime DSName Device EventType FailureReason GrantedAccess GroupName Hashes ' +
    'HostApplication HostName Initiated IntegrityLevel KeyLength LogonGuid LogonId LogonProcessName MemberName MemberSid ' +
    'MandatoryLabel NewTargetUserName NewUacValue NewValue ObjectClass ObjectDN ObjectGUID ObjectName ObjectServer ObjectType ' +
    'ObjectValueName OldTargetUserName OldUacValue OldValue OperationType ParentUser Path Payload PipeName PreAuthType ' +
    'PrivilegeList ProcessName Properties Protocol QueryResults QueryStatus SamAccountName ServicePrincipalNames ServiceSid ' +
    'ServiceType ServiceStartType SidHistory Signature SignatureStatus Signed SourceImage SourceProcessId SourceUser ' +
    'StartAddress StartFunction StartModule StartType Status SubStatus SubcategoryGuid SubjectDomainName SubjectLogonId ' +
    'SubjectUserName SubjectUserSid TargetDomainName TargetImage TargetInfo TargetLogonId TargetOutboundUserName TargetProcessId ' +
    'TargetServerName TargetSid TargetUser TargetUserSid TokenElevationType TransmittedServices UserAccountControl ' +
    'UserPrincipalName WorkstationName param1 param2 param3';
  return names.split(' ').map((name) => same(`winlog.event_data.${name}`, name));
}

/** Names of the Common Information Model without the data set's, on events of an endpoint. */
const ENDPOINT: readonly FieldRow[] = [...PROCESSES, ...REGISTRY, ...FILESYSTEM, ...RESOLUTION, ...TRAFFIC];

const OPERATING_SYSTEMS = ['windows', 'linux', 'macos'].map((product) => logSource(product));
const ENDPOINT_CATEGORIES = [
  'process_creation',
  'registry_set',
  'registry_add',
  'registry_delete',
  'registry_event',
  'file_event',
  'file_delete',
  'network_connection',
  'dns_query',
  'dns',
].map((category) => logSource(null, category));

const LOGIN_RESPONSE = 'aws.cloudtrail.flattened.response_elements.ConsoleLogin';

/**
 * Of the calls the add-on takes ConsoleLogin alone as a sign-in, and its response is how that ended; what `action` says of another call is decided by its name.
 * https://splunk.github.io/splunk-add-on-for-amazon-web-services/CloudTrailCIMCompatability
 */
function consoleLogin(): readonly FieldRow[] {
  const action = ['Authentication.action', 'action'];
  const words = { success: 'success', failure: 'failure' };
  return [
    spelled('event.outcome', ...action),
    same(LOGIN_RESPONSE, 'responseElements.ConsoleLogin'),
    {
      ...made(LOGIN_RESPONSE, 'action', { kind: 'choice', of: words, otherwise: null, absent: null }),
      natives: action,
      isInOneOfSeveral: true,
    },
  ];
}

/** https://docs.splunk.com/Documentation/AddOns/released/AWS/CloudTrail */
const CLOUDTRAIL: readonly FieldRow[] = [
  // The add-on writes `success` where the record has no error.
  derived('aws.cloudtrail.error_code', 'errorCode', { kind: 'renamed', of: { success: null } }),
  ...ownNames(AWS_CLOUDTRAIL),
  made('event.outcome', 'errorCode', {
    kind: 'choice',
    of: { success: 'success' },
    otherwise: null,
    absent: null,
  }),
  ...consoleLogin(),
  // Calls are changes, but for the sign-in.
  {
    ...same('event.outcome', 'All_Changes.status', 'status'),
    notOf: { name: 'event.action', value: 'ConsoleLogin' },
  },
  spelled('event.type', 'All_Changes.action'),
  same('event.action', 'signature', 'command'),
  same('event.provider', 'app'),
  same('user.name', 'user', 'userName', 'user_name', 'src_user'),
  same('aws.cloudtrail.user_identity.arn', 'user_arn', 'arn'),
  same('aws.cloudtrail.user_identity.type', 'user_type'),
  same('aws.cloudtrail.user_identity.access_key_id', 'user_access_key'),
  same('user_agent.original', 'user_agent', 'http_user_agent'),
  same('cloud.account.id', 'aws_account_id', 'vendor_account', 'account_id'),
  same('cloud.region', 'region', 'vendor_region', 'aws_region'),
  ...SOURCE,
];

/** OCSF, as Amazon Security Lake hands it on: https://github.com/ocsf/examples/tree/main/mappings/markdown/AWS */
const SECURITY_LAKE: readonly FieldRow[] = [
  same('event.action', 'api.operation'),
  same('event.provider', 'api.service.name'),
  same('aws.cloudtrail.error_code', 'api.response.error'),
  same('aws.cloudtrail.error_message', 'api.response.message'),
  same('aws.cloudtrail.request_id', 'api.request.uid'),
  same('aws.cloudtrail.user_identity.type', 'actor.user.type'),
  same('aws.cloudtrail.user_identity.access_key_id', 'actor.user.credential_uid'),
  same('aws.cloudtrail.user_identity.invoked_by', 'actor.invoked_by'),
  same('user.name', 'actor.user.name'),
  same('source.address', 'src_endpoint.ip'),
  same('user_agent.original', 'http_request.user_agent'),
  same('cloud.region', 'cloud.region'),
  same('cloud.account.id', 'actor.user.account_uid', 'actor.user.account.uid'),
];

const OKTA: readonly FieldRow[] = [
  ...ownNames(OKTA_SYSTEM_LOG),
  same('okta.actor.alternate_id', 'user', 'src_user'),
  same('client.ip', 'src_ip', 'src'),
  same('user_agent.original', 'user_agent', 'http_user_agent'),
  same('event.action', 'signature'),
  same('okta.outcome.result', 'result'),
  same('okta.display_message', 'message'),
];

const ENTRA: readonly FieldRow[] = [
  ...ownNames(ENTRA_AUDIT),
  ...ownNames(ENTRA_SIGN_IN),
  same('source.ip', 'src_ip', 'src', 'callerIpAddress'),
  same('event.action', 'signature', 'command'),
];

const MICROSOFT_365: readonly FieldRow[] = [
  ...ownNames(MICROSOFT_365_AUDIT),
  same('event.action', 'Operation', 'signature', 'command'),
  same('user.id', 'user', 'src_user'),
  same('user_agent.original', 'user_agent'),
  ...SOURCE,
];

const GITHUB: readonly FieldRow[] = [
  ...ownNames(GITHUB_AUDIT),
  same('user.name', 'src_user'),
  same('github.org', 'organization', 'org'),
];

/** The add-on hands on what Pub/Sub wraps: the record stands in `data`. */
const GCP: readonly FieldRow[] = [
  ...ownNames(GCP_AUDIT, 'data.'),
  ...ownNames(GCP_AUDIT),
  same('client.user.email', 'user', 'src_user'),
  ...SOURCE,
];

const KUBERNETES: readonly FieldRow[] = [
  ...ownNames(KUBERNETES_AUDIT),
  same('source.ip', 'src_ip', 'src'),
  same('user_agent.original', 'user_agent'),
];

/** https://docs.splunk.com/Documentation/AddOns/released/Linux/Audit */
const AUDITD: readonly FieldRow[] = [
  same('process.executable', 'exe'),
  same('process.pid', 'pid'),
  same('process.parent.pid', 'ppid'),
  same('process.working_directory', 'cwd'),
  same('host.name', 'dest', 'host'),
  ...AUDITD_FIELDS,
];

/** To the add-on for Sysmon the application of a connection is the program that opened it: https://docs.splunk.com/Documentation/AddOns/released/MSSysmon/Sourcetypes */
const SYSMON_TRAFFIC: readonly FieldRow[] = [same('process.executable', 'app')];

/** What a data model calls a field comes before what the add-ons do that feed it. */
export const SPLUNK: readonly SourceRows[] = [
  {
    logSources: [logSource(null, 'authentication')],
    rows: [...AUTHENTICATION, ...dataSet('Authentication', AUTHENTICATION)],
  },
  { logSources: [logSource(null, 'change')], rows: [...CHANGES, ...dataSet('All_Changes', CHANGES)] },
  { logSources: [logSource('aws', null, 'cloudtrail')], rows: [...CLOUDTRAIL, ...SECURITY_LAKE] },
  { logSources: [logSource('okta')], rows: OKTA },
  {
    logSources: [logSource('azure', null, 'auditlogs'), logSource('azure', null, 'signinlogs')],
    rows: ENTRA,
  },
  { logSources: [logSource('azure', null, 'activitylogs')], rows: ownNames(AZURE_ACTIVITY) },
  { logSources: [logSource('m365')], rows: MICROSOFT_365 },
  { logSources: [logSource('github')], rows: GITHUB },
  { logSources: [logSource('gcp', null, 'gcp.audit')], rows: GCP },
  { logSources: [logSource('gcp', null, 'google_workspace')], rows: ownNames(GOOGLE_WORKSPACE) },
  { logSources: [logSource('kubernetes')], rows: KUBERNETES },
  {
    logSources: [logSource('windows', 'network_connection', 'sysmon')],
    rows: [...SYSMON_TRAFFIC, ...dataSet('All_Traffic', SYSMON_TRAFFIC)],
  },
  { logSources: [logSource(null)], rows: MODELS },
  // Sysmon for Linux names its fields as Sysmon does.
  { logSources: [logSource('windows'), logSource('linux', null, 'sysmon')], rows: WINDOWS },
  { logSources: [...OPERATING_SYSTEMS, ...ENDPOINT_CATEGORIES], rows: ENDPOINT },
  { logSources: ['proxy', 'webserver', 'web'].map((category) => logSource(null, category)), rows: WEB },
  { logSources: [logSource('linux', null, 'auditd')], rows: AUDITD },
];

/** Every name that some table has, as it is spelled. */
export const SPLUNK_NAMES: ReadonlySet<string> = new Set(
  SPLUNK.flatMap(({ rows }) => rows.flatMap(({ natives }) => natives)),
);

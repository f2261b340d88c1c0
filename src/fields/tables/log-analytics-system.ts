/** Columns of Log Analytics' tables for the logs of systems, network devices and mail, and their ECS names. */
import { logSource } from '../../rule/log-source.ts';
import { derived, record, same, spelled } from '../field-table.ts';
import type { FieldRow, SourceRows } from '../field-table.ts';
import { logonType } from './windows-security.ts';
import { registryData } from './windows.ts';

/** Fields of the event data that have a name of their own in the catalog; several events call one thing by several. */
const EVENT_DATA: readonly (readonly [string, readonly string[]])[] = [
  ['process.executable', ['NewProcessName', 'Image']],
  ['process.parent.executable', ['ParentProcessName', 'ParentImage']],
  ['process.command_line', ['CommandLine']],
  ['process.parent.command_line', ['ParentCommandLine']],
  ['process.pe.original_file_name', ['OriginalFileName']],
  ['process.working_directory', ['CurrentDirectory']],
  ['file.path', ['TargetFilename']],
  ['registry.path', ['TargetObject']],
  ['dll.path', ['ImageLoaded']],
  ['dns.question.name', ['QueryName']],
  ['destination.ip', ['DestinationIp']],
  ['destination.port', ['DestinationPort']],
  ['destination.domain', ['DestinationHostname']],
  ['source.ip', ['SourceIp', 'IpAddress']],
  ['source.port', ['SourcePort', 'IpPort']],
  ['powershell.file.script_block_text', ['ScriptBlockText']],
];

function eventData(prefix: string): readonly FieldRow[] {
  return [
    ...EVENT_DATA.flatMap(([name, fields]) => fields.map((field) => same(name, `${prefix}${field}`))),
    registryData(`${prefix}Details`),
    same('winlog.event_data.LogonType', `${prefix}LogonType`),
    logonType(`${prefix}LogonType`),
  ];
}

const HEAD: readonly FieldRow[] = [same('event.code', 'EventID'), same('host.name', 'Computer')];

/**
 * Columns of SecurityEvent that are fields of the events' own data, under the same name. The others (`Account`, `Activity`, `AccountType`,
 * `TargetAccount`, …) are made when the event comes in. https://learn.microsoft.com/azure/azure-monitor/reference/tables/securityevent
 */
const SECURITY_COLUMNS =
  'AccessList AccessMask AccessReason AllowedToDelegateTo AttributeLDAPDisplayName AttributeValue AuditPolicyChanges AuthenticationPackageName CallerProcessId CallerProcessName ' +
  'CategoryId ClassId ClassName ClientName DeviceDescription DisplayName ElevatedToken FailureReason GroupMembership HandleId HomeDirectory HomePath ' +
  'ImpersonationLevel IpAddress IpPort KeyLength LmPackageName LogonGuid LogonHours LogonProcessName MandatoryLabel MemberName MemberSid NewProcessId NewSd NewTime ' +
  'NewUacValue NewValue NewValueType ObjectClass ObjectDN ObjectName ObjectServer ObjectType ObjectValueName OldUacValue OldValue OldValueType OperationType PackageName ' +
  'PasswordLastSet PrimaryGroupId PrivilegeList ProcessId ProcessName ProfilePath Properties RelativeTargetName RestrictedAdminMode SamAccountName ScriptPath ' +
  'ServiceAccount ServiceFileName ServiceName ServiceStartType ServiceType ShareLocalPath ShareName SidHistory Status SubcategoryGuid SubcategoryId ' +
  'SubjectDomainName SubjectLogonId SubjectUserName SubjectUserSid SubStatus TargetDomainName TargetInfo TargetLinkedLogonId TargetLogonGuid ' +
  'TargetLogonId TargetOutboundDomainName TargetOutboundUserName TargetServerName TargetSid TargetUserName TargetUserSid TaskContent TaskName ' +
  'TicketEncryptionType TicketOptions TokenElevationType TransmittedServices UserAccountControl UserParameters UserPrincipalName UserWorkstations ' +
  'VirtualAccount Workstation WorkstationName';

const SECURITY_EVENT: readonly FieldRow[] = [
  ...HEAD,
  same('winlog.channel', 'Channel'),
  same('event.provider', 'EventSourceName'),
  spelled('process.name', 'Process'),
  record('Process', 'Process'),
  ...eventData(''),
  ...SECURITY_COLUMNS.split(' ').map((column) => same(`winlog.event_data.${column}`, column)),
];

/** https://learn.microsoft.com/azure/azure-monitor/reference/tables/windowsevent (`EventData` is an object), …/event (it is XML) */
const WINDOWS_EVENT: readonly FieldRow[] = [
  ...HEAD,
  same('winlog.channel', 'Channel', 'EventLog'),
  same('event.provider', 'Provider', 'Source'),
  same('winlog.record_id', 'EventRecordId'),
  same('message', 'RenderedDescription'),
  ...eventData('EventData.'),
  same('winlog.event_data.*', 'EventData.*'),
];

/** https://learn.microsoft.com/azure/azure-monitor/reference/tables/syslog */
const SYSLOG: readonly FieldRow[] = [
  same('message', 'SyslogMessage'),
  same('process.name', 'ProcessName'),
  same('process.pid', 'ProcessID'),
  same('host.name', 'Computer', 'HostName'),
  same('host.ip', 'HostIP'),
  same('log.syslog.facility.name', 'Facility'),
  same('log.syslog.severity.name', 'SeverityLevel'),
];

/** https://learn.microsoft.com/azure/azure-monitor/reference/tables/commonsecuritylog (ArcSight's common event format) */
const COMMON_SECURITY_LOG: readonly FieldRow[] = [
  same('observer.vendor', 'DeviceVendor'),
  same('observer.product', 'DeviceProduct'),
  same('event.code', 'DeviceEventClassID'),
  same('event.action', 'DeviceAction'),
  same('message', 'Message'),
  derived('source.ip', 'SourceIP', { kind: 'ip' }),
  same('source.port', 'SourcePort'),
  derived('destination.ip', 'DestinationIP', { kind: 'ip' }),
  same('destination.port', 'DestinationPort'),
  same('destination.domain', 'DestinationHostName'),
  same('source.user.name', 'SourceUserName'),
  same('destination.user.name', 'DestinationUserName'),
  same('url.original', 'RequestURL'),
  same('http.request.method', 'RequestMethod'),
  same('user_agent.original', 'RequestClientApplication'),
  same('file.name', 'FileName'),
  same('file.path', 'FilePath'),
  derived('network.transport', 'Protocol', { kind: 'lower' }),
  same('network.protocol', 'ApplicationProtocol'),
  same('source.mac', 'SourceMACAddress'),
  same('event.reason', 'Reason'),
  // What the format has beyond ECS, as Elastic's integration for it keeps it: https://www.elastic.co/docs/reference/integrations/cef
  same('cef.name', 'Activity'),
  same('cef.severity', 'LogSeverity'),
  same('cef.extensions.deviceEventCategory', 'DeviceEventCategory'),
  same('cef.extensions.requestContext', 'RequestContext'),
  ...['DeviceCustomString', 'DeviceCustomNumber'].flatMap((column) =>
    [1, 2, 3, 4, 5, 6].map((n) =>
      same(`cef.extensions.${column[0]?.toLowerCase() ?? ''}${column.slice(1)}${n}`, `${column}${n}`),
    ),
  ),
  same('cef.extensions.flexNumber1', 'FlexNumber1'),
  same('cef.extensions.flexNumber2', 'FlexNumber2'),
  same('cef.extensions.flexString1', 'FlexString1'),
  same('cef.extensions.flexString2', 'FlexString2'),
];

/** https://learn.microsoft.com/defender-xdr/advanced-hunting-emailevents-table, …-emailurlinfo-table, …-urlclickevents-table, …-emailattachmentinfo-table */
const MAIL: readonly FieldRow[] = [
  same('email.from.address', 'SenderFromAddress'),
  same('email.sender.address', 'SenderMailFromAddress'),
  same('email.to.address', 'RecipientEmailAddress'),
  same('email.subject', 'Subject'),
  same('email.direction', 'EmailDirection'),
  same('email.message_id', 'InternetMessageId'),
  same('email.attachments.file.name', 'FileName'),
  same('email.attachments.file.hash.sha256', 'SHA256'),
  same('url.original', 'Url'),
  same('url.domain', 'UrlDomain'),
];

/**
 * What the normalised schemas say of every event, beside the columns that are the tables' own: each parser has its way to it.
 * https://learn.microsoft.com/azure/sentinel/normalization-common-fields, …/normalization-schema-authentication
 */
const NORMALISED: readonly FieldRow[] = [
  spelled('event.outcome', 'EventResult'),
  spelled('event.reason', 'EventResultDetails'),
  spelled('source.geo.country_name', 'SrcGeoCountry'),
  spelled('source.geo.city_name', 'SrcGeoCity'),
];

const NORMALISED_SOURCES = [
  logSource(null, 'authentication'),
  logSource(null, 'audit'),
  logSource('windows', null, 'security'),
  logSource('azure'),
  logSource('aws', null, 'cloudtrail'),
  logSource('linux'),
  logSource('okta'),
  logSource('m365'),
];

const MAIL_TABLES = [
  'emailevents',
  'emailurlinfo',
  'emailattachmentinfo',
  'emailpostdeliveryevents',
  'urlclickevents',
];

export const LOG_ANALYTICS_SYSTEM: readonly SourceRows[] = [
  { logSources: [logSource('windows', null, 'security')], rows: SECURITY_EVENT },
  { logSources: [logSource('windows')], rows: WINDOWS_EVENT },
  { logSources: [logSource('linux', null, 'syslog')], rows: SYSLOG },
  { logSources: [logSource('cef')], rows: COMMON_SECURITY_LOG },
  { logSources: NORMALISED_SOURCES, rows: NORMALISED },
  { logSources: MAIL_TABLES.map((table) => logSource('m365_defender', null, table)), rows: MAIL },
];

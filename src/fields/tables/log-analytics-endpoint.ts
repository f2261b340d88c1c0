/** Columns of Defender's advanced hunting tables for endpoints and of the normalised (ASIM) schemas beside them, and their ECS names. */
import { logSource } from '../../rule/log-source.ts';
import { derived, record, same, sides, spelled } from '../field-table.ts';
import type { FieldRow, SourceRows } from '../field-table.ts';

/** Columns that every table of a device has. What an `ActionType` is called elsewhere is for the log source to say. */
const DEVICE: readonly FieldRow[] = [
  record('ActionType', 'ActionType'),
  same('host.name', 'DeviceName', 'DvcHostname', 'Dvc'),
  same('host.id', 'DeviceId', 'DvcId'),
];

/** The process that did it: in a table of processes the parent, else the process itself (`prefix`). ASIM calls it the acting process. */
function initiating(prefix: 'process' | 'process.parent'): readonly FieldRow[] {
  const user = prefix === 'process' ? 'user' : 'process.parent.user';
  return [
    same(`${prefix}.name`, 'InitiatingProcessFileName', 'ActingProcessFileName'),
    same(`${prefix}.executable`, 'InitiatingProcessFolderPath', 'ActingProcessName'),
    same(`${prefix}.command_line`, 'InitiatingProcessCommandLine', 'ActingProcessCommandLine'),
    same(`${prefix}.pid`, 'InitiatingProcessId', 'ActingProcessId'),
    same(`${prefix}.hash.sha256`, 'InitiatingProcessSHA256', 'ActingProcessSHA256'),
    same(`${prefix}.hash.sha1`, 'InitiatingProcessSHA1', 'ActingProcessSHA1'),
    same(`${prefix}.hash.md5`, 'InitiatingProcessMD5', 'ActingProcessMD5'),
    same(`${prefix}.pe.original_file_name`, 'InitiatingProcessVersionInfoOriginalFileName'),
    same(`${prefix}.pe.company`, 'InitiatingProcessVersionInfoCompanyName'),
    same(`${prefix}.pe.description`, 'InitiatingProcessVersionInfoFileDescription'),
    same(`${prefix}.pe.product`, 'InitiatingProcessVersionInfoProductName'),
    same(`${user}.name`, 'InitiatingProcessAccountName'),
    same(`${user}.domain`, 'InitiatingProcessAccountDomain'),
    same(`${user}.id`, 'InitiatingProcessAccountSid'),
    same(`${user}.email`, 'InitiatingProcessAccountUpn'),
    ...(prefix === 'process' ? [same('process.parent.name', 'InitiatingProcessParentFileName')] : []),
  ];
}

/**
 * https://learn.microsoft.com/defender-xdr/advanced-hunting-deviceprocessevents-table (`FolderPath` has the file's name at its end) and
 * https://learn.microsoft.com/azure/sentinel/normalization-schema-process-event
 */
const PROCESS: readonly FieldRow[] = [
  same('process.name', 'FileName', 'TargetProcessFilename'),
  same('process.executable', 'FolderPath', 'TargetProcessName', 'TargetProcessFilePath'),
  same('process.command_line', 'ProcessCommandLine', 'TargetProcessCommandLine', 'CommandLine'),
  same('process.pid', 'ProcessId', 'TargetProcessId'),
  same('process.hash.sha256', 'SHA256', 'TargetProcessSHA256'),
  same('process.hash.sha1', 'SHA1', 'TargetProcessSHA1'),
  same('process.hash.md5', 'MD5', 'TargetProcessMD5'),
  same(
    'process.pe.original_file_name',
    'ProcessVersionInfoOriginalFileName',
    'TargetProcessFileOriginalName',
  ),
  same('process.pe.company', 'ProcessVersionInfoCompanyName', 'TargetProcessFileCompany'),
  same('process.pe.description', 'ProcessVersionInfoFileDescription', 'TargetProcessFileDescription'),
  same('process.pe.product', 'ProcessVersionInfoProductName', 'TargetProcessFileProduct'),
  same('process.pe.file_version', 'ProcessVersionInfoProductVersion', 'TargetProcessFileVersion'),
  same('process.Ext.token.integrity_level_name', 'ProcessIntegrityLevel', 'TargetProcessIntegrityLevel'),
  same('user.name', 'AccountName'),
  same('user.domain', 'AccountDomain'),
  same('user.id', 'AccountSid', 'TargetUserSid'),
  same('user.email', 'AccountUpn'),
  spelled('user.name', 'ActorUsername', 'User', 'TargetUsername'),
  ...initiating('process.parent'),
  ...DEVICE,
];

/** https://learn.microsoft.com/defender-xdr/advanced-hunting-devicefileevents-table, …/normalization-schema-file-event */
const FILE: readonly FieldRow[] = [
  same('file.name', 'FileName', 'TargetFileName'),
  same('file.path', 'FolderPath', 'TargetFilePath', 'FilePath'),
  same('file.hash.sha256', 'SHA256', 'TargetFileSHA256'),
  same('file.hash.sha1', 'SHA1', 'TargetFileSHA1'),
  same('file.hash.md5', 'MD5', 'TargetFileMD5'),
  same('file.size', 'FileSize', 'TargetFileSize'),
  same('file.Ext.original.name', 'PreviousFileName', 'SrcFileName'),
  same('file.Ext.original.path', 'PreviousFolderPath', 'SrcFilePath'),
  same('file.origin_url', 'FileOriginUrl'),
  ...initiating('process'),
  ...DEVICE,
];

/**
 * https://learn.microsoft.com/defender-xdr/advanced-hunting-deviceregistryevents-table, …/normalization-schema-registry-event: hives are written in
 * full, and a user's by the name of the current user.
 */
const REGISTRY: readonly FieldRow[] = [
  spelled('registry.key', 'RegistryKey'),
  same('registry.value', 'RegistryValueName', 'RegistryValue'),
  same('registry.data.type', 'RegistryValueType'),
  spelled('registry.data.strings', 'RegistryValueData'),
  ...initiating('process'),
  ...DEVICE,
];

/**
 * https://learn.microsoft.com/defender-xdr/advanced-hunting-devicenetworkevents-table, …/normalization-schema-network: which side is remote depends on
 * who opened the connection. `RemoteUrl` is an address or a name.
 */
const NETWORK: readonly FieldRow[] = [
  ...sides(['destination.ip', 'RemoteIP', 'DstIpAddr'], ['source.ip', 'LocalIP', 'SrcIpAddr']),
  ...sides(
    ['destination.port', 'RemotePort', 'DstPortNumber'],
    ['source.port', 'LocalPort', 'SrcPortNumber'],
  ),
  same('destination.domain', 'DstHostname', 'DstDomain', 'DstFQDN'),
  spelled('url.original', 'RemoteUrl'),
  derived('network.transport', ['Protocol', 'NetworkProtocol'], { kind: 'lower' }),
  ...initiating('process'),
  ...DEVICE,
];

/** https://learn.microsoft.com/defender-xdr/advanced-hunting-deviceimageloadevents-table */
const IMAGE_LOAD: readonly FieldRow[] = [
  same('dll.name', 'FileName'),
  same('dll.path', 'FolderPath'),
  same('dll.hash.sha256', 'SHA256'),
  same('dll.hash.sha1', 'SHA1'),
  same('dll.hash.md5', 'MD5'),
  ...initiating('process'),
  ...DEVICE,
];

/** https://learn.microsoft.com/defender-xdr/advanced-hunting-deviceevents-table: what an event is about depends on its action. */
const DEVICE_EVENTS: readonly FieldRow[] = [
  spelled('file.name', 'FileName'),
  spelled('file.path', 'FolderPath'),
  spelled('process.command_line', 'ProcessCommandLine'),
  ...initiating('process'),
  ...DEVICE,
];

const DRIVER: readonly FieldRow[] = [same('dll.name', 'FileName'), same('dll.path', 'FolderPath')];

/** https://learn.microsoft.com/azure/sentinel/normalization-schema-dns, and the table DnsEvents */
const DNS: readonly FieldRow[] = [
  same('dns.question.name', 'DnsQuery', 'Domain', 'Name'),
  same('dns.question.type', 'DnsQueryTypeName', 'QueryType'),
  same('dns.response_code', 'DnsResponseCodeName'),
  same('source.ip', 'SrcIpAddr', 'ClientIP'),
];

/** https://learn.microsoft.com/azure/sentinel/normalization-schema-web, and the table W3CIISLog */
const WEB: readonly FieldRow[] = [
  same('url.original', 'Url'),
  same('url.path', 'csUriStem'),
  same('url.query', 'csUriQuery'),
  same('user_agent.original', 'HttpUserAgent'),
  // IIS writes spaces as plus signs.
  spelled('user_agent.original', 'csUserAgent'),
  same('http.request.method', 'HttpRequestMethod', 'csMethod'),
  same('http.response.status_code', 'EventResultDetails', 'scStatus'),
  same('source.ip', 'SrcIpAddr', 'cIP'),
  same('destination.ip', 'DstIpAddr', 'sIP'),
];

function of(category: string | readonly string[], rows: readonly FieldRow[]): SourceRows {
  const categories = typeof category === 'string' ? [category] : category;
  return { logSources: categories.map((each) => logSource(null, each)), rows };
}

export const LOG_ANALYTICS_ENDPOINT: readonly SourceRows[] = [
  of('process_creation', PROCESS),
  of(['file_event', 'file_change', 'file_delete', 'file_rename'], FILE),
  of(['registry_set', 'registry_add', 'registry_delete', 'registry_rename', 'registry_event'], REGISTRY),
  of(['network_connection', 'firewall'], NETWORK),
  of('image_load', IMAGE_LOAD),
  of('driver_load', DRIVER),
  of(['dns_query', 'dns'], DNS),
  of(['proxy', 'webserver'], WEB),
  {
    logSources: [
      logSource('m365_defender', null, 'deviceevents'),
      ...['driver_load', 'pipe_created', 'create_remote_thread', 'process_access', 'dns_query'].map(
        (category) => logSource('windows', category),
      ),
    ],
    rows: DEVICE_EVENTS,
  },
  { logSources: [logSource('windows', null, 'dns-server-analytic')], rows: DNS },
];

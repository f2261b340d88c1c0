/** Endpoint events: Sysmon's and Windows' own names (as Sigma uses them for every operating system) and their ECS names. */
import { constant, derived, record, same } from '../field-table.ts';
import type { Derivation, FieldRow } from '../field-table.ts';
import { kind, logonType, SECURITY_KINDS } from './windows-security.ts';
import type { EventKind } from './windows-security.ts';

const NO_DASH: Derivation = { kind: 'renamed', of: { '-': null } };
const SIGNED: Derivation = {
  kind: 'choice',
  of: { true: true, false: false },
  otherwise: null,
  absent: null,
};

/** What is written to the registry: ECS has numbers as decimal text. */
export function registryData(native: string): FieldRow {
  return {
    name: 'registry.data.strings',
    natives: [native],
    derivation: { kind: 'registry_number' },
    back: { kind: 'registry_text' },
  };
}

export const ENDPOINT: readonly FieldRow[] = [
  same('process.executable', 'Image', 'NewProcessName', 'ProcessName', 'SourceImage'),
  derived('process.name', ['Image', 'NewProcessName', 'ProcessName', 'SourceImage'], { kind: 'base_name' }),
  same('process.command_line', 'CommandLine'),
  derived('process.args', 'CommandLine', { kind: 'arguments' }),
  derived('process.args_count', 'CommandLine', { kind: 'argument_count' }),
  same('process.pe.original_file_name', 'OriginalFileName'),
  same('process.pe.company', 'Company'),
  same('process.pe.description', 'Description'),
  same('process.pe.product', 'Product'),
  same('process.pe.file_version', 'FileVersion'),
  same('process.working_directory', 'CurrentDirectory'),
  same('process.pid', 'ProcessId'),
  same('process.entity_id', 'ProcessGuid'),
  same('process.parent.executable', 'ParentImage', 'ParentProcessName'),
  derived('process.parent.name', ['ParentImage', 'ParentProcessName'], { kind: 'base_name' }),
  same('process.parent.command_line', 'ParentCommandLine'),
  derived('process.parent.args', 'ParentCommandLine', { kind: 'arguments' }),
  derived('process.parent.args_count', 'ParentCommandLine', { kind: 'argument_count' }),
  same('process.parent.pid', 'ParentProcessId'),
  same('process.parent.entity_id', 'ParentProcessGuid'),
  same('winlog.event_data.ParentUser', 'ParentUser'),
  same('process.Ext.token.integrity_level_name', 'IntegrityLevel'),
  same('winlog.event_data.IntegrityLevel', 'IntegrityLevel'),
  derived('user.name', 'User', { kind: 'user' }),
  derived('user.domain', 'User', { kind: 'domain' }),
  derived('process.hash.sha256', ['Hashes', 'sha256'], { kind: 'hash', algorithm: 'SHA256' }),
  derived('process.hash.sha1', ['Hashes', 'sha1'], { kind: 'hash', algorithm: 'SHA1' }),
  derived('process.hash.md5', ['Hashes', 'md5'], { kind: 'hash', algorithm: 'MD5' }),
  derived('process.pe.imphash', ['Hashes', 'Imphash'], { kind: 'hash', algorithm: 'IMPHASH' }),
  same('file.path', 'TargetFilename'),
  derived('file.name', 'TargetFilename', { kind: 'base_name' }),
  derived('file.extension', 'TargetFilename', { kind: 'extension' }),
  derived('file.directory', 'TargetFilename', { kind: 'directory' }),
  same('registry.path', 'TargetObject'),
  derived('registry.value', 'TargetObject', { kind: 'base_name' }),
  derived('registry.key', 'TargetObject', { kind: 'directory' }),
  registryData('Details'),
  same('dll.path', 'ImageLoaded'),
  derived('dll.name', 'ImageLoaded', { kind: 'base_name' }),
  derived('dll.hash.sha256', 'Hashes', { kind: 'hash', algorithm: 'SHA256' }),
  derived('dll.hash.sha1', 'Hashes', { kind: 'hash', algorithm: 'SHA1' }),
  derived('dll.hash.md5', 'Hashes', { kind: 'hash', algorithm: 'MD5' }),
  derived('file.hash.sha256', 'Hashes', { kind: 'hash', algorithm: 'SHA256' }),
  derived('file.hash.sha1', 'Hashes', { kind: 'hash', algorithm: 'SHA1' }),
  derived('file.hash.md5', 'Hashes', { kind: 'hash', algorithm: 'MD5' }),
  same('dll.pe.original_file_name', 'OriginalFileName'),
  same('dll.code_signature.subject_name', 'Signature'),
  { ...derived('dll.code_signature.exists', 'Signed', SIGNED), back: SIGNED },
  // Of other states it is not certain what another sensor makes of them.
  derived('dll.code_signature.trusted', 'SignatureStatus', {
    kind: 'choice',
    of: { valid: true },
    otherwise: null,
    absent: null,
  }),
  same('dns.question.name', 'QueryName'),
  {
    ...same('network.protocol', 'DestinationPortName', 'SourcePortName'),
    derivation: NO_DASH,
    back: NO_DASH,
  },
  same('destination.ip', 'DestinationIp'),
  same('destination.port', 'DestinationPort'),
  same('destination.domain', 'DestinationHostname'),
  derived('source.ip', ['SourceIp', 'IpAddress'], { kind: 'ip' }),
  // A logon that comes from no other host has a dash for its port.
  { name: 'source.port', natives: ['SourcePort', 'IpPort'], derivation: NO_DASH, back: NO_DASH },
  same('source.domain', 'SourceHostname', 'WorkstationName'),
  derived('network.transport', 'Protocol', { kind: 'lower' }),
  derived('network.direction', 'Initiated', {
    kind: 'choice',
    of: { true: 'egress', false: 'ingress' },
    otherwise: null,
    absent: null,
  }),
  same('powershell.file.script_block_text', 'ScriptBlockText'),
  same('winlog.event_data.LogonType', 'LogonType'),
  logonType('LogonType'),
  same('event.code', 'EventID'),
  same('winlog.event_id', 'EventID'),
  same('winlog.channel', 'Channel'),
  same('event.provider', 'Provider_Name'),
  same('winlog.provider_name', 'Provider_Name'),
  same('host.name', 'Computer', 'ComputerName'),
  same('winlog.computer_name', 'Computer', 'ComputerName'),
  same('winlog.record_id', 'EventRecordID'),
  // What the table SecurityEvent calls `Process`: the program's name, of whatever event.
  { ...record('Process', 'NewProcessName', 'ProcessName'), derivation: { kind: 'base_name' } },
  // Of an event that another sensor recorded: its word for what happened, and the data set of its records (src/events/renderings).
  ...['action', 'dataset'].map((part) => ({
    ...same(`event.${part}`, `Recorder_${part}`),
    isInOneOfSeveral: true,
  })),
  { ...same('data_stream.dataset', 'Recorder_dataset'), isInOneOfSeveral: true },
  same('winlog.event_data.*', '*'),
];

/** What is certain of every event of a Windows log. */
export const WINDOWS_EVENT: readonly FieldRow[] = [
  constant('host.os.type', 'windows'),
  constant('host.os.family', 'windows'),
  constant('event.kind', 'event'),
];

/** Names that the engine reads from an event's channel and EventID (src/engine/event/ecs-on-native.ts). */
export const SAID_BY_CHANNEL: ReadonlySet<string> = new Set([
  'event.category',
  'event.type',
  'event.action',
  'event.outcome',
  'event.dataset',
  'event.module',
  'data_stream.dataset',
]);

const UNCATEGORISED: EventKind = { category: [], type: [], action: null, outcome: null };

/**
 * By channel and EventID (`*`: any other): the ECS words for what the event says, by the ingest pipelines of Elastic's integrations. What a Sysmon event is as an action
 * each of its agents says in words of its own (windows-words.ts).
 */
export const EVENT_KINDS: Readonly<Record<string, Readonly<Record<string, EventKind>>>> = {
  'microsoft-windows-sysmon/operational': {
    '1': kind('process', 'start'),
    '2': kind('file', 'change'),
    '3': kind('network', 'start connection protocol'),
    '5': kind('process', 'end'),
    '6': kind('driver', 'start'),
    '7': kind('process', 'change'),
    '8': kind('process', 'change'),
    '9': kind('process', 'access'),
    '10': kind('process', 'access'),
    '11': kind('file', 'creation'),
    '12': kind('configuration registry', 'change'),
    '13': kind('configuration registry', 'change'),
    '14': kind('configuration registry', 'change'),
    '15': kind('file', 'access'),
    '17': kind('file', 'creation'),
    '18': kind('file', 'access'),
    '19': kind('process', 'info'),
    '20': kind('process', 'change'),
    '21': kind('process', 'access'),
    '22': kind('network', 'connection protocol info'),
    '23': kind('file', 'deletion'),
    '25': kind('process', 'change'),
    '26': kind('file', 'deletion'),
    '28': kind('file', 'deletion'),
    '29': kind('file', 'creation'),
  },
  security: SECURITY_KINDS,
  'microsoft-windows-powershell/operational': {
    '4105': kind('process', 'start'),
    '4106': kind('process', 'end'),
    '*': kind('process', 'info'),
  },
  'windows powershell': {
    '400': kind('process', 'start'),
    '403': kind('process', 'end'),
    '*': kind('process', 'info'),
  },
  // Not categorised: what such an event says shows in its own fields only.
  system: { '*': UNCATEGORISED },
  application: { '*': UNCATEGORISED },
};

/** Under which data set Elastic's agents collect a channel. */
export const CHANNEL_DATASETS: Readonly<Record<string, string>> = {
  'microsoft-windows-sysmon/operational': 'windows.sysmon_operational',
  'microsoft-windows-powershell/operational': 'windows.powershell_operational',
  'windows powershell': 'windows.powershell',
  'microsoft-windows-applocker/exe and dll': 'windows.applocker_exe_and_dll',
  'microsoft-windows-windows defender/operational': 'windows.windows_defender',
  security: 'system.security',
  system: 'system.system',
  application: 'system.application',
};

/** The fields of a Windows event's System section under the names by which Sigma's rules read them, whoever wrote them. */
import { isMissing, isObject } from '../json-object.ts';
import type { JsonObject } from '../json-object.ts';
import { attributesOf, foldName, single, textOf } from './element.ts';

/**
 * Names of collectors, folded (see foldName): the event's own XML, NXLog (https://docs.nxlog.co/refman/current/im/msvistalog.html), Get-WinEvent
 * (https://learn.microsoft.com/dotnet/api/system.diagnostics.eventing.reader.eventlogrecord), Winlogbeat before 7, Fluentd and Fluent Bit
 * (https://docs.fluentbit.io/manual/pipeline/inputs/windows-event-log-winevtlog), osquery (https://osquery.io/schema), Wazuh, OpenTelemetry,
 * Splunk, Velociraptor, Win32_NTLogEvent, Log Analytics.
 */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  Provider_Name: ['providername', 'sourcename', 'provider', 'source'],
  Provider_Guid: ['providerguid', 'providerid'],
  EventID: ['eventid', 'eventcode', 'eventidid', 'eventidentifier', 'id'],
  EventID_Qualifiers: ['eventidqualifiers', 'qualifiers'],
  Channel: ['channel', 'logname', 'eventlog', 'eventlogname', 'logfile'],
  Computer: ['computer', 'computername', 'machinename', 'hostname'],
  EventRecordID: ['eventrecordid', 'recordid', 'recordnumber'],
  Level: ['level', 'eventlevel'],
  Task: ['taskvalue', 'task'],
  Opcode: ['opcodevalue', 'opcode'],
  Keywords: ['keywords'],
  Version: ['version'],
  Execution_ProcessID: ['executionprocessid', 'systemprocessid', 'processpid', 'processid', 'pid'],
  Execution_ThreadID: ['executionthreadid', 'systemthreadid', 'processthreadid', 'threadid', 'tid'],
  Security_UserID: ['securityuserid', 'systemuserid', 'useridentifier', 'userid', 'usersid'],
  TimeCreated_SystemTime: ['timecreatedsystemtime', 'timecreated', 'systemtime', 'eventtime'],
};

/** Names that mean this only beside a section of the event's data: else they may be its data. */
const LOOSE: ReadonlySet<string> = new Set(['processid', 'pid', 'threadid', 'tid', 'userid', 'source', 'id']);

/** Numbers in the event; a collector that writes their names instead keeps the number to itself. */
export const NUMBERS: ReadonlySet<string> = new Set(['Level', 'Task', 'Opcode', 'Keywords']);

/** Providers as Event Viewer shows them, and Splunk's forwarder writes them. */
const DISPLAY_NAMES: Readonly<Record<string, string>> = {
  'microsoft windows security auditing.': 'Microsoft-Windows-Security-Auditing',
  'microsoft-windows-service control manager': 'Service Control Manager',
};

export const SYSTEM_FIELDS: ReadonlySet<string> = new Set(Object.keys(NAMES));

export interface SystemFields {
  readonly fields: Readonly<Record<string, unknown>>;
  /** Keys of the object that they were read from. */
  readonly keys: ReadonlySet<string>;
}

/** `isLoose`: the object holds nothing but such fields, and sections. */
export function systemFields(object: JsonObject, isLoose: boolean): SystemFields {
  const byFolded = new Map<string, string>();
  for (const key of Object.keys(object)) if (!byFolded.has(foldName(key))) byFolded.set(foldName(key), key);
  const fields: Record<string, unknown> = {};
  const keys = new Set<string>();
  for (const [field, names] of Object.entries(NAMES)) {
    for (const name of names) {
      const key = byFolded.get(name);
      if (key === undefined || (LOOSE.has(name) && !isLoose)) continue;
      keys.add(key);
      const value = valueOf(field, object[key]);
      if (value !== undefined) fields[field] ??= value;
    }
  }
  return { fields, keys };
}

function valueOf(field: string, raw: unknown): unknown {
  const value = textOf(raw);
  if (field === 'Provider_Name' && typeof value === 'string')
    return DISPLAY_NAMES[value.toLowerCase()] ?? value;
  if (value === undefined || !NUMBERS.has(field)) return value;
  if (field === 'Keywords') return keywords(value);
  const isNumber = typeof value === 'number' || (typeof value === 'string' && /^\d+$/.test(value));
  return isNumber ? value : undefined;
}

/** As the event has them: `0x8020000000000000`. A number of JSON's has lost some of them. */
function keywords(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  if (/^0x[0-9a-f]+$/i.test(value)) return value;
  return /^\d{1,20}$/.test(value) ? `0x${BigInt(value).toString(16).padStart(16, '0')}` : undefined;
}

/** A section in any notation, with its attributes: `{Provider: {#attributes: {Name}}}` is Provider_Name; `{EventID: {#text}}` is EventID. */
export function sectionFields(section: JsonObject): JsonObject {
  const flat: Record<string, unknown> = {};
  for (const [key, raw] of Object.entries(section)) {
    const value = single(raw);
    if (isMissing(value) || key.startsWith('#') || key === '$') continue;
    if (!isObject(value)) {
      flat[key] = value;
      continue;
    }
    const text = textOf(value);
    if (text !== undefined && text !== '') flat[key] = text;
    for (const [name, attribute] of attributesOf(value)) flat[`${key}_${name}`] = attribute;
  }
  return flat;
}

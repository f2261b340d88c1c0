/**
 * A Windows event under the names that Sigma's rules use: System's and the event data's fields side by side, attributes as
 * `Provider_Name`, no spaces in names, the parts of `Hashes` apart. Takes the event in its sections, in whatever notation they are written
 * (windows/), or already flat under a collector's names.
 */
import { WINDOWS_SERVICES } from '../fields/windows-log-sources.ts';
import { hasTooManyKeys } from './event-shape.ts';
import { hashesOf } from './hashes.ts';
import { isMissing, isObject } from './json-object.ts';
import type { JsonObject } from './json-object.ts';
import { foldName, objectOf, sectionOf, textOf } from './windows/element.ts';
import { readEventData, readUserData } from './windows/event-data.ts';
import type { EventData } from './windows/event-data.ts';
import { flatData, MESSAGE_KEYS } from './windows/flat-data.ts';
import { readMessage } from './windows/message.ts';
import { NUMBERS, sectionFields, systemFields, SYSTEM_FIELDS } from './windows/system-fields.ts';

export interface WindowsEvent {
  readonly fields: JsonObject;
  /** Channel and EventID as far as the event says them; null: it does not. */
  readonly channel: string | null;
  readonly eventId: number | null;
  readonly provider: string | null;
  readonly hides: (name: string) => boolean;
}

/** Null: it is none, or nobody can tell. */
export function readWindowsEvent(event: unknown): WindowsEvent | null {
  if (!isObject(event) || !mayBeWindows(event)) return null;
  const body = bodyOf(event);
  const read = readBody(body);
  return isWindows(body, read) ? read : null;
}

/** One of these every notation has, folded; none has a longer one. */
const MARKS: ReadonlySet<string> = new Set([
  'event',
  'win',
  'system',
  'eventid',
  'eventcode',
  'eventidentifier',
]);
const MAX_MARK = 20;

/** Most objects are none, which a look at their keys tells. */
function mayBeWindows(event: JsonObject): boolean {
  if (hasTooManyKeys(event)) return false;
  return (
    Object.keys(event).some((key) => key.length <= MAX_MARK && MARKS.has(foldName(key))) ||
    isEventLogRecord(event)
  );
}

/** What is surely one, or has its names. */
export function flattenWindowsEvent(event: unknown): unknown {
  return isObject(event) ? readBody(bodyOf(event)).fields : event;
}

export function hiddenInWindowsEvent(event: unknown): (name: string) => boolean {
  return isObject(event) ? readBody(bodyOf(event)).hides : () => false;
}

/** `{Event: …}`, and Wazuh's `{win: …}`. */
function bodyOf(event: JsonObject): JsonObject {
  for (const key of ['Event', 'win']) {
    const inner = objectOf(event[key]);
    if (inner !== null) return inner;
  }
  return event;
}

/** Sections of the event's data, folded; those of others that have no names for their parts. */
const DATA_SECTIONS = ['eventdata', 'properties', 'stringinserts', 'insertionstrings', 'replacementstrings'];

function readBody(body: JsonObject): WindowsEvent {
  const section = objectOf(sectionOf(body, 'system'));
  const rawData = sectionOf(body, ...DATA_SECTIONS) ?? (isOsquery(body) ? body['data'] : undefined);
  const rawUser = sectionOf(body, 'userdata');
  const isSectioned = section !== null || rawData !== undefined || objectOf(rawUser) !== null;
  const beside = sectionFields(section ?? withoutSections(body));
  const system = systemFields(beside, isSectioned || isEventLogRecord(body));
  const data = isSectioned
    ? mergedData(readEventData(rawData), readUserData(rawUser))
    : flatData(body, system.keys);
  const message = data.isWhole ? null : readMessage(messageOf(body), system.fields['Provider_Name']);
  const fields: Record<string, unknown> = {
    ...message?.fields,
    ...data.fields,
    ...(section === null ? {} : beside),
  };
  for (const name of NUMBERS) Reflect.deleteProperty(fields, name);
  Object.assign(fields, system.fields);
  addHashes(fields);
  if (String(fields['EventID']) === '4688') addProcessNames(fields);
  const isWhole = data.isWhole || message?.isWhole === true;
  return {
    fields,
    ...identityOf(system.fields),
    // Every event has those: who does not show one keeps it to himself.
    hides: (name) => SYSTEM_FIELDS.has(name) || !isWhole,
  };
}

function withoutSections(body: JsonObject): JsonObject {
  const sections: readonly string[] = [...DATA_SECTIONS, 'userdata'];
  return Object.fromEntries(Object.entries(body).filter(([key]) => !sections.includes(foldName(key))));
}

/** https://osquery.io/schema/current/#windows_eventlog */
function isOsquery(body: JsonObject): boolean {
  return typeof body['data'] === 'string' && 'eventid' in body && 'provider_name' in body;
}

/** .NET's class of an event, as Get-WinEvent returns it. */
function isEventLogRecord(body: JsonObject): boolean {
  return 'LogName' in body && 'ProviderName' in body && 'Id' in body;
}

function mergedData(data: EventData, user: EventData): EventData {
  return { fields: { ...user.fields, ...data.fields }, isWhole: data.isWhole && user.isWhole };
}

function messageOf(body: JsonObject): unknown {
  const rendered = objectOf(sectionOf(body, 'renderinginfo')) ?? objectOf(sectionOf(body, 'system')) ?? {};
  return sectionOf(body, ...MESSAGE_KEYS) ?? textOf(sectionOf(rendered, ...MESSAGE_KEYS));
}

const PROVIDER_CHANNELS: Readonly<Record<string, string>> = {
  'microsoft-windows-sysmon': 'Microsoft-Windows-Sysmon/Operational',
  'microsoft-windows-security-auditing': 'Security',
};

function identityOf(system: JsonObject): Pick<WindowsEvent, 'channel' | 'eventId' | 'provider'> {
  const provider = typeof system['Provider_Name'] === 'string' ? system['Provider_Name'] : null;
  const channel = typeof system['Channel'] === 'string' ? system['Channel'] : null;
  const eventId = Number(system['EventID'] ?? NaN);
  return {
    provider,
    channel: channel ?? PROVIDER_CHANNELS[provider?.toLowerCase() ?? ''] ?? null,
    eventId: Number.isInteger(eventId) ? eventId : null,
  };
}

/** Names that others have too are taken for Windows' only with a channel, or a provider, of Windows. */
function isWindows(body: JsonObject, { channel, eventId, provider }: WindowsEvent): boolean {
  if (eventId === null) return false;
  const hasOwnNames =
    'EventID' in body && ['Channel', 'Provider_Name', 'Computer'].some((name) => name in body);
  if (hasOwnNames || (sectionOf(body, 'system') !== undefined && (channel ?? provider) !== null)) return true;
  return (
    (channel !== null && isChannel(channel)) || (provider !== null && /^microsoft-windows-/i.test(provider))
  );
}

const CHANNELS: ReadonlySet<string> = new Set(Object.values(WINDOWS_SERVICES).flat());

function isChannel(channel: string): boolean {
  const folded = channel.toLowerCase();
  return CHANNELS.has(folded) || /^(microsoft-windows-|setup$|forwardedevents$)/.test(folded);
}

const HASH_FIELDS = [
  ['MD5', 'md5'],
  ['SHA1', 'sha1'],
  ['SHA256', 'sha256'],
  ['IMPHASH', 'Imphash'],
] as const;

function addHashes(flat: Record<string, unknown>): void {
  const hashes = valueOf(flat, 'Hashes');
  if (typeof hashes !== 'string') return;
  const values = hashesOf(hashes);
  for (const [algorithm, field] of HASH_FIELDS) {
    const value = values.get(algorithm);
    if (value !== undefined && !Object.hasOwn(flat, field)) flat[field] = value;
  }
}

/** A process creation of the Security log under Sysmon's names. */
const PROCESS_NAMES = [
  ['Image', 'NewProcessName'],
  ['ParentImage', 'ParentProcessName'],
  ['User', 'SubjectUserName'],
  ['LogonId', 'SubjectLogonId'],
] as const;

function addProcessNames(flat: Record<string, unknown>): void {
  for (const [name, native] of PROCESS_NAMES) {
    const value = valueOf(flat, native);
    if (!Object.hasOwn(flat, name) && !isMissing(value)) flat[name] = value;
  }
}

/** In whatever letter case, as rules read names. */
function valueOf(flat: JsonObject, name: string): unknown {
  if (Object.hasOwn(flat, name)) return flat[name];
  const key = Object.keys(flat).find((each) => each.toLowerCase() === name.toLowerCase());
  return key === undefined ? undefined : flat[key];
}

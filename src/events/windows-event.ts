/**
 * A Windows event under the names that Sigma's rules use: System's and the event data's fields side by side, attributes as
 * `Provider_Name`, no spaces in names, the parts of `Hashes` apart. Takes EVTX as JSON (`{Event: {System, EventData}}`) or already flat.
 */
import { hashesOf } from './hashes.ts';
import { isMissing, isObject } from './json-object.ts';
import type { JsonObject } from './json-object.ts';

export function flattenWindowsEvent(event: unknown): unknown {
  if (!isObject(event)) return event;
  const inner = isObject(event['Event']) ? event['Event'] : null;
  const flat: Record<string, unknown> = inner === null ? {} : flattenSections(inner);
  if (inner === null) addAll(flat, event);
  addHashes(flat);
  if (String(flat['EventID']) === '4688') addProcessNames(flat);
  return flat;
}

function flattenSections(event: JsonObject): Record<string, unknown> {
  const flat: Record<string, unknown> = {};
  if (isObject(event['System'])) addSystem(flat, event['System']);
  if (isObject(event['EventData'])) addData(flat, event['EventData']);
  for (const section of Object.values(isObject(event['UserData']) ? event['UserData'] : {})) {
    if (isObject(section)) addAll(flat, section);
  }
  return flat;
}

/** Keys without spaces; what is there already stays. */
function addAll(flat: Record<string, unknown>, data: JsonObject): void {
  for (const [key, value] of Object.entries(data)) {
    const name = key.replaceAll(' ', '');
    if (isMissing(value) || isAttributes(name) || Object.hasOwn(flat, name)) continue;
    flat[name] = isObject(value) && '#text' in value ? value['#text'] : value;
  }
}

function isAttributes(key: string): boolean {
  return key === '#attributes' || key.startsWith('@');
}

/** `{Provider: {#attributes: {Name}}}` is Provider_Name; `{EventID: {#text}}` is EventID. */
function addSystem(flat: Record<string, unknown>, system: JsonObject): void {
  for (const [key, value] of Object.entries(system)) {
    if (isMissing(value)) continue;
    if (!isObject(value)) {
      flat[key] = value;
      continue;
    }
    if ('#text' in value) flat[key] = value['#text'];
    const attributes = isObject(value['#attributes']) ? value['#attributes'] : value;
    for (const [name, attribute] of Object.entries(attributes)) {
      if (name !== '#text' && !isObject(attribute)) flat[`${key}_${name.replace(/^@/, '')}`] = attribute;
    }
  }
}

/** Either keys and values, or `Data` elements that carry a name, or neither: then the bare texts stay together as `Data`. */
function addData(flat: Record<string, unknown>, data: JsonObject): void {
  const items: readonly unknown[] = Array.isArray(data['Data']) ? data['Data'] : [data['Data']];
  const named = items.filter((item) => isObject(item) && nameOf(item) !== null);
  for (const item of named) {
    if (!isObject(item)) continue;
    addAll(flat, { [nameOf(item) ?? '']: item['#text'] ?? item['$'] });
  }
  addAll(
    flat,
    named.length === 0 ? data : Object.fromEntries(Object.entries(data).filter(([key]) => key !== 'Data')),
  );
}

function nameOf(item: JsonObject): string | null {
  const attributes = isObject(item['#attributes']) ? item['#attributes'] : item;
  const name = attributes['Name'] ?? attributes['@Name'];
  return typeof name === 'string' ? name : null;
}

const HASH_FIELDS = [
  ['MD5', 'md5'],
  ['SHA1', 'sha1'],
  ['SHA256', 'sha256'],
  ['IMPHASH', 'Imphash'],
] as const;

function addHashes(flat: Record<string, unknown>): void {
  const hashes = flat['Hashes'];
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
    if (!Object.hasOwn(flat, name) && !isMissing(flat[native])) flat[name] = flat[native];
  }
}

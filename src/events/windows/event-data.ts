/** The data of a Windows event by its names, as EventData and UserData have it in the many notations, or as text. */
import { isMissing, isObject } from '../json-object.ts';
import type { JsonObject } from '../json-object.ts';
import { MAX_DEPTH } from '../limits.ts';
import { newBudget, readRecordText } from '../record-text.ts';
import { parseXml } from '../xml-text.ts';
import { attributesOf, isAttributeKey, sectionOf, single, textOf } from './element.ts';

export interface EventData {
  readonly fields: Readonly<Record<string, unknown>>;
  /** Are these all that it has, by their names? */
  readonly isWhole: boolean;
}

const NOTHING: EventData = { fields: {}, isWhole: true };

export function readEventData(raw: unknown, depth = 0): EventData {
  // Of a list of texts the only one has no name either.
  const isText = Array.isArray(raw) && textOf(raw) !== undefined;
  const value: unknown = isText ? raw : single(raw);
  if (isMissing(value) || value === '') return NOTHING;
  if (depth > MAX_DEPTH) return { fields: {}, isWhole: false };
  if (typeof value === 'string') return readText(value, depth);
  if (Array.isArray(value)) return readItems(value, depth);
  return isObject(value) ? readObject(value, depth) : { fields: {}, isWhole: false };
}

function readText(text: string, depth: number): EventData {
  const isXml = /^\s*</.test(text);
  const parsed = isXml ? parseXml(text) : readRecordText(text, 'plain', newBudget());
  if (isMissing(parsed)) return { fields: { Data: text }, isWhole: false };
  return readEventData(isXml && isObject(parsed) ? rootData(parsed) : parsed, depth + 1);
}

/** Log Analytics writes `<DataItem><EventData>`; others the section alone, or the whole event. */
function rootData(parsed: JsonObject): unknown {
  const [root] = Object.values(parsed);
  if (!isObject(root)) return root;
  return sectionOf(root, 'eventdata', 'userdata') ?? root;
}

/** Either keys and values, or `Data` elements that carry a name, or neither: then the bare texts stay together as `Data`. */
function readObject(object: JsonObject, depth: number): EventData {
  const inner = sectionOf(object, 'eventdata');
  if (inner !== undefined) return readEventData(inner, depth + 1);
  const named = namedValue(object);
  if (named !== null) return { fields: Object.fromEntries([named]), isWhole: true };
  const { Data: data, data: lower, ...others } = object;
  const rest = plainFields(others);
  if (isMissing(data) && isMissing(lower)) return { fields: rest, isWhole: !isPositional(rest) };
  const read = readData(data ?? lower, depth + 1);
  return { fields: { ...read.fields, ...rest }, isWhole: read.isWhole };
}

function readData(raw: unknown, depth: number): EventData {
  const value = single(raw);
  if (isObject(value) && textOf(value) === undefined) return readObject(value, depth);
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  return readItems(items, depth);
}

/** Named ones, whatever the notation; else their order is all that we know. */
function readItems(items: readonly unknown[], depth: number): EventData {
  const fields: Record<string, unknown> = {};
  const bare: unknown[] = [];
  for (const item of items) {
    const named = isObject(item) ? (namedValue(item) ?? onlyEntry(item)) : null;
    if (named !== null) fields[named[0]] ??= named[1];
    else if (isObject(item) && textOf(item) === undefined)
      Object.assign(fields, readEventData(item, depth + 1).fields);
    else bare.push(textOf(item) ?? item);
  }
  const texts = bare.filter((text) => !isMissing(text));
  if (texts.length > 0) fields['Data'] ??= texts.length === 1 ? texts[0] : texts;
  return { fields, isWhole: texts.length === 0 };
}

/** `{#attributes: {Name}, #text}`, `{@Name, #text}`, `{$: {Name}, _}`, `{Name, Value}`. */
function namedValue(item: JsonObject): readonly [string, unknown] | null {
  if (Object.keys(item).length > 3) return null;
  const attributes = attributesOf(item);
  const name = attributes.get('Name') ?? attributes.get('name') ?? attributes.get('Key');
  if (typeof name !== 'string') return null;
  const hasValue = textOf(item) !== undefined;
  // An element with an attribute alone has no text; an object with the key `Name` alone may be anything.
  if (!hasValue && Object.keys(item).some((key) => !isAttributeKey(key))) return null;
  return [withoutSpaces(name), textOf(item) ?? ''];
}

/** OpenTelemetry's receiver writes a list of objects of one key. */
function onlyEntry(item: JsonObject): readonly [string, unknown] | null {
  const [entry, ...more] = Object.entries(item);
  if (entry === undefined || more.length > 0 || isObject(entry[1])) return null;
  return entry[0] === 'Value' || entry[0] === '#text' ? null : [withoutSpaces(entry[0]), entry[1]];
}

function plainFields(object: JsonObject): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const [key, raw] of Object.entries(object)) {
    const name = withoutSpaces(key);
    const value = single(raw);
    if (isMissing(value) || isAttributeKey(key) || key === '#text' || Object.hasOwn(fields, name)) continue;
    fields[name] = isObject(value) ? (textOf(value) ?? value) : value;
  }
  return fields;
}

function withoutSpaces(name: string): string {
  return name.replaceAll(' ', '');
}

/** Winlogbeat's names for what has none: https://www.elastic.co/docs/reference/beats/winlogbeat/exported-fields-winlog */
function isPositional(fields: JsonObject): boolean {
  const names = Object.keys(fields);
  return names.length > 0 && names.every((name) => /^param\d+$/.test(name));
}

/** Each provider has a section of its own below UserData. */
export function readUserData(raw: unknown): EventData {
  const value = single(raw);
  if (isMissing(value)) return NOTHING;
  if (!isObject(value)) return readEventData(value);
  const sections = Object.entries(value).filter(([key]) => !isAttributeKey(key));
  const inner = sections.filter(([, section]) => isObject(single(section)));
  if (inner.length === 0) return { fields: plainFields(value), isWhole: true };
  const fields = inner.map(([, section]) => plainFields(single(section) as JsonObject));
  return { fields: Object.assign({}, ...fields.reverse()) as Record<string, unknown>, isWhole: true };
}

/**
 * An event of the Unified Data Model under the names that YARA-L uses, from whichever JSON form it comes in: keys in snake_case (protobuf's JSON writes
 * `eventType`), without the texts that are empty (in protobuf an empty text is an absent one), times in seconds beside their text, and the
 * values of labels and structs by their key: `security_result.detection_fields["k"]` is a key of that name.
 */
import { MAX_DEPTH } from './limits.ts';
import { isMissing, isObject } from './json-object.ts';
import type { JsonObject } from './json-object.ts';

export function readUdmEvent(event: unknown): unknown {
  if (!isObject(event)) return event;
  const inner = isObject(event['udm']) ? event['udm'] : event;
  return readMessage(inner, { path: '', depth: 0, mapKeys: new Set() });
}

interface Place {
  readonly path: string;
  readonly depth: number;
  /** Map keys that an event has had: "the map access will deterministically return the first value". */
  readonly mapKeys: Set<string>;
}

/** Structs: their keys are the log's own. */
const STRUCTS: ReadonlySet<string> = new Set(['additional', 'extracted']);

function readMessage(message: JsonObject, place: Place): JsonObject {
  const result: Record<string, unknown> = {};
  for (const [written, value] of Object.entries(message)) {
    const key = snakeCase(written);
    if (isMissing(value) || value === '') continue;
    if (STRUCTS.has(key) && place.depth === 0) {
      result[key] = readStruct(value);
      continue;
    }
    const inner = { ...place, path: `${place.path}.${key}`, depth: place.depth + 1 };
    result[key] = readValue(value, inner);
    addTime(result, key, value);
    addLabels(result, key, value, inner);
  }
  return result;
}

function readValue(value: unknown, place: Place): unknown {
  if (place.depth > MAX_DEPTH) return value;
  if (Array.isArray(value)) {
    return value
      .filter((item) => !isMissing(item) && item !== '')
      .map((item: unknown) => (isObject(item) ? readMessage(item, place) : item));
  }
  return isObject(value) ? readMessage(value, place) : value;
}

function snakeCase(key: string): string {
  return /[A-Z]/.test(key)
    ? key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`).replace(/^_/, '')
    : key;
}

/** `event_timestamp: "2026-01-31T12:00:00Z"` also as `event_timestamp.seconds`. */
function addTime(result: Record<string, unknown>, key: string, value: unknown): void {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT/.test(value)) return;
  const milliseconds = Date.parse(value);
  if (Number.isNaN(milliseconds)) return;
  result[`${key}.seconds`] = Math.floor(milliseconds / 1000);
}

/** A list of `{key, value}` by its keys. */
function addLabels(result: Record<string, unknown>, key: string, value: unknown, place: Place): void {
  if (!Array.isArray(value)) return;
  for (const label of value as unknown[]) {
    if (!isObject(label) || typeof label['key'] !== 'string' || typeof label['value'] !== 'string') continue;
    const name = `${key}["${label['key']}"]`;
    const whole = `${place.path}["${label['key']}"]`;
    if (place.mapKeys.has(whole)) continue;
    place.mapKeys.add(whole);
    if (label['value'] !== '') result[name] = label['value'];
  }
}

/**
 * A struct's texts as `fields["key"]`: it is written as an object of its values, with `fields` around them, or as a list of keys and values. "The
 * map syntax can only access keys whose values are strings."
 */
function readStruct(struct: unknown): unknown {
  if (!isObject(struct)) return struct;
  const fields = struct['fields'] ?? struct;
  const entries: readonly (readonly [unknown, unknown])[] = Array.isArray(fields)
    ? (fields as unknown[]).filter(isObject).map((entry) => [entry['key'], entry['value']] as const)
    : isObject(fields)
      ? Object.entries(fields)
      : [];
  const result: Record<string, unknown> = { ...struct };
  for (const [key, value] of entries) {
    const text = isObject(value) ? (value['stringValue'] ?? value['string_value']) : value;
    const name = `fields["${String(key)}"]`;
    if (typeof text === 'string' && text !== '' && !Object.hasOwn(result, name)) result[name] = text;
  }
  return result;
}

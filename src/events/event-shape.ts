/**
 * Reads a value of an event by a dotted path, as rules' fields are read: keys in any letter case, dotted keys as well as nested ones, a list of one as its
 * element. Enough to tell where an event comes from.
 */
import { createKeyFinder } from './keys.ts';
import type { KeyFinder } from './keys.ts';
import { isMissing, isObject } from './json-object.ts';
import type { JsonObject } from './json-object.ts';
import { MAX_KEYS } from './limits.ts';

/** The keys of the event that is looked at: a hundred shapes ask for some of them. */
let keys: KeyFinder = createKeyFinder();

/** To be called before an event is looked at: what was remembered of the objects in another may have changed. */
export function startLooking(): void {
  keys = createKeyFinder();
}

/** Then nobody asks what it is: each shape would look at all of them. */
export function hasTooManyKeys(object: JsonObject): boolean {
  return Object.keys(object).length > MAX_KEYS;
}

/** Undefined: not there. What is null is there. */
export function valueAt(event: JsonObject, path: string): unknown {
  const own = keys.valueOf(event, path);
  if (own !== undefined) return own;
  for (let dot = path.indexOf('.'); dot > 0; dot = path.indexOf('.', dot + 1)) {
    const inner = onlyElement(keys.valueOf(event, path.slice(0, dot)));
    if (!isObject(inner)) continue;
    const value = valueAt(inner, path.slice(dot + 1));
    if (value !== undefined) return value;
  }
  return undefined;
}

export interface PlacedValue {
  /** With the positions in lists: `Records[0].body`. */
  readonly path: string;
  readonly value: unknown;
}

/** With the keys as the event spells them; null: nothing is there. */
export function placeAt(event: JsonObject, path: string): PlacedValue | null {
  const own = keys.keyOf(event, path);
  if (own !== undefined && !isMissing(event[own])) return { path: own, value: event[own] };
  for (let dot = path.indexOf('.'); dot > 0; dot = path.indexOf('.', dot + 1)) {
    const key = keys.keyOf(event, path.slice(0, dot));
    const inner = key === undefined ? undefined : onlyElement(event[key]);
    const place = isObject(inner) ? placeAt(inner, path.slice(dot + 1)) : null;
    if (place !== null) return { ...place, path: `${key ?? ''}.${place.path}` };
  }
  return null;
}

/** All values at a path on which `*` stands for each element of a list, none of them missing. What stands alone where a list is looked for is its only element. */
export function valuesAt(event: JsonObject, path: string): readonly PlacedValue[] {
  const [first = '', ...rest] = path.split('.*');
  const start = placeAt(event, first);
  let places: readonly PlacedValue[] = start === null ? [] : [start];
  for (const step of rest) places = places.flatMap((place) => elementsOf(place, step.replace(/^\./, '')));
  return places;
}

function elementsOf({ path, value }: PlacedValue, step: string): readonly PlacedValue[] {
  const elements = Array.isArray(value)
    ? (value as unknown[]).map((element, at) => ({ path: `${path}[${at}]`, value: element }))
    : [{ path, value }];
  const there = elements.filter((each) => !isMissing(each.value));
  if (step === '') return there;
  return there.flatMap((element) => {
    const inner = Array.isArray(element.value)
      ? positionIn(element.value as unknown[], step)
      : isObject(element.value)
        ? placeAt(element.value, step)
        : null;
    return inner === null ? [] : [{ path: `${element.path}.${inner.path}`, value: inner.value }];
  });
}

function positionIn(list: readonly unknown[], step: string): PlacedValue | null {
  const value = /^\d+$/.test(step) ? list[Number(step)] : undefined;
  return isMissing(value) ? null : { path: step, value };
}

function onlyElement(value: unknown): unknown {
  return Array.isArray(value) && value.length === 1 ? value[0] : value;
}

/** A text, or a number's text; of a list the first. */
export function textAt(event: JsonObject, path: string): string | null {
  const value = valueAt(event, path);
  return textOf(Array.isArray(value) ? value[0] : value);
}

/** All texts of a list; one text as a list of it. */
export function textsAt(event: JsonObject, path: string): readonly string[] {
  const value = valueAt(event, path);
  const texts = (Array.isArray(value) ? value : [value]).map(textOf);
  return texts.filter((text) => text !== null);
}

function textOf(value: unknown): string | null {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? value : null;
}

/** A path that dotted keys go on behind is there. */
function isThere(event: JsonObject, path: string): boolean {
  if (valueAt(event, path) !== undefined) return true;
  if (!keys.hasDottedKeys(event)) return false;
  const prefix = `${path.toLowerCase()}.`;
  return Object.keys(event).some((key) => key.toLowerCase().startsWith(prefix));
}

export function hasAll(event: JsonObject, ...paths: readonly string[]): boolean {
  return paths.every((path) => isThere(event, path));
}

export function hasAny(event: JsonObject, ...paths: readonly string[]): boolean {
  return paths.some((path) => isThere(event, path));
}

/** The first parts of an event's keys, in lower case: what a path begins with that is not among them is not there. */
export function headsOf(event: JsonObject): ReadonlySet<string> {
  const heads = new Set<string>();
  for (const key of Object.keys(event)) heads.add(headOf(key));
  return heads;
}

export function headOf(path: string): string {
  const dot = path.indexOf('.');
  return (dot < 0 ? path : path.slice(0, dot)).toLowerCase();
}

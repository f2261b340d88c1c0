/** Reads a value of an event by a dotted path, exact keys only, dotted keys as well as nested ones: enough to tell where it comes from. */

import { isMissing, isObject } from './json-object.ts';
import type { JsonObject } from './json-object.ts';

export function valueAt(event: JsonObject, path: string): unknown {
  if (Object.hasOwn(event, path)) return event[path];
  for (let dot = path.indexOf('.'); dot > 0; dot = path.indexOf('.', dot + 1)) {
    const inner = Object.hasOwn(event, path.slice(0, dot)) ? event[path.slice(0, dot)] : undefined;
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

/** All values at a path on which `*` stands for each element of a list, none of them missing. What stands alone where a list is looked for is its only element. */
export function valuesAt(event: JsonObject, path: string): readonly PlacedValue[] {
  const [first = '', ...rest] = path.split('.*');
  const start = first === '' ? event : valueAt(event, first);
  let places: readonly PlacedValue[] = isMissing(start) ? [] : [{ path: first, value: start }];
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
    const inner = isObject(element.value)
      ? valueAt(element.value, step)
      : Array.isArray(element.value) && /^\d+$/.test(step)
        ? (element.value as unknown[])[Number(step)]
        : undefined;
    return isMissing(inner) ? [] : [{ path: `${element.path}.${step}`, value: inner }];
  });
}

export function textAt(event: JsonObject, path: string): string | null {
  const value = valueAt(event, path);
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value) && typeof value[0] === 'string') return value[0];
  return typeof value === 'string' ? value : null;
}

export function hasAll(event: JsonObject, ...paths: readonly string[]): boolean {
  return paths.every((path) => valueAt(event, path) !== undefined);
}

export function hasAny(event: JsonObject, ...paths: readonly string[]): boolean {
  return paths.some((path) => valueAt(event, path) !== undefined);
}

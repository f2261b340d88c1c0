/** Reads a value of an event by a dotted path, exact keys only, dotted keys as well as nested ones: enough to tell where it comes from. */

import { isObject } from './json-object.ts';
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

/** What a source's records show of it: keys that together only that source has, and values as only it writes them. */
import { originOf } from '../../fields/event-origin.ts';
import type { EventOrigin } from '../../fields/event-origin.ts';
import { logSourcesOfLogType } from '../../fields/panther-log-types.ts';
import { categoriesOfServices } from '../../fields/service-categories.ts';
import { hasAll, hasAny, headOf, headsOf, textAt } from '../event-shape.ts';
import type { JsonObject } from '../json-object.ts';

export interface Shape {
  readonly origin: EventOrigin;
  /** Paths that are all there. */
  readonly has?: readonly string[];
  /** Groups of paths, of each one at least. */
  readonly any?: readonly (readonly string[])[];
  /** What the texts at these paths look like. */
  readonly is?: Readonly<Record<string, RegExp>>;
  /** Paths that only look-alikes have. */
  readonly not?: readonly string[];
}

/** Finds the first of many shapes that an event has: most are out by the first parts of their paths alone. */
export function shapeFinder<T extends Shape>(shapes: readonly T[]): (event: JsonObject) => T | undefined {
  const needed = shapes.map((shape) => ({ shape, heads: [...new Set(neededPaths(shape).map(headOf))] }));
  return (event) => {
    const there = headsOf(event);
    return needed.find(({ shape, heads }) => heads.every((head) => there.has(head)) && hasShape(event, shape))
      ?.shape;
  };
}

/** A pattern may take a text that is missing. */
function neededPaths({ has = [], is = {} }: Shape): readonly string[] {
  return [...has, ...Object.keys(is).filter((path) => is[path]?.test('') !== true)];
}

export function hasShape(event: JsonObject, { has = [], any = [], is = {}, not = [] }: Shape): boolean {
  return (
    hasAll(event, ...has) &&
    any.every((paths) => hasAny(event, ...paths)) &&
    Object.entries(is).every(([path, pattern]) => pattern.test(textAt(event, path) ?? '')) &&
    !hasAny(event, ...not)
  );
}

/** A log source of one service, which has no categories. */
export function service(product: string, ...services: readonly string[]): EventOrigin {
  return { schema: 'raw', product, categories: [], services };
}

/** The log that Panther calls so: what a service says that its users did, which is of no category. */
export function auditLog(...logTypes: readonly string[]): EventOrigin {
  return { ...log(...logTypes), categories: [] };
}

/** The log that Panther calls so: one of hosts, of networks, of findings, which may be what rules of a category are about. */
export function log(...logTypes: readonly string[]): EventOrigin {
  const origin = originOf(logTypes.flatMap(logSourcesOfLogType), 'raw');
  return { ...origin, categories: categoriesOfServices(origin.product, origin.services ?? []) };
}

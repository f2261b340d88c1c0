/** Finds the values at a path of keys in an event, or in an element of one of its lists. */
import type { Collection } from '../../condition/condition.ts';
import { LIMITS } from '../limits.ts';
import type { UndecidedReason } from '../verdict.ts';
import { isMissing, isObject } from '../../events/json-object.ts';
import type { JsonObject } from '../../events/json-object.ts';
import { exactly } from '../../events/keys.ts';
import type { KeyFinder } from '../../events/keys.ts';

/**
 * The values that a field has, none of them missing; empty where the field is absent. A list that stands at the path's end is one value
 * here. Or the reason why it cannot be said.
 */
export type Reading = readonly unknown[] | UndecidedReason;

/** What a text on the way to a field holds, or undefined where it is none that one can go into. */
export type ParseText = (text: string) => unknown;

interface Walk {
  readonly segments: readonly string[];
  readonly throughLists: boolean;
  readonly keys: KeyFinder;
  readonly parseText: ParseText | null;
  readonly keepsNulls: boolean;
  readonly found: unknown[];
  /** Elements of lists that were entered. */
  steps: number;
  tooLarge: boolean;
}

/**
 * The path goes through the lists on its way; with `whole` it enters none but by an integer key. `parseText`: it goes through texts that hold objects as
 * well; null: it does not. `keepsNulls`: a null at the path's end is a value, so that the others keep their places.
 */
export function lookUp(
  root: unknown,
  segments: readonly string[],
  collection: Collection,
  keys: KeyFinder,
  parseText: ParseText | null = null,
  keepsNulls = false,
): Reading {
  const walk: Walk = {
    segments,
    throughLists: collection !== 'whole',
    keys,
    parseText,
    keepsNulls,
    found: [],
    steps: 0,
    tooLarge: false,
  };
  step(walk, root, 0, 0);
  return walk.tooLarge ? 'event_too_large' : walk.found;
}

/** As `lookUp`, for names whose letter case counts: a key that differs by it alone may be the field or another one. */
export function lookUpExactly(
  root: unknown,
  segments: readonly string[],
  collection: Collection,
  keys: KeyFinder,
  parseText: ParseText | null = null,
  keepsNulls = false,
): Reading {
  const exact = lookUp(root, segments, collection, exactly(keys), parseText, keepsNulls);
  if (exact.length > 0) return exact;
  const folded = lookUp(root, segments, collection, keys, parseText, keepsNulls);
  return folded.length > 0 ? 'unmapped_field' : exact;
}

function step(walk: Walk, value: unknown, at: number, depth: number): void {
  const segment = walk.segments[at];
  if (isMissing(value) && !(walk.keepsNulls && value === null && segment === undefined)) return;
  if (segment === undefined) {
    if (walk.found.length >= LIMITS.values) walk.tooLarge = true;
    else walk.found.push(value);
  } else if (Array.isArray(value)) {
    stepIntoList(walk, value, segment, at, depth);
  } else if (isObject(value)) {
    stepIntoObject(walk, value, at, depth);
  } else if (walk.parseText !== null && typeof value === 'string' && depth < LIMITS.depth) {
    step(walk, walk.parseText(value), at, depth + 1);
  }
}

function stepIntoList(
  walk: Walk,
  list: readonly unknown[],
  segment: string,
  at: number,
  depth: number,
): void {
  if (/^-?\d+$/.test(segment)) {
    step(walk, list.at(Number(segment)), at + 1, depth);
    return;
  }
  if (!walk.throughLists) return;
  walk.steps += list.length;
  if (depth >= LIMITS.depth || list.length > LIMITS.values || walk.steps > LIMITS.steps) {
    walk.tooLarge = true;
    return;
  }
  for (const element of list) {
    step(walk, element, at, depth + 1);
    if (walk.tooLarge) return;
  }
}

/** A key of one segment first; then keys that hold several, as in `{"event.action": …}`. */
function stepIntoObject(walk: Walk, object: JsonObject, at: number, depth: number): void {
  const before = walk.found.length;
  let key = walk.segments[at] ?? '';
  step(walk, walk.keys.valueOf(object, key), at + 1, depth);
  if (isSettled(walk, before) || at + 1 >= walk.segments.length) return;
  if (!walk.keys.hasDottedKeys(object)) return;
  for (let next = at + 1; next < walk.segments.length; next++) {
    key += `.${walk.segments[next] ?? ''}`;
    step(walk, walk.keys.valueOf(object, key), next + 1, depth);
    if (isSettled(walk, before)) return;
  }
}

function isSettled(walk: Walk, before: number): boolean {
  return walk.found.length > before || walk.tooLarge;
}

/** The elements of lists, nested ones too, in place of the lists; missing ones dropped, but where nulls are kept. */
export function flattenLists(values: readonly unknown[], keepsNulls = false): Reading {
  if (!values.some(Array.isArray)) return values;
  const flat: unknown[] = [];
  return flattenInto(flat, values, 0, keepsNulls) ? flat : 'event_too_large';
}

function flattenInto(
  flat: unknown[],
  values: readonly unknown[],
  depth: number,
  keepsNulls: boolean,
): boolean {
  if (depth > LIMITS.depth || values.length > LIMITS.values) return false;
  for (const value of values) {
    if (Array.isArray(value)) {
      if (!flattenInto(flat, value, depth + 1, keepsNulls)) return false;
    } else if (keepsNulls || !isMissing(value)) {
      if (flat.length >= LIMITS.values) return false;
      flat.push(value);
    }
  }
  return true;
}

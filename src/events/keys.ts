/**
 * How keys are found in an event's objects: the exact key first, then the first that differs in letter case only (Panther's rule; the catalog
 * uses it for all languages but SPL, since the case of a field's name never tells two fields apart in practice).
 */

import type { JsonObject } from './json-object.ts';

interface KeyIndex {
  readonly byFolded: ReadonlyMap<string, string>;
  readonly hasDotted: boolean;
}

/** Looks keys up in the objects of one event; remembers each object's keys once it missed one, so an event must not change meanwhile. */
export interface KeyFinder {
  /** The key as the object spells it, or undefined. */
  readonly keyOf: (object: JsonObject, key: string) => string | undefined;
  readonly valueOf: (object: JsonObject, key: string) => unknown;
  /** Does the object have keys such as `event.action`? */
  readonly hasDottedKeys: (object: JsonObject) => boolean;
}

export function createKeyFinder(): KeyFinder {
  const indexes = new Map<JsonObject, KeyIndex>();
  const indexOf = (object: JsonObject): KeyIndex => {
    const known = indexes.get(object);
    if (known !== undefined) return known;
    const index = indexKeys(object);
    indexes.set(object, index);
    return index;
  };
  const keyOf = (object: JsonObject, key: string): string | undefined =>
    Object.hasOwn(object, key) ? key : indexOf(object).byFolded.get(key.toLowerCase());
  return {
    keyOf,
    valueOf: (object, key) => {
      const own = keyOf(object, key);
      return own === undefined ? undefined : object[own];
    },
    hasDottedKeys: (object) => indexOf(object).hasDotted,
  };
}

/** The same keys, found as they are spelled only. */
export function exactly(keys: KeyFinder): KeyFinder {
  return {
    keyOf: (object, key) => (Object.hasOwn(object, key) ? key : undefined),
    valueOf: (object, key) => (Object.hasOwn(object, key) ? object[key] : undefined),
    hasDottedKeys: keys.hasDottedKeys,
  };
}

function indexKeys(object: JsonObject): KeyIndex {
  const byFolded = new Map<string, string>();
  let hasDotted = false;
  for (const key of Object.keys(object)) {
    const folded = key.toLowerCase();
    if (!byFolded.has(folded)) byFolded.set(folded, key);
    hasDotted ||= key.includes('.');
  }
  return { byFolded, hasDotted };
}

/** Reads what rules call by its last key alone where a record has it further in. */
import type { Collection } from '../../condition/condition.ts';
import type { KeyFinder } from '../../events/keys.ts';
import { INNER_KEYS } from '../../fields/tables/kubernetes.ts';
import { lookUp } from './look-up.ts';
import type { Reading } from './look-up.ts';

/** Of a Kubernetes audit record; the first of the places that has a value. */
export function readInnerKey(
  root: unknown,
  native: string,
  collection: Collection,
  keys: KeyFinder,
): Reading {
  const places = Object.hasOwn(INNER_KEYS, native) ? (INNER_KEYS[native] ?? []) : [];
  const readings = places.map((place) => lookUp(root, place.split('.'), collection, keys));
  return readings.find((reading) => reading.length > 0) ?? [];
}

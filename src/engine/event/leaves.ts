/** All the leaves of an event under their dotted names: for fields given by a pattern (`winlog.event_data.*`, or `*`: any field). */
import { LIMITS } from '../limits.ts';
import { isPartlyKnown } from '../../events/partly-known.ts';
import { isMissing, isObject } from '../../events/json-object.ts';

export interface EventLeaf {
  /** Dotted keys from the root, in lower case; positions in lists are not part of it. */
  readonly name: string;
  readonly value: unknown;
}

/** In the event's order. Null: the event has more leaves, or nests deeper, than the engine looks at. */
export function eventLeaves(event: unknown): readonly EventLeaf[] | null {
  const leaves: EventLeaf[] = [];
  const open: { readonly name: string; readonly value: unknown; readonly depth: number }[] = [
    { name: '', value: event, depth: 0 },
  ];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { name, value, depth } = next;
    if (isMissing(value)) continue;
    if (typeof value !== 'object' || isPartlyKnown(value)) {
      leaves.push({ name, value });
    } else {
      if (depth > LIMITS.depth) return null;
      pushChildren(open, name, value, depth + 1);
    }
    if (leaves.length + open.length > LIMITS.leaves) return null;
  }
  // What was opened last was taken first.
  return leaves.reverse();
}

function pushChildren(
  open: { readonly name: string; readonly value: unknown; readonly depth: number }[],
  name: string,
  value: object,
  depth: number,
): void {
  if (Array.isArray(value)) {
    if (value.length > LIMITS.leaves) open.length = LIMITS.leaves + 1;
    else for (const element of value as unknown[]) open.push({ name, value: element, depth });
  } else if (isObject(value)) {
    for (const key of Object.keys(value)) {
      const folded = key.toLowerCase();
      open.push({ name: name === '' ? folded : `${name}.${folded}`, value: value[key], depth });
    }
  }
}

/** An event as the evaluator sees it: something that says which values a rule's field has. */
import type { FieldPath } from '../../condition/field-path.ts';
import type { EventSchema } from '../../rule/rule.ts';
import { compileWildcard } from '../evaluate/wildcard-match.ts';
import { createKeyFinder } from './keys.ts';
import type { KeyFinder } from './keys.ts';
import { eventLeaves } from './leaves.ts';
import type { EventLeaf } from './leaves.ts';
import { lookUp } from './look-up.ts';
import type { Reading } from './look-up.ts';

/** One field as a compiled rule asks for it; asked often, so made once. */
export interface FieldQuery {
  readonly field: FieldPath;
  readonly collection: 'any' | 'whole';
  /** How the rule names fields. */
  readonly schema: EventSchema;
  /** Equal for queries with equal answers; transforms play no part. */
  readonly key: string;
}

export function fieldQuery(field: FieldPath, collection: 'any' | 'whole', schema: EventSchema): FieldQuery {
  return {
    field,
    collection,
    schema,
    key: JSON.stringify([schema, collection, field.match, field.name, field.segments]),
  };
}

export interface EventView {
  readonly keys: KeyFinder;
  /** The values of a field of scope `event`, before its transforms. */
  readonly read: (query: FieldQuery) => Reading;
  /** Does a rule that names fields by this schema find the event's own names in its own words? */
  readonly isNative: (schema: EventSchema) => boolean;
}

/** The event as its own rules see it: every field by its native name. */
export function nativeView(event: unknown): EventView {
  const keys = createKeyFinder();
  const readings = new Map<string, Reading>();
  const readGlob = globReader(event);
  return {
    keys,
    isNative: () => true,
    read: (query) => {
      const known = readings.get(query.key);
      if (known !== undefined) return known;
      const { field, collection } = query;
      const reading =
        field.match === 'glob' ? readGlob(field.native) : lookUp(event, field.segments, collection, keys);
      readings.set(query.key, reading);
      return reading;
    },
  };
}

/** Reads the values of all fields whose dotted name matches a pattern, whatever the letter case. */
export function globReader(event: unknown): (pattern: string) => Reading {
  let leaves: readonly EventLeaf[] | null | undefined;
  return (pattern) => {
    if (leaves === undefined) leaves = eventLeaves(event);
    if (leaves === null) return 'event_too_large';
    if (pattern === '*') return leaves.map(({ value }) => value);
    const matches = compileWildcard(pattern.toLowerCase());
    return leaves.filter(({ name }) => matches(name)).map(({ value }) => value);
  };
}

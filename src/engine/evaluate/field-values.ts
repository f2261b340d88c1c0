/** The values that a predicate's field has in an event: looked up, flattened as the predicate's collection says, transformed. */
import type { FieldPath, Transform } from '../../condition/field-path.ts';
import type { EventSchema } from '../../rule/rule.ts';
import { fieldQuery } from '../event/event-view.ts';
import type { EventView } from '../event/event-view.ts';
import type { KeyFinder } from '../event/keys.ts';
import { isMissing } from '../event/keys.ts';
import { flattenLists, lookUp } from '../event/look-up.ts';
import type { Reading } from '../event/look-up.ts';
import { LIMITS } from '../limits.ts';
import { applyTransforms, MISTYPED, takesMissing } from './transforms.ts';

type Collection = 'any' | 'whole';

/** `element`: what the innermost `some` stands on; undefined outside of any. */
export type FieldReader = (view: EventView, element: unknown) => Reading;

/** The values as they stand in the event: a list at the path's end is one value, transforms are not applied. */
export function rawReader(field: FieldPath, collection: Collection, schema: EventSchema): FieldReader {
  if (field.scope === 'event') {
    const query = fieldQuery(field, collection, schema);
    return (view) => view.read(query);
  }
  return (view, element) => {
    if (field.segments.length > 0 && !view.isNative(schema)) return 'unmapped_field';
    return lookUp(element, field.segments, collection, view.keys);
  };
}

/**
 * The values that an operator tests, none of them missing. `any`: the elements of lists, a transform applied to each element alone (a list
 * that a transform makes is a value to the next one, and its elements are what is tested in the end). `whole`: the values as they are.
 */
export function valueReader(
  field: FieldPath,
  collection: Collection,
  strict: boolean,
  schema: EventSchema,
): FieldReader {
  const read = rawReader(field, collection, schema);
  const { transforms } = field;
  if (transforms.length === 0 && collection === 'whole') return read;
  if (transforms.length === 0) return (view, element) => flattenReading(read(view, element));
  return (view, element) => {
    const raw = read(view, element);
    const reading = collection === 'any' ? flattenReading(raw) : raw;
    if (typeof reading === 'string') return reading;
    const values = transformAll(reading, transforms, strict, view.keys);
    return collection === 'any' ? flattenReading(values) : values;
  };
}

/** The elements that a `some` goes through: of the transformed value, one list deep; a value that is no list is a list of one. */
export function elementReader(field: FieldPath, collection: Collection, schema: EventSchema): FieldReader {
  const read = rawReader(field, collection, schema);
  return (view, element) => {
    const raw = read(view, element);
    if (typeof raw === 'string') return raw;
    const values =
      field.transforms.length === 0 ? raw : transformAll(raw, field.transforms, false, view.keys);
    if (typeof values === 'string') return values;
    const elements = values.flatMap((value) => (Array.isArray(value) ? (value as unknown[]) : [value]));
    return elements.length > LIMITS.values ? 'event_too_large' : elements;
  };
}

function flattenReading(reading: Reading): Reading {
  return typeof reading === 'string' ? reading : flattenLists(reading);
}

function transformAll(
  values: readonly unknown[],
  transforms: readonly Transform[],
  strict: boolean,
  keys: KeyFinder,
): Reading {
  const given = values.length === 0 && takesMissing(transforms) ? [undefined] : values;
  if (given.some((value) => typeof value === 'string' && value.length > LIMITS.text))
    return 'event_too_large';
  return given
    .map((value) => applyTransforms(value, transforms, { strict, keys }))
    .filter((value) => value !== MISTYPED && !isMissing(value));
}

/** The values that a predicate's field has in an event: looked up, flattened as the predicate's collection says, transformed. */
import type { Collection } from '../../condition/condition.ts';
import type { FieldPath, Transform } from '../../condition/field-path.ts';
import type { EventSchema } from '../../rule/rule.ts';
import { fieldQuery } from '../event/field-query.ts';
import type { EventView } from '../event/event-view.ts';
import { isPartlyKnown, oneOf } from '../../events/partly-known.ts';
import { isMissing } from '../../events/json-object.ts';
import { flattenLists, lookUp } from '../event/look-up.ts';
import type { Reading } from '../event/look-up.ts';
import { LIMITS } from '../limits.ts';
import { applyTransforms, MISTYPED, takesMissing, TOO_LARGE, UNREAD_TIME } from './transforms.ts';

/** `element`: what the innermost `some` stands on; undefined outside of any. */
export type FieldReader = (view: EventView, element: unknown) => Reading;

/** The values as they stand in the event: a list at the path's end is one value, transforms are not applied. */
export function rawReader(field: FieldPath, collection: Collection, schema: EventSchema): FieldReader {
  if (field.scope === 'event') {
    const query = fieldQuery(field, collection, schema);
    return (view) => view.read(query);
  }
  return (view, element) => {
    if (field.segments.length > 0 && !holdsRecords(schema, view)) return 'unmapped_field';
    return lookUp(element, field.segments, collection, view.keys);
  };
}

/** Are the keys of an event's objects the ones that the rule names? Columns of Log Analytics that hold objects hold the record's own. */
function holdsRecords(schema: EventSchema, view: EventView): boolean {
  return view.isNative(schema) || (schema === 'log_analytics' && view.origin.schema === 'raw');
}

/**
 * The values that an operator tests, none of them missing. `any`: the elements of lists, a transform applied to each element alone (a list
 * that a transform makes is a value to the next one, and its elements are what is tested in the end). `whole`: the values as they are.
 * `single`: as `any`, but none where there are several, before the transforms or after them.
 */
export function valueReader(
  field: FieldPath,
  collection: Collection,
  strict: boolean,
  schema: EventSchema,
): FieldReader {
  const { transforms } = field;
  const plain = rawReader(field, collection, schema);
  const read = schema === 'log_analytics' && takesText(transforms) ? jsonTexts(plain) : plain;
  if (transforms.length === 0 && collection === 'whole') return read;
  if (transforms.length === 0) {
    return rememberedReader(field, collection, 'loose', schema, (view, element) =>
      flattened(read(view, element), collection),
    );
  }
  return rememberedReader(field, collection, strict ? 'strict' : 'loose', schema, (view, element) => {
    const raw = read(view, element);
    const reading = transforms[0]?.name === 'collect' ? raw : flattened(raw, collection);
    if (typeof reading === 'string') return reading;
    return flattened(transformAll(reading, transforms, strict, view), collection);
  });
}

/** Functions for which a list or an object is what it is, and not its text. */
const STRUCTURAL: ReadonlySet<string> = new Set([
  'length',
  'at',
  'key',
  'keys',
  'values',
  'join',
  'slice',
  'parse_json',
  'truthy',
  'type_name',
]);

function takesText([first]: readonly Transform[]): boolean {
  return first === undefined || !STRUCTURAL.has(first.name);
}

/** Kusto compares an object or a list as its JSON text (https://learn.microsoft.com/kusto/query/scalar-data-types/dynamic). */
function jsonTexts(read: FieldReader): FieldReader {
  return (view, element) => {
    const reading = read(view, element);
    if (typeof reading === 'string' || !reading.some((value) => typeof value === 'object')) return reading;
    return reading.map((value) =>
      typeof value === 'object' && !isPartlyKnown(value) ? JSON.stringify(value) : value,
    );
  };
}

/** What functions make of a field of the event, made once for an event: many rules ask for the same. */
function rememberedReader(
  field: FieldPath,
  collection: Collection,
  manner: 'strict' | 'loose' | 'elements',
  schema: EventSchema,
  read: FieldReader,
): FieldReader {
  if (field.scope !== 'event') return read;
  const key = JSON.stringify([fieldQuery(field, collection, schema).key, manner, field.transforms]);
  return (view, element) => {
    const known = view.derived.get(key);
    if (known !== undefined) return known;
    const reading = read(view, element);
    view.derived.set(key, reading);
    return reading;
  };
}

/** The elements that a `some` goes through: of the transformed value, one list deep; a value that is no list is a list of one. */
export function elementReader(field: FieldPath, collection: Collection, schema: EventSchema): FieldReader {
  const read = rawReader(field, collection, schema);
  return rememberedReader(field, collection, 'elements', schema, (view, element) => {
    const raw = read(view, element);
    if (typeof raw === 'string') return raw;
    const values = field.transforms.length === 0 ? raw : transformAll(raw, field.transforms, false, view);
    if (typeof values === 'string') return values;
    const elements = values.flatMap((value) => (Array.isArray(value) ? (value as unknown[]) : [value]));
    return elements.length > LIMITS.values ? 'event_too_large' : elements;
  });
}

function flattened(reading: Reading, collection: Collection): Reading {
  if (typeof reading === 'string' || collection === 'whole') return reading;
  const values = flattenLists(reading);
  if (typeof values === 'string' || collection === 'any' || values.length < 2) return values;
  // Elasticsearch keeps equal keywords once, but numbers as often as they come.
  const [first] = values;
  return typeof first === 'string' && values.every((value) => value === first) ? [first] : [];
}

function transformAll(
  values: readonly unknown[],
  transforms: readonly Transform[],
  strict: boolean,
  view: EventView,
): Reading {
  const given = values.length === 0 && takesMissing(transforms) ? [undefined] : values;
  if (given.some(isPartlyKnown)) return transformPartly(given, transforms, strict, view);
  if (given.some((value) => typeof value === 'string' && value.length > LIMITS.text))
    return 'event_too_large';
  if (transforms.some(opensOrGathers)) return streamed(given, transforms, strict, view);
  const made = given.map((value) => applyTransforms(value, transforms, { strict, view }));
  if (made.includes(TOO_LARGE)) return 'event_too_large';
  if (made.includes(UNREAD_TIME)) return 'unsupported_time';
  return made.filter((value) => value !== MISTYPED && !isMissing(value));
}

/** What functions make of a text that is known in part: the same of all that it may be, or one text of each. */
function transformPartly(
  values: readonly unknown[],
  transforms: readonly Transform[],
  strict: boolean,
  view: EventView,
): Reading {
  const [value] = values;
  if (values.length > 1 || !isPartlyKnown(value) || value.oneOf === null) return 'unmapped_field';
  const made = value.oneOf.map((text) => transformAll([text], transforms, strict, view));
  const [first = 'unmapped_field'] = made;
  if (made.every((each) => JSON.stringify(each) === JSON.stringify(first))) return first;
  const texts = made.flatMap((each) =>
    typeof each !== 'string' && each.length === 1 && typeof each[0] === 'string' ? [each[0]] : [],
  );
  return texts.length === made.length ? [oneOf(texts, '', value.shown)] : 'unmapped_field';
}

function opensOrGathers({ name }: Transform): boolean {
  return name === 'each' || name === 'collect';
}

/** All values together through one function after the other; a null keeps its place until the end. */
function streamed(
  given: readonly unknown[],
  transforms: readonly Transform[],
  strict: boolean,
  view: EventView,
): Reading {
  let values = given;
  for (const transform of transforms) {
    const next = streamedOne(values, transform, strict, view);
    if (typeof next === 'string') return next;
    values = next;
  }
  return values.filter((value) => !isMissing(value));
}

function streamedOne(
  values: readonly unknown[],
  transform: Transform,
  strict: boolean,
  view: EventView,
): Reading {
  if (transform.name === 'collect') {
    const list = flattenLists(values, true);
    return typeof list === 'string' ? list : list.length === 0 ? [] : [list];
  }
  if (transform.name === 'each') {
    const elements = values.flatMap((value) => (Array.isArray(value) ? (value as unknown[]) : [value]));
    return elements.length > LIMITS.values ? 'event_too_large' : elements;
  }
  const made = values.map((value) =>
    value === null ? null : applyTransforms(value, [transform], { strict, view }),
  );
  if (made.includes(TOO_LARGE)) return 'event_too_large';
  if (made.includes(UNREAD_TIME)) return 'unsupported_time';
  return made.filter((value) => value !== MISTYPED && value !== undefined);
}

/** An event as the evaluator sees it: something that says which values a rule's field has. */
import { fieldPath } from '../../condition/field-path.ts';
import type { FieldPath } from '../../condition/field-path.ts';
import { readEvent } from '../../events/read-event.ts';
import type { ReadEvent } from '../../events/read-event.ts';
import { closureOf } from '../../fields/closed-sources.ts';
import { logSourcesOf, UNKNOWN_ORIGIN } from '../../fields/event-origin.ts';
import type { EventOrigin } from '../../fields/event-origin.ts';
import { tablesOf } from '../../fields/field-tables.ts';
import type { EventSchema } from '../../rule/rule.ts';
import { readText } from './event-text.ts';
import { isExactly } from './exact-translation.ts';
import { createKeyFinder } from '../../events/keys.ts';
import type { Answer } from '../verdict.ts';
import type { Reading } from './look-up.ts';
import { nativePathReader } from './native-paths.ts';
import { flattenSplunkEvent } from '../../events/splunk-event.ts';
import { readUdmEvent } from '../../events/udm-event.ts';
import { facetReader, globReader, textParser } from './facet-reader.ts';
import type { FacetReader, ReadingMemory } from './facet-reader.ts';
import { closed, closuresOf, sourceAnswers } from './source-bounds.ts';
import type { SourceAnswers } from './source-bounds.ts';
import { fieldQuery } from './field-query.ts';
import type { FieldQuery } from './field-query.ts';

export interface EventView extends ReadingMemory, SourceAnswers {
  /** This view's own number: by it a compiled condition knows of which event it remembers something. */
  readonly epoch: number;
  /** Where the event comes from, as far as known. */
  readonly origin: EventOrigin;
  /** What rules' functions made of readings, by what they read and apply. */
  readonly derived: Map<string, Reading>;
  /** The values of a field of scope `event`, before its transforms. */
  readonly read: (query: FieldQuery) => Reading;
  /** Does a rule that names fields by this schema find the event's own names in its own words? */
  readonly isNative: (schema: EventSchema) => boolean;
  /** What it means for a rule of this schema, which groups by the field, that this is all that is read of it: nothing, or a reason. */
  readonly withoutKey: (field: FieldPath, schema: EventSchema, reading: Reading) => Answer;
  /** Is what is read as the event's text all of it? */
  readonly hasText: () => boolean;
}

let lastEpoch = 0;

function nextEpoch(): number {
  lastEpoch += 1;
  return lastEpoch;
}

function newMemory(origin: EventOrigin): Pick<EventView, 'epoch' | 'origin' | 'keys' | 'parsed' | 'derived'> {
  return { epoch: nextEpoch(), origin, keys: createKeyFinder(), parsed: new Map(), derived: new Map() };
}

/** The event as its own rules see it: every field by its native name. */
export function nativeView(event: unknown, origin: EventOrigin = UNKNOWN_ORIGIN): EventView {
  const memory = newMemory(origin);
  const { keys } = memory;
  const root = unwrapRow(event, origin);
  const readGlob = globReader(root);
  const readNative = nativePathReader(root, origin.schema, keys, textParser(origin, memory.parsed));
  const text = once(() => readText([{ schema: origin.schema, root }], origin, () => readGlob('*')));
  return {
    ...memory,
    isNative: () => true,
    withoutKey: (_field, _schema, reading) => asked(reading),
    isTold: () => true,
    isClosed: () => false,
    rulesOut: () => false,
    hasText: () => text().isWhole,
    read: remembered(({ field, schema, collection, keepsNulls }) => {
      if (field.match === 'text') return text().values;
      if (field.match === 'glob') return readGlob(field.native);
      return readNative({ segments: field.segments, collection, keepsNulls, isExact: schema === 'splunk' });
    }),
  };
}

function asked(reading: Reading): Answer {
  return typeof reading === 'string' ? reading : false;
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}

/** What a rule's own test events are wrapped in as well. */
function unwrapRow(event: unknown, { schema }: Pick<EventOrigin, 'schema'>): unknown {
  if (schema === 'splunk') return flattenSplunkEvent(event);
  return schema === 'udm' ? readUdmEvent(event) : event;
}

/**
 * The event as rules of every schema see it: a field is read where the rule's own schema has it, else in the other facets, through the catalog's names. It is
 * absent where a facet that hides nothing of it says so, else not known.
 */
export function createEventView({ origin, facets }: ReadEvent = readEvent({})): EventView {
  const memory = newMemory(origin);
  const readers = facets.map((facet) => facetReader(facet, { ...origin, schema: facet.schema }, memory));
  const closures = closuresOf(origin);
  const isNative = (schema: EventSchema): boolean => readers.some((each) => each.schema === schema);
  const text = once(() => readText(facets, origin, () => readAll(readers, ANY_FIELD)));
  const isMisspelt = (query: FieldQuery): boolean => readers.some((each) => each.isMisspelt(query));
  const read = remembered((query) => {
    if (query.field.match === 'text') return text().values;
    if (isAnyField(query.field)) return readAll(readers, query);
    const own = readFirst(readers, query, (schema) => schema === query.schema);
    // A key in another letter case is not to be had by way of another facet, which has it too.
    if (own !== 'unmapped_field' || isMisspelt(query)) return own;
    const others = readFirst(readers, query, (schema) => schema !== query.schema);
    return closed(query, others, closures);
  });
  return {
    ...memory,
    isNative,
    withoutKey: (field, schema, reading) => {
      if (isMisspelt(fieldQuery(field, 'any', schema))) return asked(reading);
      const isTold = facets.some((facet) =>
        facet.schema === schema
          ? !facet.hides(field.native)
          : isExactly(field.native, schema, facet.schema, origin),
      );
      // What brings the event to the rule's platform may fill the field.
      return isTold && reading !== 'unmapped_field' ? asked(reading) : true;
    },
    ...sourceAnswers(closures, read),
    hasText: () => text().isWhole,
    read,
  };
}

/**
 * The same event for a rule of which nobody knows whether it is for such events: what the event has may refute it, what it lacks may not, unless no event of its
 * source can have it. If the rule is for such events, it does not hold then; if not, it does not look at them.
 */
export function doubtfulView(view: EventView): EventView {
  return {
    ...view,
    epoch: nextEpoch(),
    derived: new Map(),
    withoutKey: () => 'unknown_log_source',
    read: (query) => {
      const reading = view.read(query);
      if (reading.length > 0 && reading !== 'not_observable') return reading;
      return view.isClosed(query) ? 'not_observable' : 'unknown_log_source';
    },
  };
}

const ANY_FIELD = fieldQuery(fieldPath('*', { match: 'glob' }), 'any', 'raw');

function isAnyField({ match, native }: FieldPath): boolean {
  return match === 'glob' && native === '*';
}

function readAll(readers: readonly FacetReader[], query: FieldQuery): Reading {
  const readings = readers.map(({ read }) => read(query));
  return readings.find((reading) => typeof reading === 'string') ?? readings.flat();
}

/**
 * What the rule's own schema has, or says is absent, is so: it is the record as the rule's platform sees it. What it hides the others may have; it is absent where
 * one of them says so and none has it. A facet says nothing of what it hides, so that the order of the others makes no difference to absence.
 */
function readFirst(
  readers: readonly FacetReader[],
  query: FieldQuery,
  isAsked: (schema: EventSchema) => boolean,
): Reading {
  let isAbsent = false;
  for (const { schema, read } of readers) {
    const reading = isAsked(schema) ? read(query) : 'unmapped_field';
    if (reading === 'unmapped_field') continue;
    if (reading.length > 0) return reading;
    isAbsent = true;
  }
  return isAbsent ? [] : 'unmapped_field';
}

/** Is every field of a rule with these names unmapped in every event of this origin and these facets, but the field that is any (`*`)? */
export function isBlind(
  schema: EventSchema,
  { origin, facets }: Pick<ReadEvent, 'origin' | 'facets'>,
): boolean {
  const isUnmapped = (each: EventSchema): boolean =>
    each !== 'ecs' && tablesOf(each, logSourcesOf(origin)).length === 0;
  if (closureOf(schema, origin) !== null) return false;
  return facets.every((facet) => schema !== facet.schema && (isUnmapped(schema) || isUnmapped(facet.schema)));
}

function remembered(read: (query: FieldQuery) => Reading): (query: FieldQuery) => Reading {
  const readings = new Map<string, Reading>();
  return (query) => {
    const known = readings.get(query.key);
    if (known !== undefined) return known;
    const reading = read(query);
    readings.set(query.key, reading);
    return reading;
  };
}

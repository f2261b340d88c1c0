/**
 * An event as people have it, brought to what rules read: opened, where it comes from, and its fields under the names of each schema that it holds.
 *
 * Most events name their fields in one way. Some carry the same record twice, or in two halves: a row of Splunk's with the record's own fields beside
 * the add-on's, a beat's document with the Windows event under `winlog`. Each is a facet (facets.ts), read by the rules that name fields its way; what a
 * rule does not find there it is given from the others, translated. What a record was wrapped in is a facet too, of which only what it has is known.
 */
import { logSourceFits, originOf } from '../fields/event-origin.ts';
import type { EventOrigin } from '../fields/event-origin.ts';
import { isGenericLog } from '../rule/generic-logs.ts';
import type { LogSource } from '../rule/log-source.ts';
import type { EventSchema } from '../rule/rule.ts';
import type { Facet } from './facet.ts';
import { facetsUnder, readRecord } from './facets.ts';
import { openEvent } from './open-event.ts';
import { originByWrapper, wrapperFacets } from './wrapper.ts';

export interface ReadEvent {
  readonly origin: EventOrigin;
  /** The first is that of the origin's schema. */
  readonly facets: readonly Facet[];
  /** What the event was declared to be where the event itself says otherwise: what it looks like. Null: nothing contradicts. */
  readonly contradicted: EventOrigin | null;
  /** The envelopes that the record stood in, outermost first. */
  readonly opened: readonly string[];
}

/** What one who hands in an event says of it. */
export interface Declared {
  readonly logSource?: LogSource | undefined;
  readonly schema?: EventSchema | undefined;
  /** Of an envelope with several records: which one, from 0. */
  readonly record?: number | undefined;
}

/** Of an envelope with several records of which none is named it is the envelope itself that is read. */
export function readEvent(event: unknown, declared: Declared = {}): ReadEvent {
  const { records, opened } = openEvent(event);
  const chosen = records[declared.record ?? (records.length === 1 ? 0 : -1)];
  const isOpened = chosen !== undefined;
  const { record, wrapper } = chosen ?? { record: event, wrapper: [] };
  const read = readRecord(record);
  const detected = originByWrapper(read.origin, wrapper, record);
  const { origin, contradicted } = declaredOrigin(detected, declared);
  const own = facetsUnder(record, origin.schema, read);
  return {
    origin,
    facets: [...own, ...wrapperFacets(wrapper, own)],
    contradicted,
    opened: isOpened ? opened : [],
  };
}

/** Of an event that nothing is known of, a log that many products write is named as Sigma names it. */
function declaredSchema(logSource: LogSource | undefined, detected: EventOrigin): EventSchema {
  const isUnknown = detected.product === null && detected.categories === null && detected.services === null;
  return logSource !== undefined && isUnknown && isGenericLog(logSource) ? 'sigma' : detected.schema;
}

/** What is declared outranks what is detected; parts that are not declared are those detected, unless one contradicts the other. */
function declaredOrigin(
  detected: EventOrigin,
  declared: Declared,
): { readonly origin: EventOrigin; readonly contradicted: EventOrigin | null } {
  const { logSource } = declared;
  const schema = declared.schema ?? declaredSchema(logSource, detected);
  if (logSource === undefined) return { origin: { ...detected, schema }, contradicted: null };
  const own = originOf([logSource], schema);
  if (logSourceFits(logSource, detected) === 'differs') return { origin: own, contradicted: detected };
  return {
    origin: {
      schema,
      product: own.product ?? detected.product,
      categories: own.categories ?? detected.categories,
      services: own.services ?? detected.services,
      ...(detected.recorder === undefined ? {} : { recorder: detected.recorder }),
    },
    contradicted: null,
  };
}

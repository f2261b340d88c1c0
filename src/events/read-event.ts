/**
 * An event as people have it, brought to what rules read: where it comes from, and its fields under the names of each schema that it holds.
 *
 * Most events name their fields in one way. Some carry the same record twice, or in two halves: a row of Splunk's with the record's own fields beside
 * the add-on's, a beat's document with the Windows event under `winlog`. Each is a facet, read by the rules that name fields its way; what a
 * rule does not find there it is given from the others, translated.
 */
import { originOf } from '../fields/event-origin.ts';
import type { EventOrigin } from '../fields/event-origin.ts';
import { isGenericLog } from '../rule/generic-logs.ts';
import { logSourceFits } from '../fields/event-origin.ts';
import type { LogSource } from '../rule/log-source.ts';
import type { EventSchema } from '../rule/rule.ts';
import { detectOrigin } from './detect-origin.ts';
import { hidesNothing } from './facet.ts';
import type { Facet } from './facet.ts';
import { flattenFalcoEvent } from './falco-event.ts';
import { renderingOf } from './renderings/renderings.ts';
import { flattenSplunkEvent } from './splunk-event.ts';
import { readUdmEvent } from './udm-event.ts';
import { flattenWindowsEvent } from './windows-event.ts';

export type { Facet } from './facet.ts';

export interface ReadEvent {
  readonly origin: EventOrigin;
  /** The first is that of the origin's schema. */
  readonly facets: readonly Facet[];
  /** What the event was declared to be where the event itself says otherwise: what it looks like. Null: nothing contradicts. */
  readonly contradicted: EventOrigin | null;
}

/** What one who hands in an event says of it. */
export interface Declared {
  readonly logSource?: LogSource | undefined;
  readonly schema?: EventSchema | undefined;
}

export function readEvent(event: unknown, declared: Declared = {}): ReadEvent {
  const detected = detectOrigin(event);
  const { origin, contradicted } = declaredOrigin(detected, declared);
  return { origin, facets: facetsOf(event, origin.schema), contradicted };
}

/** What is declared to name its fields in one way is read in that way, but where the record is known to hold it in another notation. */
function facetsOf(event: unknown, schema: EventSchema): readonly Facet[] {
  const facets = renderingOf(event)?.facets ?? [];
  const own = facets.filter((facet) => facet.schema === schema);
  if (own.length === 0) return [facetOf(event, schema)];
  return [...own, ...facets.filter((facet) => facet.schema !== schema)];
}

/** An event of which all is known: every field that it does not have does not exist. */
export function facetOf(event: unknown, schema: EventSchema): Facet {
  return { schema, root: FLATTENERS[schema](event), hides: hidesNothing };
}

function asItIs(event: unknown): unknown {
  return event;
}

const FLATTENERS: Readonly<Record<EventSchema, (event: unknown) => unknown>> = {
  raw: asItIs,
  ecs: asItIs,
  windows: flattenWindowsEvent,
  udm: readUdmEvent,
  log_analytics: asItIs,
  splunk: flattenSplunkEvent,
  falco: flattenFalcoEvent,
  sigma: asItIs,
};

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

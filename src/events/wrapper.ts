/** The words of what a record was wrapped in: evidence of where it comes from, and fields that rules may ask for. */
import type { EventOrigin } from '../fields/event-origin.ts';
import { rowOrigin } from './detect-log-analytics.ts';
import { detectOrigin } from './detect-origin.ts';
import { textAt } from './event-shape.ts';
import type { Facet } from './facet.ts';
import { hidesAll } from './facet.ts';
import { isObject } from './json-object.ts';
import type { JsonObject } from './json-object.ts';
import { isRecord } from './open-event.ts';
import { flattenSplunkEvent } from './splunk-event.ts';

/** What the record shows of itself counts; what it leaves open, the innermost wrapper that says something may say. */
export function originByWrapper(own: EventOrigin, wrappers: readonly object[], record: unknown): EventOrigin {
  return wrappers.reduceRight<EventOrigin>((origin, wrapper) => {
    if (!isObject(wrapper)) return origin;
    const table = /^AdvancedHunting-(\w+)$/.exec(textAt(wrapper, 'category') ?? '')?.[1];
    if (table !== undefined && isObject(record)) return rowOrigin(table, record);
    const said = detectOrigin(wrapper);
    const isSaid = said.schema === 'splunk' || said.schema === 'ecs';
    return isSaid && isRecord(said) ? filledIn(origin, said) : origin;
  }, own);
}

/** Unless they contradict each other. */
function filledIn(own: EventOrigin, said: EventOrigin): EventOrigin {
  if (own.product !== null && said.product !== own.product) return own;
  // A beat's document says on which host the beat runs.
  if (own.product === null && said.services === null && said.categories === null) return own;
  return {
    schema: own.schema,
    product: own.product ?? said.product,
    categories: own.categories ?? said.categories,
    services: own.services ?? said.services,
  };
}

/** Of a document that a beat made those fields are of the record, not of where it was read: https://www.elastic.co/docs/reference/ecs/ecs-data_stream */
const DOCUMENT_WORDS: readonly string[] = [
  'event',
  'data_stream',
  'agent',
  'ecs',
  'fileset',
  'input',
  'tags',
  'labels',
  'log',
  'fields',
];

/** None of a schema by whose names the record itself is read. */
export function wrapperFacets(wrappers: readonly object[], own: readonly Facet[]): readonly Facet[] {
  const facets = wrappers.flatMap((wrapper) => (isObject(wrapper) ? (facetOfWrapper(wrapper) ?? []) : []));
  return facets.filter(
    ({ schema }, at) =>
      !own.some((each) => each.schema === schema) &&
      facets.findIndex((each) => each.schema === schema) === at,
  );
}

function facetOfWrapper(wrapper: JsonObject): Facet | null {
  if (textAt(wrapper, 'sourcetype') !== null) {
    const words = Object.entries(wrapper).filter(([key]) => key !== 'event' && key !== 'fields');
    const indexed = isObject(wrapper['fields']) ? wrapper['fields'] : {};
    return {
      schema: 'splunk',
      root: flattenSplunkEvent({ ...indexed, ...Object.fromEntries(words) }),
      hides: hidesAll,
    };
  }
  if (detectOrigin(wrapper).schema !== 'ecs') return null;
  const words = Object.entries(wrapper).filter(([key]) => DOCUMENT_WORDS.includes(key.split('.')[0] ?? ''));
  return { schema: 'ecs', root: Object.fromEntries(words), hides: hidesAll };
}

/**
 * The facets of a record: under which schemas' names it holds its fields, and what it keeps to itself under each.
 *
 * A facet is whole where its schema's names are all there that the record has: what is missing is absent. It hides a name where the field may be there under
 * another schema's name, or was left out on the way; then the other facets are asked, and if none knows, nobody does.
 */
import { logSourcesOf, UNKNOWN_ORIGIN } from '../fields/event-origin.ts';
import type { EventOrigin } from '../fields/event-origin.ts';
import { tablesOf } from '../fields/field-tables.ts';
import { withoutDataSet } from '../fields/splunk-sources.ts';
import type { EventSchema } from '../rule/rule.ts';
import { detectOrigin } from './detect-origin.ts';
import { SPLUNK_ROW_KEYS } from './envelopes.ts';
import { hasAny, textAt, valueAt } from './event-shape.ts';
import { hidesAll, hidesNothing } from './facet.ts';
import type { Facet } from './facet.ts';
import { flattenFalcoEvent } from './falco-event.ts';
import { isObject } from './json-object.ts';
import type { JsonObject } from './json-object.ts';
import { newBudget, readRecordText } from './record-text.ts';
import { renderingOf } from './renderings/renderings.ts';
import { flattenSplunkEvent, hasLostType } from './splunk-event.ts';
import { readUdmEvent } from './udm-event.ts';
import { flattenWindowsEvent, hiddenInWindowsEvent, readWindowsEvent } from './windows-event.ts';

export interface ReadRecord {
  readonly origin: EventOrigin;
  /** The first is that of the origin's schema. */
  readonly facets: readonly Facet[];
}

/** An event under the names of one schema. */
function facetOf(event: unknown, schema: EventSchema): Facet {
  return { schema, root: FLATTENERS[schema](event), hides: HIDDEN[schema]?.(event) ?? hidesNothing };
}

/** Where a record may not have all that its schema names. */
const HIDDEN: Readonly<Partial<Record<EventSchema, (event: unknown) => Facet['hides']>>> = {
  windows: hiddenInWindowsEvent,
  log_analytics: hiddenInRow,
};

/** Only rows of Windows' event log have a column for the event's data: those of other tables say nothing of it. */
function hiddenInRow(row: unknown): Facet['hides'] {
  if (isObject(row) && 'EventData' in row) return hidesNothing;
  return (name) => name.startsWith('EventData.');
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

export function readRecord(record: unknown): ReadRecord {
  const rendered = renderingOf(record);
  if (rendered !== null) return rendered;
  const origin = detectOrigin(record);
  const read = isObject(record) ? READERS[origin.schema]?.(record, origin) : undefined;
  return read ?? { origin, facets: [facetOf(record, origin.schema)] };
}

/** What is declared to name its fields in one way is read in that way, but where the record is known to hold it in another notation. */
export function facetsUnder(record: unknown, schema: EventSchema, { facets }: ReadRecord): readonly Facet[] {
  const own = facets.filter((facet) => facet.schema === schema);
  if (own.length === 0) return [facetOf(record, schema)];
  return [...own, ...facets.filter((facet) => facet.schema !== schema)];
}

/** Schemas whose records may hold the fields under another schema's names as well; null: this one does not. */
const READERS: Partial<Record<EventSchema, (record: JsonObject, origin: EventOrigin) => ReadRecord | null>> =
  {
    ecs: readDocument,
    splunk: readRow,
    log_analytics: readWindowsRow,
  };

/** A beat's or an agent's document is whole: every one says who made it. */
function isWholeDocument(document: JsonObject): boolean {
  return hasAny(document, 'ecs.version', 'agent.type', 'agent.version');
}

/**
 * Of another document the sections are known that it has; one that Elasticsearch gave as `fields`, where every value is a list, holds what was asked for.
 * https://www.elastic.co/docs/reference/elasticsearch/rest-apis/retrieve-selected-fields
 */
function hiddenInPart(document: JsonObject): (name: string) => boolean {
  const entries = Object.entries(document).filter(([key]) => !key.startsWith('_'));
  if (entries.every(([, value]) => Array.isArray(value))) return hidesAll;
  const sections = new Set(entries.map(([key]) => sectionOf(key)));
  return (name) => !sections.has(sectionOf(name));
}

function sectionOf(name: string): string {
  return (name.split('.')[0] ?? '').toLowerCase();
}

function readDocument(document: JsonObject, origin: EventOrigin): ReadRecord {
  const hides = isWholeDocument(document) ? hidesNothing : hiddenInPart(document);
  const windows = windowsFacet(winlogOf(document));
  if (windows === null) {
    const ecs: Facet = { schema: 'ecs', root: document, hides };
    return { origin, facets: [ecs, ...originalFacets(valueAt(document, 'event.original'), origin)] };
  }
  // Elastic's pipelines name the kind of every event that they know; of what they take over they leave nothing behind. Without them there is nothing but what the
  // beat read, and the rest is to be made of that.
  const isMade = hasAny(document, 'event.category', 'event.type');
  const isPart = hides !== hidesNothing;
  return {
    origin,
    facets: [
      {
        schema: 'ecs',
        root: document,
        hides: isMade ? hides : (name) => hides(name) || sectionOf(name) !== 'winlog',
      },
      isMade || isPart ? { ...windows, hides: hidesAll } : windows,
    ],
  };
}

/** What Winlogbeat read, whether its keys are nested or not: https://www.elastic.co/docs/reference/beats/winlogbeat/exported-fields-winlog */
function winlogOf(document: JsonObject): JsonObject | null {
  const nested = valueAt(document, 'winlog');
  if (isObject(nested)) return nested;
  const winlog: Record<string, unknown> = {};
  const sections: Record<string, Record<string, unknown>> = {};
  for (const [key, value] of Object.entries(document)) {
    const [, section, name] = /^winlog\.(?:(event_data|user_data)\.)?(.+)$/.exec(key) ?? [];
    if (name === undefined) continue;
    if (section === undefined) winlog[name.replaceAll('.', '_')] = value;
    else (sections[section] ??= {})[name] = value;
  }
  return Object.keys(winlog).length === 0 ? null : { ...winlog, ...sections };
}

function windowsFacet(record: unknown): Facet | null {
  const read = readWindowsEvent(record);
  return read === null ? null : { schema: 'windows', root: read.fields, hides: read.hides };
}

/** The record as it came, which a pipeline was told to keep: of the same source, or it is another's. */
function originalFacets(text: unknown, { product }: EventOrigin): readonly Facet[] {
  const read = typeof text === 'string' ? readText(text) : null;
  if (read === null || read.origin.product === null || read.origin.product !== product) return [];
  return read.facets.filter(({ schema }) => schema !== 'ecs');
}

function readText(text: string): ReadRecord | null {
  const parsed = readRecordText(text, 'words', newBudget());
  if (!isObject(parsed)) return null;
  const origin = detectOrigin(parsed);
  return origin === UNKNOWN_ORIGIN ? null : { origin, facets: [facetOf(parsed, origin.schema)] };
}

/** A row of Splunk's has the add-on's names beside the record's own, which may be all that it has. */
function readRow(row: JsonObject, origin: EventOrigin): ReadRecord | null {
  const raw = row['_raw'];
  const record = (typeof raw === 'string' ? readText(raw) : null) ?? readOwnFields(row);
  if (record === null) return null;
  const facets = record.facets.filter(({ schema }) => schema !== 'splunk');
  const [facet] = facets;
  if (facet === undefined) return null;
  const known = { ...record.origin, schema: origin.schema };
  return { origin: known, facets: [rowFacet(row, known), ...facets] };
}

function readOwnFields(row: JsonObject): ReadRecord | null {
  const windows = readWindowsEvent(row);
  const own = Object.fromEntries(Object.entries(row).filter(([key]) => !SPLUNK_ROW_KEYS.has(key)));
  const fields = windows === null ? flattenSplunkEvent(withoutAddedWords(own, row)) : row;
  const origin = detectOrigin(
    windows === null
      ? fields
      : { Channel: windows.channel, EventID: windows.eventId, Provider_Name: windows.provider },
  );
  if (origin.product === null) return null;
  return { origin, facets: [withoutTypes(facetOf(fields, origin.schema))] };
}

/** Where the record has nothing an add-on may write a word for it, under the record's own name. */
function withoutAddedWords(own: JsonObject, row: JsonObject): JsonObject {
  const tables = tablesOf('splunk', logSourcesOf(detectOrigin(row)));
  const isAdded = (key: string, value: unknown): boolean =>
    typeof value === 'string' &&
    tables.some((table) =>
      table
        .byNative(key)
        .some(
          ({ derivation }) => derivation?.kind === 'renamed' && derivation.of[value.toLowerCase()] === null,
        ),
    );
  return Object.fromEntries(Object.entries(own).filter(([key, value]) => !isAdded(key, value)));
}

/** A row of text alone has lost the types of the record's values. To Windows' own names it makes no difference: there all is text. */
function withoutTypes(facet: Facet): Facet {
  const { root, schema } = facet;
  if (schema !== 'raw' || !isObject(root) || !Object.values(root).every(isTextual)) return facet;
  const entries = Object.entries(root);
  const lost = new Set(entries.filter(([, value]) => hasLostType(value)).map(([key]) => key.toLowerCase()));
  const kept = entries.filter(([key]) => !lost.has(key.toLowerCase()));
  return { schema, root: Object.fromEntries(kept), hides: (name) => lost.has(name.toLowerCase()) };
}

function isTextual(value: unknown): boolean {
  return (
    typeof value === 'string' || (Array.isArray(value) && value.every((each) => typeof each === 'string'))
  );
}

/** What the add-on would have made of the record's fields is read there: the row need not have it. */
function rowFacet(row: JsonObject, origin: EventOrigin): Facet {
  const tables = tablesOf('splunk', logSourcesOf(origin));
  const isMade = (name: string): boolean => tables.some((table) => table.byNative(name).length > 0);
  return {
    ...facetOf(row, 'splunk'),
    hides: (name) => {
      const plain = withoutDataSet(name.split('.'));
      return isMade(name) || (plain !== null && isMade(plain.join('.')));
    },
  };
}

/** Log Analytics' tables Event and WindowsEvent keep the event's data in one column. */
function readWindowsRow(row: JsonObject, origin: EventOrigin): ReadRecord | null {
  const isTable =
    /^(windows)?event$/i.test(textAt(row, 'Type') ?? '') || hasAny(row, 'EventLog', 'RawEventData');
  if (origin.product !== 'windows' || !(isTable || (hasAny(row, 'EventData') && !hasAny(row, 'Activity'))))
    return null;
  const windows = windowsFacet(row);
  if (windows === null) return null;
  return { origin, facets: [{ ...facetOf(row, 'log_analytics'), hides: hidesAll }, windows] };
}

/**
 * Opens what a record comes in: a file of records, a collector's document, a text of JSON or XML, one within the other.
 *
 *     openEvent({ Records: [{ eventSource: … }] }) // one record at `Records[0]`, opened: ['records']
 *
 * What is no envelope is itself the one record. Nothing throws, and how much is looked at is bounded (limits.ts).
 */
import { detectOrigin } from './detect-origin.ts';
import type { EventOrigin } from '../fields/event-origin.ts';
import { ENVELOPES } from './envelopes.ts';
import type { Envelope } from './envelopes.ts';
import {
  hasAll,
  hasAny,
  hasTooManyKeys,
  headOf,
  headsOf,
  placeAt,
  textAt,
  valueAt,
  valuesAt,
} from './event-shape.ts';
import type { PlacedValue } from './event-shape.ts';
import { isMissing, isObject } from './json-object.ts';
import type { JsonObject } from './json-object.ts';
import { ENVELOPE_LIMITS } from './limits.ts';
import { newBudget, readRecordText } from './record-text.ts';
import { restated } from './restated.ts';
import type { Budget, TextForm } from './record-text.ts';

export interface OpenedRecord {
  readonly record: unknown;
  /** The objects that it stood in, outermost first. */
  readonly wrapper: readonly object[];
  /** Where in what was handed in; empty: that is the record. A text on the way is gone through as if it were what it holds. */
  readonly path: string;
}

/** An object that has the marks of an envelope, and no record where its records should stand. */
export interface BrokenEnvelope {
  readonly name: string;
  readonly path: string;
  readonly found: string;
}

export interface OpenedEvent {
  readonly records: readonly OpenedRecord[];
  /** What was opened, outermost first; empty: nothing. */
  readonly opened: readonly string[];
  readonly broken: BrokenEnvelope | null;
}

/** Who judges an event looks at it several times: of an envelope with thousands of records, once for each. Nobody changes an event. */
const remembered = new WeakMap<object, OpenedEvent>();

/** `budget`: what may be spent, which is what is left of it afterwards; an event that was opened before is then opened again. */
export function openEvent(event: unknown, budget?: Budget): OpenedEvent {
  if (budget !== undefined || typeof event !== 'object' || event === null)
    return openWithin(event, budget ?? newBudget());
  const known = remembered.get(event) ?? openWithin(event, newBudget());
  remembered.set(event, known);
  return known;
}

function openWithin(event: unknown, budget: Budget): OpenedEvent {
  const found = open({ value: event, path: '', form: 'plain', depth: 0 }, budget);
  if (found !== null && found.opened.length > 0)
    return { records: found.records, opened: found.opened, broken: null };
  const itself: OpenedRecord = { record: event, wrapper: [], path: '' };
  return {
    records: [itself],
    opened: [],
    // Few ask, and it is as much work as opening.
    get broken() {
      return isObject(event) ? brokenEnvelope(event) : null;
    },
  };
}

/** Does the origin say that we know such records? */
export function isRecord({ schema, product, categories, services }: EventOrigin): boolean {
  return schema !== 'raw' || product !== null || categories !== null || services !== null;
}

interface Place {
  readonly value: unknown;
  readonly path: string;
  readonly form: TextForm;
  readonly depth: number;
}

interface Found {
  readonly records: readonly OpenedRecord[];
  readonly opened: readonly string[];
  /** Is one of them of a source that we know? */
  readonly isKnown: boolean;
}

/** Null: there is nothing that could be a record. */
function open(place: Place, budget: Budget): Found | null {
  const { value, path, depth } = place;
  budget.steps -= 1;
  if (budget.steps < 0 || depth > ENVELOPE_LIMITS.depth)
    return isObject(value) ? itself(value, path, false) : null;
  if (typeof value === 'string') return openText(value, place, budget);
  if (Array.isArray(value)) {
    const rewritten = openRestated(value as unknown[], place, budget);
    if (rewritten !== null) return rewritten;
    const elements = (value as unknown[]).map((element, at): PlacedValue => ({
      path: `${path}[${at}]`,
      value: element,
    }));
    const found = openAll(elements, place, budget);
    return found === null
      ? null
      : { ...found, opened: depth === 0 ? ['list', ...found.opened] : found.opened };
  }
  return isObject(value) ? openObject(value, place, budget) : null;
}

/** Null: it is not written in pieces, or what they come to is nothing that we know. */
function openRestated(value: JsonObject | readonly unknown[], place: Place, budget: Budget): Found | null {
  const made = restated(value);
  if (made === null) return null;
  const places = made.values.map((each) =>
    each.path === '' ? { ...each, path: place.path } : joined(place, each),
  );
  const found = openAll(places, { ...place, form: 'plain' }, budget);
  return found === null || !found.isKnown ? null : { ...found, opened: [made.name, ...found.opened] };
}

function openText(text: string, place: Place, budget: Budget): Found | null {
  const parsed = readRecordText(text, place.form, budget);
  if (parsed === undefined) return null;
  const found = open({ ...place, value: parsed, depth: place.depth + 1 }, budget);
  if (found === null) return null;
  // Words with `=` may be any; only a record that we know has them all.
  if (place.form === 'words' && !found.isKnown && !/^[\s\uFEFF]*[[{<]/.test(text)) return null;
  return place.depth > 0 ? found : { ...found, opened: [textName(text), ...found.opened] };
}

function textName(text: string): string {
  return /^[\s\uFEFF]*<\D/.test(text) ? 'XML text' : 'JSON text';
}

function itself(record: JsonObject, path: string, isKnown: boolean): Found {
  return { records: [{ record, wrapper: [], path }], opened: [], isKnown };
}

function openObject(outer: JsonObject, place: Place, budget: Budget): Found {
  if (hasTooManyKeys(outer)) return itself(outer, place.path, false);
  const origin = detectOrigin(outer);
  // Panther's rules read a record as Panther took it in.
  if (hasAny(outer, 'p_log_type')) return itself(outer, place.path, true);
  const mayBeEnvelope = isOpenable(origin);
  const rewritten = mayBeEnvelope ? openRestated(outer, place, budget) : null;
  if (rewritten !== null)
    return {
      ...rewritten,
      records: rewritten.records.map((each) => ({ ...each, wrapper: [outer, ...each.wrapper] })),
    };
  for (const envelope of envelopesOf(outer)) {
    if (!(mayBeEnvelope || envelope.looksLike === origin.schema) || !isShaped(outer, envelope)) continue;
    const places = valuesAt(outer, envelope.at);
    const found =
      places.length === 0
        ? null
        : openAll(
            places.map((each) => joined(place, each)),
            { ...place, form: envelope.form ?? 'plain' },
            budget,
          );
    if (
      found === null ||
      !(found.isKnown || (envelope.looksLike !== undefined && namesSource(outer, origin)))
    )
      continue;
    return {
      records: found.records.map((each) => ({ ...each, wrapper: [outer, ...each.wrapper] })),
      opened: [envelope.name, ...found.opened],
      isKnown: true,
    };
  }
  return itself(outer, place.path, isKnownRecord(origin));
}

/** Names of a sensor that many write make no record of an object: they say nothing of where it comes from. */
function isKnownRecord(origin: EventOrigin): boolean {
  return isRecord(origin) && !(origin.schema === 'windows' && origin.product === null);
}

/** Does the envelope say whose the record is? */
function namesSource(outer: JsonObject, { schema, product }: EventOrigin): boolean {
  return (
    (schema === 'splunk' && product !== null) || /^AdvancedHunting-/.test(textAt(outer, 'category') ?? '')
  );
}

/** A document of a beat says that it is one, and of which host: that makes no record of it. */
function isOpenable(origin: EventOrigin): boolean {
  if (!isRecord(origin)) return true;
  return origin.schema === 'ecs' && origin.categories === null && origin.services === null;
}

const BY_HEAD = ENVELOPES.map((envelope) => ({ envelope, head: headOf(envelope.at) }));

/** Those whose records could stand there at all. */
function envelopesOf(outer: JsonObject): readonly Envelope[] {
  const there = headsOf(outer);
  return BY_HEAD.filter(({ head }) => there.has(head)).map(({ envelope }) => envelope);
}

function isShaped(outer: JsonObject, { at, has = [], hasOneOf, says = {}, only }: Envelope): boolean {
  const [start = ''] = at.split('.*');
  if (isMissing(valueAt(outer, start)) || !hasAll(outer, ...has)) return false;
  if (hasOneOf !== undefined && !hasAny(outer, ...hasOneOf)) return false;
  if (only !== undefined && !Object.keys(outer).every((key) => only.has(key))) return false;
  return Object.entries(says).every(([path, pattern]) => pattern.test(textAt(outer, path) ?? ''));
}

function joined({ path }: Place, inner: PlacedValue): PlacedValue {
  return { ...inner, path: path === '' ? inner.path : `${path}.${inner.path}` };
}

/** Of several, those that hold no record are passed over. */
function openAll(places: readonly PlacedValue[], { form, depth }: Place, budget: Budget): Found | null {
  const records: OpenedRecord[] = [];
  const opened: string[] = [];
  let isKnown = false;
  for (const { path, value } of places) {
    const found = open({ value, path, form, depth: depth + 1 }, budget);
    if (found === null) continue;
    for (const record of found.records) records.push(record);
    isKnown ||= found.isKnown;
    if (opened.length < found.opened.length) opened.splice(0, opened.length, ...found.opened);
  }
  return records.length === 0 ? null : { records, opened, isKnown };
}

/** Only what says of itself what it is, or has a list's name, can be said to be broken. */
function brokenEnvelope(outer: JsonObject): BrokenEnvelope | null {
  if (hasTooManyKeys(outer) || !isOpenable(detectOrigin(outer))) return null;
  for (const envelope of envelopesOf(outer)) {
    const { name, at, looksLike } = envelope;
    const isList = at.endsWith('.*') && Object.keys(outer).length === 1;
    if (!(looksLike !== undefined || isList) || !isShaped(outer, envelope)) continue;
    const place = placeAt(outer, at.replace(/\.\*.*$/, ''));
    if (place !== null) return { name, path: place.path, found: foundAt(place.value) };
  }
  return null;
}

function foundAt(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list without a record';
  if (typeof value === 'string') return 'a text that holds no record';
  return isObject(value) ? 'an object without a record' : `a ${typeof value}`;
}

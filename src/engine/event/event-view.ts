/** An event as the evaluator sees it: something that says which values a rule's field has. */
import type { Collection } from '../../condition/condition.ts';
import { fieldPath } from '../../condition/field-path.ts';
import type { FieldPath } from '../../condition/field-path.ts';
import { readEvent } from '../../events/read-event.ts';
import type { Facet } from '../../events/facet.ts';
import type { ReadEvent } from '../../events/read-event.ts';
import { closureOf } from '../../fields/closed-sources.ts';
import type { Closure } from '../../fields/closed-sources.ts';
import { logSourcesOf, UNKNOWN_ORIGIN } from '../../fields/event-origin.ts';
import type { EventOrigin } from '../../fields/event-origin.ts';
import { RECORD } from '../../fields/field-table.ts';
import { tablesOf } from '../../fields/field-tables.ts';
import { withoutMultiField } from '../../fields/name-field.ts';
import { isOfStore } from '../../fields/splunk-sources.ts';
import type { EventSchema } from '../../rule/rule.ts';
import { isBesideRecord } from '../../fields/tables/panther.ts';
import { compileWildcard } from '../evaluate/wildcard-match.ts';
import { LIMITS } from '../limits.ts';
import { ecsReader } from './ecs-on-native.ts';
import { readText } from './event-text.ts';
import { isExactly } from './exact-translation.ts';
import { isObject } from '../../events/json-object.ts';
import { readInnerKey } from './inner-keys.ts';
import { createKeyFinder } from '../../events/keys.ts';
import type { KeyFinder } from '../../events/keys.ts';
import { eventLeaves } from './leaves.ts';
import type { EventLeaf } from './leaves.ts';
import type { Answer } from '../verdict.ts';
import { lookUp } from './look-up.ts';
import type { ParseText, Reading } from './look-up.ts';
import { nativeReader } from './native-on-ecs.ts';
import { nativePathReader } from './native-paths.ts';
import { flattenSplunkEvent, hasLostType } from '../../events/splunk-event.ts';
import { readUdmEvent } from '../../events/udm-event.ts';

/** One field as a compiled rule asks for it; asked often, so made once. */
export interface FieldQuery {
  readonly field: FieldPath;
  readonly collection: Collection;
  /** How the rule names fields. */
  readonly schema: EventSchema;
  /** Places count (`collect`): a null is a value among the others. */
  readonly keepsNulls: boolean;
  /** Equal for queries with equal answers; of the transforms only a leading `collect` plays a part. */
  readonly key: string;
}

export function fieldQuery(field: FieldPath, collection: Collection, schema: EventSchema): FieldQuery {
  const keepsNulls = field.transforms[0]?.name === 'collect';
  return {
    field,
    collection,
    schema,
    keepsNulls,
    key: JSON.stringify([schema, collection, keepsNulls, field.match, field.name, field.segments]),
  };
}

export interface EventView {
  /** This view's own number: by it a compiled condition knows of which event it remembers something. */
  readonly epoch: number;
  /** Where the event comes from, as far as known. */
  readonly origin: EventOrigin;
  readonly keys: KeyFinder;
  /** The values of JSON texts that rules have parsed: each text once. */
  readonly parsed: Map<string, unknown>;
  /** What rules' functions made of readings, by what they read and apply. */
  readonly derived: Map<string, Reading>;
  /** The values of a field of scope `event`, before its transforms. */
  readonly read: (query: FieldQuery) => Reading;
  /** Does a rule that names fields by this schema find the event's own names in its own words? */
  readonly isNative: (schema: EventSchema) => boolean;
  /** What it means for a rule of this schema, which groups by the field, that this is all that is read of it: nothing, or a reason. */
  readonly withoutKey: (field: FieldPath, schema: EventSchema, reading: Reading) => Answer;
  /** Has the event, or what is known of its source, anything to say of the field? */
  readonly isTold: (query: FieldQuery) => boolean;
  /** Can the field not be in an event of its source, or not be recorded there? */
  readonly isClosed: (query: FieldQuery) => boolean;
  /** Of a field that is not known (`unmapped_field`): is this text surely not its value? */
  readonly rulesOut: (query: FieldQuery, text: string) => boolean;
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
    return closed(query, others, closures(query.schema));
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
    isTold: (query) => {
      const { field, schema } = query;
      const reading = read(query);
      if (typeof reading !== 'string' && reading.length > 0) return true;
      return field.match === 'path' && closures(schema)?.knows(field.segments.join('.')) === true;
    },
    isClosed: ({ field, schema }) =>
      field.match === 'path' && (closures(schema)?.kindOf(field.segments.join('.')) ?? null) !== null,
    rulesOut: ({ field, schema }, value) =>
      field.match === 'path' &&
      closures(schema)?.isNever(field.segments.join('.'), value, (name) => valuesOf(read(ecsQuery(name)))) ===
        true,
    hasText: () => text().isWhole,
    read,
  };
}

function ecsQuery(name: string): FieldQuery {
  return fieldQuery(fieldPath(name), 'any', 'ecs');
}

function valuesOf(reading: Reading): readonly unknown[] | null {
  return typeof reading === 'string' ? null : reading;
}

function closuresOf(origin: EventOrigin): (schema: EventSchema) => Closure | null {
  const closures = new Map<EventSchema, Closure | null>();
  return (schema) => {
    let closure = closures.get(schema);
    if (closure === undefined) closures.set(schema, (closure = closureOf(schema, origin)));
    return closure;
  };
}

/** What no part of the event answers may be what cannot be of such an event; what has no value here, what the event's sensor never records. */
function closed({ field }: FieldQuery, reading: Reading, closure: Closure | null): Reading {
  if (closure === null || field.match !== 'path') return reading;
  if (reading !== 'unmapped_field' && reading.length > 0) return reading;
  const kind = closure.kindOf(field.segments.join('.'));
  return kind === 'absent' ? [] : (kind ?? reading);
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

interface FacetReader {
  readonly schema: EventSchema;
  readonly read: (query: FieldQuery) => Reading;
  /** Does the event have a key of that name in another letter case, where letter case counts? */
  readonly isMisspelt: (query: FieldQuery) => boolean;
}

type Memory = Pick<EventView, 'keys' | 'parsed'>;

function facetReader(
  { root, schema: own, hides }: Facet,
  origin: EventOrigin,
  { keys, parsed }: Memory,
): FacetReader {
  const readGlob = globReader(root);
  const parseText = textParser(origin, parsed);
  const readNative = nativePathReader(root, own, keys, parseText);
  const readForeign = foreignReader({ root, schema: own, hides }, origin, keys, parseText);
  const isExact = own === 'splunk';
  const readSpelt = ({ field, collection, keepsNulls }: FieldQuery): Reading =>
    readNative({ segments: field.segments, collection, keepsNulls, isExact });
  const readOwn = (query: FieldQuery): Reading => {
    const { field, collection } = query;
    const reading = readSpelt(query);
    if (reading.length > 0) return reading;
    if (own === 'log_analytics') return readOtherColumn(field, readForeign);
    // The record as it was before Panther took it in.
    if (own === 'raw' && isBesideRecord(field.native)) return readForeign(field, own);
    if (own === 'raw' && origin.product === 'kubernetes')
      return readInnerKey(root, field.native, collection, keys);
    const synonym = own === 'ecs' ? ecsSynonym(field.native) : null;
    return synonym === null ? reading : lookUp(root, synonym.split('.'), collection, keys);
  };
  return {
    schema: own,
    isMisspelt: (query) => isExact && query.schema === own && readSpelt(query) === 'unmapped_field',
    read: (query) => {
      const { field, schema } = query;
      if (field.match === 'glob') {
        if (schema === own || field.native === '*') return readGlob(field.native);
        return LISTED.test(field.native) ? readForeign(field, schema) : 'unmapped_field';
      }
      if (schema !== own) {
        if (schema === 'splunk' && isOfStore(field.native)) return [];
        const reading = readForeign(field, schema);
        return own === 'splunk' && schema === 'raw' ? typed(reading) : reading;
      }
      const reading = readOwn(query);
      return reading.length === 0 && hides(field.native) ? 'unmapped_field' : reading;
    },
  };
}

/** Rules on records as they come tell the number from the text, which Splunk does not. */
function typed(reading: Reading): Reading {
  return typeof reading !== 'string' && reading.some(hasLostType) ? 'unmapped_field' : reading;
}

/** A star for each element of a list, which a table may know as the list's field. */
const LISTED = /^[^*]+(\.\*\.[^*]+)+$/;

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

type ForeignReader = (field: FieldPath, schema: EventSchema) => Reading;

/** Names of one schema in an event of another: the catalog's names (ECS) are where all schemas meet. */
function foreignReader(
  facet: Facet,
  origin: EventOrigin,
  keys: KeyFinder,
  parseText: ParseText | null,
): ForeignReader {
  const readCatalog = catalogReader(facet, origin, keys, parseText);
  const readers = new Map<EventSchema, (native: string) => Reading>([['ecs', readCatalog]]);
  return (field, schema) => {
    if (schema === 'ecs') return readCatalog(field.native);
    const read = readers.get(schema) ?? nativeReader(origin, schema, readCatalog);
    readers.set(schema, read);
    // A column's other name has the column's own as its path.
    return read(field.segments.join('.'));
  };
}

/** Free fields of a module: an ECS event that has none of the module's may hold the same elsewhere. */
const MODULE_FIELDS: readonly (readonly [prefix: string, root: string])[] = [
  ['winlog.event_data.', 'winlog'],
  ['auditd.data.', 'auditd'],
];

function catalogReader(
  { root, hides }: Facet,
  origin: EventOrigin,
  keys: KeyFinder,
  parseText: ParseText | null,
): (name: string) => Reading {
  const { schema } = origin;
  if (schema !== 'ecs') return ecsReader({ root, hides }, { ...origin, schema }, keys, parseText);
  const absent = MODULE_FIELDS.filter(
    ([prefix, module]) =>
      !isObject(root) ||
      (keys.valueOf(root, module) === undefined &&
        !Object.keys(root).some((key) => key.toLowerCase().startsWith(prefix))),
  );
  return (name) => {
    if (name.startsWith(RECORD) || absent.some(([prefix]) => name.startsWith(prefix)))
      return 'unmapped_field';
    const reading = lookUp(root, name.split('.'), 'any', keys);
    if (typeof reading === 'string') return reading;
    return reading.length === 0 && hides(name) ? 'unmapped_field' : reading.map(withoutListOfOne);
  };
}

/** To ECS a value and a list of one are the same: https://www.elastic.co/docs/reference/elasticsearch/mapping-reference/array */
function withoutListOfOne(value: unknown): unknown {
  return Array.isArray(value) && value.length === 1 ? (value as unknown[])[0] : value;
}

/** Tables of one log source name their columns each in its own way: what the row has no column of that name for it may have under the other's. */
function readOtherColumn(field: FieldPath, readForeign: ForeignReader): Reading {
  const reading = readForeign(field, 'log_analytics');
  return reading === 'unmapped_field' ? [] : reading;
}

/** Log Analytics keeps objects in columns of text as well: rules parse them on their way. */
function textParser({ schema }: EventOrigin, parsed: Map<string, unknown>): ParseText | null {
  if (schema !== 'log_analytics') return null;
  return (text) => {
    if (!/^\s*[[{"]/.test(text) || text.length > LIMITS.text) return undefined;
    const known = parsed.get(text);
    const value = known ?? parseJson(text);
    if (known === undefined && value !== undefined) parsed.set(text, value);
    return typeof value === 'symbol' ? undefined : value;
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Where else an ECS event holds what it lacks under this name. */
function ecsSynonym(name: string): string | null {
  if (name === 'data_stream.dataset') return 'event.dataset';
  if (name === 'event.dataset') return 'data_stream.dataset';
  const plain = withoutMultiField(name);
  return plain === name ? null : plain;
}

/** Reads the values of all fields whose dotted name matches a pattern, whatever the letter case. */
function globReader(event: unknown): (pattern: string) => Reading {
  let leaves: readonly EventLeaf[] | null | undefined;
  return (pattern) => {
    if (leaves === undefined) leaves = eventLeaves(event);
    if (leaves === null) return 'event_too_large';
    if (pattern === '*') return leaves.map(({ value }) => value);
    const matches = compileWildcard(pattern.toLowerCase());
    return leaves.filter(({ name }) => matches(name)).map(({ value }) => value);
  };
}

/** An event as the evaluator sees it: something that says which values a rule's field has. */
import type { FieldPath } from '../../condition/field-path.ts';
import { detectOrigin } from '../../fields/detect-origin.ts';
import { logSourcesOf, UNKNOWN_ORIGIN } from '../../fields/event-origin.ts';
import type { EventOrigin } from '../../fields/event-origin.ts';
import { tablesOf } from '../../fields/field-tables.ts';
import { withoutMultiField } from '../../fields/name-field.ts';
import type { EventSchema } from '../../rule/rule.ts';
import { compileWildcard } from '../evaluate/wildcard-match.ts';
import { ecsReader } from './ecs-on-native.ts';
import { createKeyFinder, isObject } from './keys.ts';
import type { KeyFinder } from './keys.ts';
import { eventLeaves } from './leaves.ts';
import type { EventLeaf } from './leaves.ts';
import { lookUp } from './look-up.ts';
import type { Reading } from './look-up.ts';
import { nativeReader } from './native-on-ecs.ts';
import { readUdmEvent } from './udm-event.ts';
import { flattenWindowsEvent } from './windows-event.ts';

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
}

let lastEpoch = 0;

function newMemory(origin: EventOrigin): Pick<EventView, 'epoch' | 'origin' | 'keys' | 'parsed' | 'derived'> {
  lastEpoch += 1;
  return { epoch: lastEpoch, origin, keys: createKeyFinder(), parsed: new Map(), derived: new Map() };
}

/** The event as its own rules see it: every field by its native name. */
export function nativeView(event: unknown, origin: EventOrigin = UNKNOWN_ORIGIN): EventView {
  const memory = newMemory(origin);
  const { keys } = memory;
  const root = origin.schema === 'udm' ? readUdmEvent(event) : event;
  const readGlob = globReader(root);
  return {
    ...memory,
    isNative: () => true,
    read: remembered(({ field, collection }) =>
      field.match === 'glob' ? readGlob(field.native) : lookUp(root, field.segments, collection, keys),
    ),
  };
}

/** The event as rules of every schema see it. */
export function createEventView(event: unknown, origin: EventOrigin = detectOrigin(event)): EventView {
  const memory = newMemory(origin);
  const { keys } = memory;
  const root = readBySchema(event, origin.schema);
  const readGlob = globReader(root);
  const readForeign = foreignReader(root, origin, keys);
  const isNative = (schema: EventSchema): boolean => schema === origin.schema;
  return {
    ...memory,
    isNative,
    read: remembered((query) => {
      const { field, collection, schema } = query;
      if (field.match === 'glob') {
        return isNative(schema) || field.native === '*' ? readGlob(field.native) : 'unmapped_field';
      }
      if (!isNative(schema)) return readForeign(field, schema);
      const reading = lookUp(root, field.segments, collection, keys);
      if (schema !== 'ecs' || reading.length > 0) return reading;
      const synonym = ecsSynonym(field.native);
      return synonym === null ? reading : lookUp(root, synonym.split('.'), collection, keys);
    }),
  };
}

/** The event under the names that rules of its own schema use. */
function readBySchema(event: unknown, schema: EventSchema): unknown {
  if (schema === 'windows') return flattenWindowsEvent(event);
  return schema === 'udm' ? readUdmEvent(event) : event;
}

/** Is every field of a rule with these names unmapped in every event of this origin, but the field that is any (`*`)? */
export function isBlind(schema: EventSchema, origin: EventOrigin): boolean {
  if (schema === origin.schema) return false;
  return [schema, origin.schema].some(
    (each) => each !== 'ecs' && tablesOf(each, logSourcesOf(origin)).length === 0,
  );
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
function foreignReader(root: unknown, origin: EventOrigin, keys: KeyFinder): ForeignReader {
  const readCatalog = catalogReader(root, origin, keys);
  const readers = new Map<EventSchema, (native: string) => Reading>([['ecs', readCatalog]]);
  return (field, schema) => {
    if (schema === 'ecs') return readCatalog(field.native);
    const read = readers.get(schema) ?? nativeReader(origin, schema, readCatalog);
    readers.set(schema, read);
    return read(field.native);
  };
}

const EVENT_DATA = 'winlog.event_data.';

function catalogReader(root: unknown, origin: EventOrigin, keys: KeyFinder): (name: string) => Reading {
  const { schema } = origin;
  if (schema !== 'ecs') return ecsReader(root, { ...origin, schema }, keys);
  const hasEventData = isObject(root) && keys.valueOf(root, 'winlog') !== undefined;
  return (name) =>
    name.startsWith(EVENT_DATA) && !hasEventData
      ? 'unmapped_field'
      : lookUp(root, name.split('.'), 'any', keys);
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

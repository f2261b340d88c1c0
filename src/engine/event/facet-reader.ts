/** Reads one facet of an event for rules of every schema: by its own names, and by those of the others through the catalog's. */
import type { FieldPath } from '../../condition/field-path.ts';
import type { Facet } from '../../events/facet.ts';
import type { EventOrigin } from '../../fields/event-origin.ts';
import { RECORD } from '../../fields/field-table.ts';
import { withoutMultiField } from '../../fields/name-field.ts';
import { isOfStore } from '../../fields/splunk-sources.ts';
import type { EventSchema } from '../../rule/rule.ts';
import { isBesideRecord } from '../../fields/tables/panther.ts';
import { compileWildcard } from '../evaluate/wildcard-match.ts';
import { LIMITS } from '../limits.ts';
import { ecsReader } from './ecs-on-native.ts';
import { isObject } from '../../events/json-object.ts';
import { readInnerKey } from './inner-keys.ts';
import type { KeyFinder } from '../../events/keys.ts';
import { eventLeaves } from './leaves.ts';
import type { EventLeaf } from './leaves.ts';
import { lookUp } from './look-up.ts';
import type { ParseText, Reading } from './look-up.ts';
import { nativeReader } from './native-on-ecs.ts';
import { nativePathReader } from './native-paths.ts';
import { hasLostType } from '../../events/splunk-event.ts';
import type { FieldQuery } from './field-query.ts';

export interface FacetReader {
  readonly schema: EventSchema;
  readonly read: (query: FieldQuery) => Reading;
  /** Does the event have a key of that name in another letter case, where letter case counts? */
  readonly isMisspelt: (query: FieldQuery) => boolean;
}

/** What is remembered of an event while it is judged. */
export interface ReadingMemory {
  readonly keys: KeyFinder;
  /** The values of JSON texts that rules have parsed: each text once. */
  readonly parsed: Map<string, unknown>;
}

export function facetReader(
  { root, schema: own, hides }: Facet,
  origin: EventOrigin,
  { keys, parsed }: ReadingMemory,
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
export function textParser({ schema }: EventOrigin, parsed: Map<string, unknown>): ParseText | null {
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
export function globReader(event: unknown): (pattern: string) => Reading {
  let leaves: readonly EventLeaf[] | null | undefined;
  return (pattern) => {
    if (leaves === undefined) leaves = eventLeaves(event);
    if (leaves === null) return 'event_too_large';
    if (pattern === '*') return leaves.map(({ value }) => value);
    const matches = compileWildcard(pattern.toLowerCase());
    return leaves.filter(({ name }) => matches(name)).map(({ value }) => value);
  };
}

/** Reads ECS names in an event that names its fields as its log source does, through the field tables. */
import { logSourcesOf } from '../../fields/event-origin.ts';
import type { EventOrigin } from '../../fields/event-origin.ts';
import type { FieldRow, FieldTable } from '../../fields/field-table.ts';
import { tablesOf } from '../../fields/field-tables.ts';
import { withoutMultiField } from '../../fields/name-field.ts';
import type { Facet } from '../../events/facet.ts';
import type { EventSchema } from '../../rule/rule.ts';
import { LIMITS } from '../limits.ts';
import { derive } from './derive.ts';
import { isObject } from '../../events/json-object.ts';
import type { KeyFinder } from '../../events/keys.ts';
import { flattenLists, lookUp } from './look-up.ts';
import type { ParseText, Reading } from './look-up.ts';
import { auditdReader } from './auditd-words.ts';
import { windowsReader } from './windows-words.ts';

/** Reader of ECS names; a name without a row is `unmapped_field`, never absent. */
export function ecsReader(
  { root, hides }: Pick<Facet, 'root' | 'hides'>,
  origin: EventOrigin & { readonly schema: Exclude<EventSchema, 'ecs'> },
  keys: KeyFinder,
  parseText: ParseText | null = null,
): (name: string) => Reading {
  const tables: readonly FieldTable[] = tablesOf(origin.schema, logSourcesOf(origin));
  const readSaid = saidReader(root, origin, keys);
  const isCut = cutRow(root, origin.schema, keys);
  const readNative = (native: string): Reading => {
    const reading = lookUp(root, native.split('.'), 'any', keys, parseText);
    if (reading.length === 0 && (hides(native) || isCut(native))) return 'unmapped_field';
    // A row has a text in every column of text: none is an empty one.
    const isRow = origin.schema === 'log_analytics' && typeof reading !== 'string';
    return isRow ? reading.filter((value) => value !== '') : reading;
  };
  return (multiField) => {
    const name = withoutMultiField(multiField);
    const said = readSaid(name);
    if (said !== null) return said;
    for (const table of tables) {
      const row = table.byName(name);
      if (row === null) continue;
      if (row.derivation?.kind === 'other_spelling') return 'unmapped_field';
      const natives = firstPresent(nativesOf(row, readNative), readNative);
      if (typeof natives === 'string') return natives;
      if (natives.length === 0 && row.isInOneOfSeveral === true) return 'unmapped_field';
      const values = row.derivation === null ? natives : derive(natives, row.derivation);
      if (values.length > LIMITS.values) return 'event_too_large';
      // The integrations drop empty texts on their way to ECS.
      return values.filter((value) => value !== '');
    }
    return 'unmapped_field';
  };
}

/**
 * Defender's rows have all columns of their table, empty ones too: what has no key was left out by whoever asked for the row, and another sensor's rules ask for it.
 */
function cutRow(root: unknown, schema: EventSchema, keys: KeyFinder): (native: string) => boolean {
  if (schema !== 'log_analytics' || !isObject(root) || keys.valueOf(root, 'DeviceId') === undefined)
    return () => false;
  return (native) => keys.valueOf(root, native.split('.')[0] ?? native) === undefined;
}

/** Defender's words for a connection that came in: InboundConnectionAccepted, InboundConnectionAttempt, … */
const CAME_IN = /^Inbound/i;

function nativesOf({ natives, inbound }: FieldRow, read: (native: string) => Reading): readonly string[] {
  if (inbound === undefined) return natives;
  const [action] = read('ActionType');
  return typeof action === 'string' && CAME_IN.test(action) ? inbound.natives : natives;
}

/** Where none is present, the field is absent unless one of them may be hidden. */
function firstPresent(natives: readonly string[], read: (native: string) => Reading): Reading {
  let absent: Reading = [];
  for (const native of natives) {
    const raw = read(native);
    const values = typeof raw === 'string' ? raw : flattenLists(raw);
    if (values === 'unmapped_field') absent = values;
    else if (typeof values === 'string' || values.length > 0) return values;
  }
  return absent;
}

/** What ECS says of an event beside its own fields: null where it says nothing, or we do not know what. */
function saidReader(root: unknown, origin: EventOrigin, keys: KeyFinder): (name: string) => Reading | null {
  if (!isObject(root)) return () => null;
  if (origin.schema === 'windows') return windowsReader(root, origin.categories, keys);
  const isAuditd = origin.schema === 'raw' && origin.services?.includes('auditd') === true;
  if (!isAuditd) return () => null;
  return auditdReader(root, origin.categories?.includes('process_creation') === true, keys);
}

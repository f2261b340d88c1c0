/** Reads ECS names in an event that names its fields as its log source does, through the field tables. */
import { logSourcesOf } from '../../fields/event-origin.ts';
import type { EventOrigin } from '../../fields/event-origin.ts';
import { RECORD } from '../../fields/field-table.ts';
import type { FieldTable } from '../../fields/field-table.ts';
import { tablesOf } from '../../fields/field-tables.ts';
import { withoutMultiField } from '../../fields/name-field.ts';
import { ACTION_TYPES, CHANNEL_DATASETS, EVENT_KINDS } from '../../fields/tables/windows.ts';
import type { ActionTypes } from '../../fields/tables/windows.ts';
import { USER_IS_TARGET } from '../../fields/tables/windows-security.ts';
import type { EventKind } from '../../fields/tables/windows-security.ts';
import type { EventSchema } from '../../rule/rule.ts';
import { LIMITS } from '../limits.ts';
import { derive } from './derive.ts';
import { isObject } from './keys.ts';
import type { JsonObject, KeyFinder } from './keys.ts';
import { flattenLists, lookUp } from './look-up.ts';
import type { ParseText, Reading } from './look-up.ts';

/** Reader of ECS names; a name without a row is `unmapped_field`, never absent. */
export function ecsReader(
  root: unknown,
  origin: EventOrigin & { readonly schema: Exclude<EventSchema, 'ecs'> },
  keys: KeyFinder,
  parseText: ParseText | null = null,
): (name: string) => Reading {
  const tables: readonly FieldTable[] = tablesOf(origin.schema, logSourcesOf(origin));
  const readWindows = windowsReader(root, origin, keys);
  const readNative = (native: string): Reading => {
    const reading = lookUp(root, native.split('.'), 'any', keys, parseText);
    // A row has a text in every column of text: none is an empty one.
    const isRow = origin.schema === 'log_analytics' && typeof reading !== 'string';
    return isRow ? reading.filter((value) => value !== '') : reading;
  };
  return (multiField) => {
    const name = withoutMultiField(multiField);
    const said = readWindows(name);
    if (said !== null) return said;
    for (const table of tables) {
      const row = table.byName(name);
      if (row === null) continue;
      if (row.derivation?.kind === 'other_spelling') return 'unmapped_field';
      const natives = firstPresent(row.natives, readNative);
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

function firstPresent(natives: readonly string[], read: (native: string) => Reading): Reading {
  for (const native of natives) {
    const raw = read(native);
    const values = typeof raw === 'string' ? raw : flattenLists(raw);
    if (typeof values === 'string' || values.length > 0) return values;
  }
  return [];
}

/** What ECS says of a Windows event beside its own fields: null where it says nothing, or we do not know what. */
function windowsReader(
  root: unknown,
  origin: EventOrigin,
  keys: KeyFinder,
): (name: string) => Reading | null {
  if (origin.schema !== 'windows' || !isObject(root)) return () => null;
  const channel = String(keys.valueOf(root, 'Channel')).toLowerCase();
  const eventId = String(keys.valueOf(root, 'EventID'));
  const kind = EVENT_KINDS[channel]?.[eventId] ?? EVENT_KINDS[channel]?.['*'] ?? null;
  const dataset = CHANNEL_DATASETS[channel];
  return (name) => {
    if (dataset !== undefined && (name === 'event.dataset' || name === 'data_stream.dataset'))
      return [dataset];
    if (dataset !== undefined && name === 'event.module') return [dataset.split('.')[0]];
    if (name === ACTION_TYPE) return actionType(ACTION_TYPES[channel]?.[eventId], root, keys);
    const field = USER_FIELDS[name];
    if (field !== undefined) {
      if (channel === 'security') return securityUser(field, eventId, root, keys);
      // Whose process wrote the event stands beside its data, by number.
      if (keys.valueOf(root, 'User') === undefined) return 'unmapped_field';
    }
    if (POWERSHELL.has(channel) && name.startsWith('file.')) return scriptFile(name, root, keys);
    return kind === null ? null : kindValues(kind, name);
  };
}

/** Event data's fields of somebody, by the catalog's names. */
const USER_FIELDS: Readonly<Record<string, string>> = {
  'user.name': 'UserName',
  'user.domain': 'DomainName',
  'user.id': 'UserSid',
};

/** The Security log has no user but those of the event data: who did it, and whom it is about. */
function securityUser(
  field: string,
  eventId: string,
  event: JsonObject,
  keys: KeyFinder,
): readonly unknown[] {
  const value = keys.valueOf(event, (USER_IS_TARGET.has(eventId) ? 'Target' : 'Subject') + field);
  if (typeof value !== 'string') return [];
  return field === 'UserName' ? value.split('@', 1) : [value];
}

const POWERSHELL: ReadonlySet<string> = new Set([
  'microsoft-windows-powershell/operational',
  'powershellcore/operational',
]);

/** The script that a script block is of. */
function scriptFile(name: string, event: JsonObject, keys: KeyFinder): Reading {
  const path = keys.valueOf(event, 'Path');
  const natives = typeof path === 'string' && path !== '' ? [path] : [];
  switch (name) {
    case 'file.path':
      return natives;
    case 'file.name':
      return derive(natives, { kind: 'base_name' });
    case 'file.extension':
      return derive(natives, { kind: 'extension' });
    case 'file.directory':
      return derive(natives, { kind: 'directory' });
    default:
      return 'unmapped_field';
  }
}

const ACTION_TYPE = `${RECORD}ActionType`;

function actionType(
  known: ActionTypes[string] | undefined,
  event: JsonObject,
  keys: KeyFinder,
): readonly unknown[] | null {
  if (known === undefined || typeof known === 'string') return known === undefined ? null : [known];
  const word = known.of[String(keys.valueOf(event, known.field)).toLowerCase()];
  return word === undefined ? null : [word];
}

function kindValues(kind: EventKind, name: string): readonly unknown[] | null {
  switch (name) {
    case 'event.category':
      return kind.category;
    case 'event.type':
      return kind.type;
    case 'event.action':
      return kind.action === null ? null : [kind.action];
    case 'event.outcome':
      return kind.outcome === null ? null : [kind.outcome];
    default:
      return null;
  }
}

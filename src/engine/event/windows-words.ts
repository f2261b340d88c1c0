/** What Windows' channels and EventIDs say in the words of ECS. */
import { RECORD } from '../../fields/field-table.ts';
import { CHANNEL_DATASETS, EVENT_KINDS } from '../../fields/tables/windows.ts';
import { USER_IS_SUBJECT, USER_IS_TARGET } from '../../fields/tables/windows-security.ts';
import type { EventKind } from '../../fields/tables/windows-security.ts';
import {
  CREATED_OR_OVERWRITTEN,
  HASHES_OF_FILE,
  KIND_WORDS,
  SYSMON_ACTIONS,
  SYSMON_CHANNEL,
  VERSION_OF_FILE,
} from '../../fields/tables/windows-words.ts';
import type { EventWords } from '../../fields/tables/windows-words.ts';
import { derive } from './derive.ts';
import type { JsonObject } from '../../events/json-object.ts';
import type { KeyFinder } from '../../events/keys.ts';
import type { Reading } from './look-up.ts';
import { oneOf } from '../../events/partly-known.ts';

/** Reader of the names that ECS has for what a Windows event is and whose it is: null where it says nothing, or we do not know what. */
export function windowsReader(
  root: JsonObject,
  categories: readonly string[] | null,
  keys: KeyFinder,
): (name: string) => Reading | null {
  const stated = keys.valueOf(root, 'Channel');
  if (stated === undefined) return categoryReader(root, categories ?? [], keys);
  const written = typeof stated === 'string' ? stated.toLowerCase() : '';
  // Sysmon for Linux numbers its events as Sysmon does.
  const channel = written === 'linux-sysmon/operational' ? SYSMON_CHANNEL : written;
  const eventId = String(keys.valueOf(root, 'EventID'));
  const kind = EVENT_KINDS[channel]?.[eventId] ?? EVENT_KINDS[channel]?.['*'] ?? null;
  const dataset = CHANNEL_DATASETS[written];
  return (name) => {
    if (dataset !== undefined && (name === 'event.dataset' || name === 'data_stream.dataset'))
      return [dataset];
    if (dataset !== undefined && name === 'event.module') return [dataset.split('.')[0]];
    const kinds = name.startsWith(RECORD) ? KIND_WORDS[name.slice(RECORD.length)] : undefined;
    if (kinds !== undefined) return wordsFor(kinds[channel]?.[eventId], root, keys);
    if (channel === SYSMON_CHANNEL) {
      const said = sysmonWords(name, eventId, root, keys);
      if (said !== null) return said;
    }
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

/** Of an event that is of no channel, what its category says: Sysmon's event of that category says it of all. */
function categoryReader(
  root: JsonObject,
  categories: readonly string[],
  keys: KeyFinder,
): (name: string) => Reading | null {
  const ids = [...new Set(categories.flatMap((category) => SYSMON_EVENTS[category] ?? []))];
  const [id] = ids.length === 1 ? ids : [];
  const kind = id === undefined ? null : (EVENT_KINDS[SYSMON_CHANNEL]?.[id] ?? null);
  return (name) => {
    const kinds = name.startsWith(RECORD) ? KIND_WORDS[name.slice(RECORD.length)] : undefined;
    if (kinds !== undefined) return wordsFor(kinds[SYSMON_CHANNEL]?.[id ?? ''], root, keys);
    // Whose process it is stands under this name alone.
    if (USER_FIELDS[name] !== undefined && keys.valueOf(root, 'User') === undefined) return 'unmapped_field';
    return kind === null ? null : kindValues(kind, name);
  };
}

/** Sysmon's event of a category, where it has one alone. */
const SYSMON_EVENTS: Readonly<Record<string, string>> = {
  process_creation: '1',
  network_connection: '3',
  process_termination: '5',
  driver_load: '6',
  image_load: '7',
  create_remote_thread: '8',
  process_access: '10',
  file_event: '11',
  registry_set: '13',
  dns_query: '22',
};

/** Event data's fields of somebody, by the catalog's names. */
const USER_FIELDS: Readonly<Record<string, string>> = {
  'user.name': 'UserName',
  'user.domain': 'DomainName',
  'user.id': 'UserSid',
};

/** The Security log has no user but those of the event data: who did it, and whom it is about. */
function securityUser(field: string, eventId: string, event: JsonObject, keys: KeyFinder): Reading {
  const whose = USER_IS_TARGET.has(eventId) ? 'Target' : USER_IS_SUBJECT.has(eventId) ? 'Subject' : null;
  if (whose === null) return 'unmapped_field';
  const value = keys.valueOf(event, whose + field);
  if (typeof value !== 'string') return [];
  return whose === 'Target' && field === 'UserName' ? value.split('@', 1) : [value];
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

/** Whose file it is that an event tells of, and what another sensor would call it. */
const OF_PROCESS = /^process\.(?:hash|pe)\./;
const OF_FILE = /^(?:file|dll)\.hash\./;

function sysmonWords(name: string, eventId: string, event: JsonObject, keys: KeyFinder): Reading | null {
  if (name === 'event.action') {
    const words = wordsFor(SYSMON_ACTIONS[eventId], event, keys);
    return eventId === '11' ? [...(words ?? []), oneOf(CREATED_OR_OVERWRITTEN, '', 'creation')] : words;
  }
  if (name === 'network.protocol' && eventId === '22') return ['dns'];
  if (OF_FILE.test(name) && !HASHES_OF_FILE.has(eventId)) return [];
  if (!OF_PROCESS.test(name)) return null;
  const isHash = name.startsWith('process.hash.') || name === 'process.pe.imphash';
  const isOfFile = isHash ? HASHES_OF_FILE : VERSION_OF_FILE;
  return isOfFile.has(eventId) ? [] : null;
}

/** Null: the table does not say it. */
function wordsFor(
  known: EventWords[string] | undefined,
  event: JsonObject,
  keys: KeyFinder,
): readonly unknown[] | null {
  const words =
    known === undefined || typeof known === 'string' || !('field' in known)
      ? known
      : known.of[String(keys.valueOf(event, known.field)).toLowerCase()];
  if (words === undefined) return null;
  return typeof words === 'string' ? [words] : words;
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

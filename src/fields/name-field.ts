/** The catalog's name of a field as a rule wrote it. */
import type { LogSource } from '../rule/log-source.ts';
import type { EventSchema } from '../rule/rule.ts';
import { RECORD } from './field-table.ts';
import type { FieldRow } from './field-table.ts';
import { rawTables, tablesOf } from './field-tables.ts';
import { SAID_BY_CHANNEL } from './tables/windows.ts';

/** The native name itself where no table knows it. */
export function nameField(native: string, schema: EventSchema, logSources: readonly LogSource[]): string {
  if (schema === 'ecs') return canonicalEcsName(native, logSources);
  for (const table of tablesOf(schema, logSources)) {
    const row = table.byNative(native).find(keepsItsMeaning);
    if (row !== undefined) return withoutRecordMark(row.name);
  }
  return native;
}

const AUDITD = rawTables([{ product: 'linux', category: null, service: 'auditd' }]);

/** Does a table of these log sources know the name? An ECS name is known where the log source's own names lead to it. */
export function isMappedField(
  native: string,
  schema: EventSchema,
  logSources: readonly LogSource[],
): boolean {
  if (schema === 'ecs') {
    const name = withoutMultiField(native);
    const systems = logSources.map(({ product }) => product);
    // What Sysmon for Linux and auditd record is among what a rule for Linux watches.
    const isLinux = systems.includes('linux');
    if (SAID_BY_CHANNEL.has(name) && (isLinux || systems.includes('windows'))) return true;
    const tables = [...rawTables(logSources), ...tablesOf('windows', logSources), ...(isLinux ? AUDITD : [])];
    return tables.some((table) => table.byName(name) !== null);
  }
  return tablesOf(schema, logSources).some((table) => table.byNative(native).length > 0);
}

/** A value that is cut from the native one is another field: the native name stays. */
function keepsItsMeaning({ derivation }: FieldRow): boolean {
  return derivation === null || KEEPS_MEANING.has(derivation.kind);
}

const KEEPS_MEANING: ReadonlySet<string> = new Set(['ip', 'renamed', 'other_spelling']);

function withoutRecordMark(name: string): string {
  return name.startsWith(RECORD) ? name.slice(RECORD.length) : name;
}

const ECS_SYNONYMS: Readonly<Record<string, string>> = {
  'data_stream.dataset': 'event.dataset',
  'winlog.event_id': 'event.code',
  'winlog.provider_name': 'event.provider',
  'winlog.computer_name': 'host.name',
};

/** Copies of a field that Elasticsearch indexes in another way under the field's own name. */
const MULTI_FIELD = /\.(caseless|keyword|text|wildcard)$/;

/** ECS events hold some values under several names: one of them stands for all. */
function canonicalEcsName(native: string, logSources: readonly LogSource[]): string {
  const name = native.replace(MULTI_FIELD, '');
  const synonym = ECS_SYNONYMS[name];
  if (synonym !== undefined) return synonym;
  for (const table of rawTables(logSources)) {
    const row = table.byName(name);
    const [source] = row?.natives ?? [];
    if (row === null || source === undefined || !keepsItsMeaning(row)) continue;
    const first = table.byNative(source).find(keepsItsMeaning);
    if (first !== undefined) return first.name;
  }
  return name;
}

/** An ECS name without the ending of a multi-field. */
export function withoutMultiField(name: string): string {
  return name.replace(MULTI_FIELD, '');
}

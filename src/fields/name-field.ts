/** The catalog's name of a field as a rule wrote it. */
import type { LogSource } from '../rule/log-source.ts';
import type { EventSchema } from '../rule/rule.ts';
import { RECORD } from './field-table.ts';
import type { FieldRow } from './field-table.ts';
import { rawTables, tablesOf } from './field-tables.ts';
import { withoutDataSet } from './splunk-sources.ts';
import { SAID_BY_EXECVE } from './tables/auditd.ts';
import { isEcsName } from './tables/ecs.ts';
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

/** `translated`: events of other schemas are read for it; `named`: the catalog has a name for it, no more; `unknown`: no table knows it. */
type FieldKnowledge = 'translated' | 'named' | 'unknown';

/** What the tables of these log sources know of a name. */
export function knowledgeOfField(
  native: string,
  schema: EventSchema,
  logSources: readonly LogSource[],
): FieldKnowledge {
  if (schema === 'ecs') {
    const name = withoutMultiField(native);
    if (isReadFromOthers(name, logSources)) return 'translated';
    return isEcsName(name) ? 'named' : 'unknown';
  }
  const rows = rowsOf(native, schema, logSources);
  if (rows.length === 0) return 'unknown';
  return rows.some(isReadBack) ? 'translated' : 'named';
}

/** A field of Splunk's data sets is that of the log source under the same name, where no data set is known to take it in. */
function rowsOf(
  native: string,
  schema: Exclude<EventSchema, 'ecs'>,
  logSources: readonly LogSource[],
): readonly FieldRow[] {
  const tables = tablesOf(schema, logSources);
  const own = tables.flatMap((table) => table.byNative(native));
  const plain = own.length > 0 || schema !== 'splunk' ? null : withoutDataSet(native.split('.'));
  return plain === null ? own : tables.flatMap((table) => table.byNative(plain.join('.')));
}

/** Is a rule's own name read in events under the catalog's names? (src/engine/event/native-on-ecs.ts) */
function isReadBack({ name, derivation, back }: FieldRow): boolean {
  if (derivation?.kind === 'said') return true;
  if (name.includes('.*.')) return false;
  return derivation === null || derivation.kind === 'ip' || back !== undefined;
}

const AUDITD = rawTables([{ product: 'linux', category: null, service: 'auditd' }]);

/** Do the log source's own names lead to an ECS name? */
function isReadFromOthers(name: string, logSources: readonly LogSource[]): boolean {
  const systems = logSources.map(({ product }) => product);
  // What Sysmon for Linux and auditd record is among what a rule for Linux watches.
  const isLinux = systems.includes('linux');
  if (SAID_BY_CHANNEL.has(name) && (isLinux || systems.includes('windows'))) return true;
  if (SAID_BY_EXECVE.has(name) && isLinux) return true;
  const tables = [...rawTables(logSources), ...tablesOf('windows', logSources), ...(isLinux ? AUDITD : [])];
  return tables.some((table) => {
    const row = table.byName(name);
    return row !== null && row.derivation?.kind !== 'other_spelling';
  });
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

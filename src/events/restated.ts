/**
 * Records that an answer or a collector writes in pieces: a table's rows beside its columns, a field and its value an entry each, names run together. They are
 * put together again; where a query may have chosen the fields, it is none, for what was left out is not absent.
 */
import { isObject } from './json-object.ts';
import type { JsonObject } from './json-object.ts';

export interface Restated {
  /** As the answer names what was opened. */
  readonly name: string;
  /** Where in the object they stood, and what they are. */
  readonly values: readonly { readonly path: string; readonly value: unknown }[];
}

/** Null: nothing is written so. */
export function restated(value: JsonObject | readonly unknown[]): Restated | null {
  if (!isObject(value)) return fieldList(value);
  return table(value) ?? openTelemetryValue(value) ?? graylogBeat(value);
}

/** By the keys of the answer (folded): where its columns stand, and its rows or the columns' values. */
const TABLES: readonly {
  readonly name: string;
  readonly columns: string;
  readonly rows: string;
  readonly isByColumn?: true;
}[] = [
  // https://learn.microsoft.com/azure/azure-monitor/logs/api/response-format, and of Kusto's own API
  { name: 'Log Analytics table', columns: 'columns', rows: 'rows' },
  // https://docs.splunk.com/Documentation/Splunk/latest/RESTREF/RESTsearch: json_rows and json_cols
  { name: 'Splunk rows', columns: 'fields', rows: 'rows' },
  { name: 'Splunk columns', columns: 'fields', rows: 'columns', isByColumn: true },
];

function table(answer: JsonObject): Restated | null {
  const keys = new Map(Object.keys(answer).map((key) => [key.toLowerCase(), key]));
  for (const { name, columns, rows, isByColumn } of TABLES) {
    const [columnsKey, rowsKey] = [keys.get(columns), keys.get(rows)];
    if (columnsKey === undefined || rowsKey === undefined) continue;
    const [heads, lists] = [namesOf(answer[columnsKey]), listsOf(answer[rowsKey])];
    if (heads === null || lists === null || !isWholeRow(heads)) continue;
    const cells = isByColumn === true ? turned(lists) : lists;
    const values = cells.map((row, at) => ({
      path: `${rowsKey}[${at}]`,
      value: Object.fromEntries(heads.map((head, column) => [head, row[column]])),
    }));
    return { name, values };
  }
  return null;
}

/** A query that chooses columns leaves out the tenant's, which nobody looks at; a row with its text has all. */
function isWholeRow(names: readonly string[]): boolean {
  return names.includes('_raw') || (names.includes('TenantId') && names.includes('Type'));
}

function namesOf(columns: unknown): readonly string[] | null {
  if (!Array.isArray(columns)) return null;
  const names = (columns as unknown[]).map((column) =>
    isObject(column) ? (column['name'] ?? column['ColumnName'] ?? column['Name']) : column,
  );
  return names.every((name) => typeof name === 'string') ? names : null;
}

function listsOf(rows: unknown): readonly (readonly unknown[])[] | null {
  return Array.isArray(rows) && (rows as unknown[]).every((row) => Array.isArray(row))
    ? (rows as readonly (readonly unknown[])[])
    : null;
}

function turned(columns: readonly (readonly unknown[])[]): readonly (readonly unknown[])[] {
  return (columns[0] ?? []).map((_value, row) => columns.map((column) => column[row]));
}

/** The whole record of a row of CloudWatch Logs Insights: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_ResultField.html */
const MESSAGE = '@message';

function fieldList(list: readonly unknown[]): Restated | null {
  if (list.length === 0 || !list.every(isObject)) return null;
  const at = list.findIndex((entry) => entry['field'] === MESSAGE);
  if (at >= 0 && list.every((entry) => typeof entry['field'] === 'string'))
    return {
      name: 'CloudWatch Logs Insights row',
      values: [{ path: `[${at}].value`, value: list[at]?.['value'] }],
    };
  if (!list.every((entry) => typeof entry['key'] === 'string' && isAnyValue(entry['value']))) return null;
  return { name: 'OpenTelemetry attributes', values: [{ path: '', value: ofKeys(list, 0) }] };
}

/** https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding, AnyValue */
const ANY_VALUE = [
  'stringValue',
  'boolValue',
  'intValue',
  'doubleValue',
  'arrayValue',
  'kvlistValue',
  'bytesValue',
];
const MAX_DEPTH = 50;

function isAnyValue(value: unknown): value is JsonObject {
  if (!isObject(value)) return false;
  const keys = Object.keys(value);
  return keys.length <= 1 && keys.every((key) => ANY_VALUE.includes(key));
}

function openTelemetryValue(value: JsonObject): Restated | null {
  if (value['kvlistValue'] === undefined || !isAnyValue(value)) return null;
  return { name: 'OpenTelemetry value', values: [{ path: 'kvlistValue', value: plain(value, 0) }] };
}

function plain(value: unknown, depth: number): unknown {
  if (!isObject(value) || depth > MAX_DEPTH) return undefined;
  const [[kind, own] = ['', undefined]] = Object.entries(value);
  if (kind === 'kvlistValue') return isObject(own) ? ofKeys(own['values'], depth + 1) : {};
  if (kind === 'arrayValue')
    return isObject(own) && Array.isArray(own['values'])
      ? (own['values'] as unknown[]).map((each) => plain(each, depth + 1))
      : [];
  // Whole numbers are texts, as JSON has none of 64 bits.
  return kind === 'intValue' && Number.isSafeInteger(Number(own)) ? Number(own) : own;
}

function ofKeys(list: unknown, depth: number): Record<string, unknown> {
  const entries = (Array.isArray(list) ? (list as unknown[]) : []).filter(isObject);
  return Object.fromEntries(entries.map((entry) => [String(entry['key']), plain(entry['value'], depth + 1)]));
}

/** Graylog's input for beats: https://go2docs.graylog.org/current/getting_in_log_data/beats_input.html. As GELF, each name has an underscore before it. */
const OF_BEAT = /^_?winlogbeat_(?<name>\w.*)$/;
/** Of the names of version 7 and later (https://www.elastic.co/docs/reference/beats/winlogbeat/exported-fields-winlog), those that were others before. */
const EARLIER_NAMES: ReadonlyMap<string, string> = new Map([
  ['channel', 'log_name'],
  ['provider_name', 'source_name'],
]);
const SECTION = /^(?<section>event_data|user_data)_(?<field>.+)$/;

function graylogBeat(message: JsonObject): Restated | null {
  const fields: (readonly [string, unknown])[] = [];
  const sections = new Map<string, (readonly [string, unknown])[]>();
  for (const [key, value] of Object.entries(message)) {
    const name = OF_BEAT.exec(key)?.groups?.['name']?.replace(/^winlog_/, '');
    if (name === undefined) continue;
    const { section, field } = SECTION.exec(name)?.groups ?? {};
    if (section === undefined || field === undefined) fields.push([EARLIER_NAMES.get(name) ?? name, value]);
    else sections.set(section, [...(sections.get(section) ?? []), [field, value]]);
  }
  if (fields.length === 0) return null;
  const inner = [...sections].map(([name, own]) => [name, Object.fromEntries(own)] as const);
  return {
    name: 'Graylog message of Winlogbeat',
    values: [{ path: '', value: Object.fromEntries([...fields, ...inner]) }],
  };
}

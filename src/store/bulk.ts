// Inserts many rows with one statement: they travel as one JSON parameter, which costs the same as arrays and reads better.
import type { Queryable } from './client.ts';

/**
 * Column → SQL type. The keys of a row are the columns. A `json` column's value is a JSON text: nested as it is, Postgres would read its
 * escapes, and refuse \u0000.
 */
export type Columns = Readonly<Record<string, string>>;
export type Row<C extends Columns> = Readonly<Record<keyof C, unknown>>;

/** JSON arrays of rows, UTF-8, as they go from thread to thread without a copy: none without rows, several where one would be too large. */
export type JsonRows = readonly Uint8Array<ArrayBuffer>[];

/** Fits the memory of the embedded database with room to spare. */
const MAX_ROWS = 20_000;

export function jsonRows(rows: readonly unknown[]): JsonRows {
  const count = Math.ceil(rows.length / MAX_ROWS);
  // Not a `Buffer`: that may be a piece of one that others use, which cannot be handed over.
  const encoder = new TextEncoder();
  return Array.from({ length: count }, (_, at) =>
    encoder.encode(JSON.stringify(rows.slice(at * MAX_ROWS, (at + 1) * MAX_ROWS))),
  );
}

/** JSON on its way to `recordset`. Base64, because Prisma writes parameters as JSON and reads them again: nothing in it needs an escape. */
export function jsonParameter(json: string | Uint8Array<ArrayBuffer>): string {
  const bytes =
    typeof json === 'string'
      ? Buffer.from(json, 'utf8')
      : Buffer.from(json.buffer, json.byteOffset, json.byteLength);
  return bytes.toString('base64');
}

/** How rows are stored that are more than their columns say. */
export interface Insertion {
  /** SQL for columns which do not hold what the incoming one of that name does; $2 and on are `parameters`. */
  readonly values?: Readonly<Record<string, string>>;
  readonly parameters?: readonly unknown[];
  /** Incoming columns that are only for `values`. */
  readonly unstored?: readonly string[];
  readonly onConflict?: string;
}

export async function insertRows(
  db: Queryable,
  table: string,
  columns: Columns,
  rows: JsonRows,
  { values = {}, parameters = [], unstored = [], onConflict = '' }: Insertion = {},
): Promise<void> {
  const stored = { ...incomingColumns(columns), ...values };
  const names = Object.keys(stored).filter((name) => !unstored.includes(name));
  const sql = `INSERT INTO "${table}" (${names.map((name) => `"${name}"`).join(', ')})
    SELECT ${names.map((name) => stored[name]).join(', ')} FROM ${recordset('$1', columns)} ${onConflict}`;
  for (const json of rows) await db.$executeRawUnsafe(sql, jsonParameter(json), ...parameters);
}

export function columnList(columns: Columns): string {
  return Object.keys(columns)
    .map((name) => `"${name}"`)
    .join(', ');
}

/** What to select of a recordset for these columns. */
export function incomingList(columns: Columns): string {
  return Object.values(incomingColumns(columns)).join(', ');
}

function incomingColumns(columns: Columns): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(columns).map(([name, type]) => [
      name,
      type === 'json' ? `incoming."${name}"::json` : `incoming."${name}"`,
    ]),
  );
}

/** The rows of a `jsonParameter` as a table named `incoming`. */
export function recordset(parameter: string, columns: Columns): string {
  const list = Object.entries(columns).map(([name, type]) => `"${name}" ${type === 'json' ? 'text' : type}`);
  const json = `convert_from(decode(${parameter}, 'base64'), 'UTF8')::json`;
  return `json_to_recordset(${json}) AS incoming(${list.join(', ')})`;
}

// Inserts many rows with one statement: they travel as one JSON parameter, which costs the same as arrays and reads better.
import type { Queryable } from './client.ts';

/**
 * Column → SQL type. The keys of a row are the columns. A `json` column's value is a JSON text: nested as it is, Postgres would read its
 * escapes, and refuse \u0000.
 */
export type Columns = Readonly<Record<string, string>>;
export type Row<C extends Columns> = Readonly<Record<keyof C, unknown>>;

/** Fits the memory of the embedded database with room to spare. */
const MAX_ROWS = 20_000;

export async function insertRows<C extends Columns>(
  db: Queryable,
  table: string,
  columns: C,
  rows: readonly Row<C>[],
  onConflict = '',
): Promise<void> {
  const sql = `INSERT INTO "${table}" (${columnList(columns)})
    SELECT ${incomingList(columns)} FROM ${recordset('$1', columns)} ${onConflict}`;
  for (let start = 0; start < rows.length; start += MAX_ROWS) {
    await db.$executeRawUnsafe(sql, JSON.stringify(rows.slice(start, start + MAX_ROWS)));
  }
}

export function columnList(columns: Columns): string {
  return Object.keys(columns)
    .map((name) => `"${name}"`)
    .join(', ');
}

/** What to select of a recordset for these columns. */
export function incomingList(columns: Columns): string {
  return Object.entries(columns)
    .map(([name, type]) => (type === 'json' ? `"${name}"::json` : `"${name}"`))
    .join(', ');
}

/** The rows of a JSON parameter as a table named `incoming`. */
export function recordset(parameter: string, columns: Columns): string {
  const list = Object.entries(columns).map(([name, type]) => `"${name}" ${type === 'json' ? 'text' : type}`);
  return `json_to_recordset(${parameter}::json) AS incoming(${list.join(', ')})`;
}

// Writes the things that the rules of a batch share, where they are new: log sources, fields, and what has a row id.
import { columnList, incomingList, insertRows, jsonParameter, recordset } from './bulk.ts';
import type { Columns } from './bulk.ts';
import type { Queryable } from './client.ts';
import { ACTION_COLUMNS, FIELD_COLUMNS, LOG_SOURCE_COLUMNS, PREDICATE_KEY_COLUMNS } from './fact-rows.ts';
import type { Keys, KeyTable, RuleBatch } from './rule-batch.ts';
import type { WriteContext } from './write-context.ts';

/** Row ids of the batch's keys, each kind in the order of its places. */
export type KeyRowIds = Readonly<Record<KeyTable, readonly number[]>>;

export async function writeShared(
  db: Queryable,
  { logSources, fields, keys }: RuleBatch,
  { rowIds }: WriteContext,
): Promise<KeyRowIds> {
  const once = { onConflict: 'ON CONFLICT DO NOTHING' };
  // Before the actions, which refer to them.
  await insertRows(db, 'log_source', LOG_SOURCE_COLUMNS, logSources, once);
  await insertRows(db, 'field', FIELD_COLUMNS, fields, once);
  return {
    indicator: await ensureKeys(db, 'indicator', PREDICATE_KEY_COLUMNS, keys.indicator, rowIds.indicator),
    exclusion: await ensureKeys(db, 'exclusion', PREDICATE_KEY_COLUMNS, keys.exclusion, rowIds.exclusion),
    action: await ensureKeys(db, 'action', ACTION_COLUMNS, keys.action, rowIds.action),
  };
}

/** Adds the keys that are new, and returns the row ids of all of them. A new key is counted once: most stay so. */
async function ensureKeys(
  db: Queryable,
  table: KeyTable,
  columns: Columns,
  { ids, rows }: Keys,
  rowIds: Map<string, number>,
): Promise<readonly number[]> {
  const fresh = rows.filter((_, at) => !rowIds.has(ids[at] ?? ''));
  if (fresh.length > 0) {
    await collect(
      db.$queryRawUnsafe<KeyRow[]>(
        `INSERT INTO ${table} (${columnList(columns)}, rule_count, platform_count)
         SELECT ${incomingList(columns)}, 1, 1 FROM ${recordset('$1', columns)}
         ON CONFLICT (id) DO NOTHING RETURNING id, row_id`,
        jsonParameter(`[${fresh.join(',')}]`),
      ),
      rowIds,
    );
  }
  const stored = ids.filter((id) => !rowIds.has(id));
  if (stored.length > 0) {
    await collect(
      db.$queryRawUnsafe<KeyRow[]>(`SELECT id, row_id FROM ${table} WHERE id = ANY($1::text[])`, stored),
      rowIds,
    );
  }
  return ids.map((id) => known(rowIds, id));
}

interface KeyRow {
  readonly id: string;
  readonly row_id: number;
}

async function collect(found: Promise<readonly KeyRow[]>, rowIds: Map<string, number>): Promise<void> {
  for (const { id, row_id } of await found) rowIds.set(id, row_id);
}

export function known(rowIds: ReadonlyMap<string, number>, id: string): number {
  const rowId = rowIds.get(id);
  if (rowId === undefined) throw new Error(`no row was stored for ${id}`);
  return rowId;
}

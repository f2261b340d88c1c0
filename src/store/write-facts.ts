// Writes what was derived from a batch of rules: the things that rules share, where they are new, and who has them.
import { columnList, incomingList, insertRows, recordset } from './bulk.ts';
import type { Columns, Row } from './bulk.ts';
import type { Queryable } from './client.ts';
import {
  ACTION_COLUMNS,
  actionId,
  actionRow,
  FIELD_COLUMNS,
  fieldRow,
  LOG_SOURCE_COLUMNS,
  logSourceId,
  logSourceRow,
  PREDICATE_KEY_COLUMNS,
  PREDICATE_PLACE_COLUMNS,
  predicateRows,
  RULE_FIELD_COLUMNS,
  ruleFieldRows,
} from './fact-rows.ts';
import { keyText, storedText } from './stored-text.ts';
import type { KnownRowIds, PlacedRules, WriteContext } from './write-context.ts';

export async function writeFacts(db: Queryable, placed: PlacedRules, context: WriteContext): Promise<void> {
  await writeLogSources(db, placed);
  await writePredicates(db, placed, 'indicator', context);
  await writePredicates(db, placed, 'exclusion', context);
  await writeFields(db, placed);
  await writeActions(db, placed, context);
  await writeTechniques(db, placed, context);
}

async function writeLogSources(db: Queryable, placed: PlacedRules): Promise<void> {
  const sources = placed.flatMap(({ catalogRule: { rule, facts } }) => [
    ...rule.logSources,
    ...facts.actions.map(({ logSource }) => logSource),
  ]);
  const rows = uniqueBy(sources.map(logSourceRow), ({ id }) => id);
  await insertRows(db, 'log_source', LOG_SOURCE_COLUMNS, rows, 'ON CONFLICT (id) DO NOTHING');
  const columns = { rule_row_id: 'int', position: 'int', log_source_id: 'text' };
  await insertRows(
    db,
    'rule_log_source',
    columns,
    placed.flatMap(({ rowId, catalogRule }) =>
      [...new Set(catalogRule.rule.logSources.map(logSourceId))].map((id, position) => ({
        rule_row_id: rowId,
        position,
        log_source_id: id,
      })),
    ),
  );
}

async function writePredicates(
  db: Queryable,
  placed: PlacedRules,
  table: 'indicator' | 'exclusion',
  context: WriteContext,
): Promise<void> {
  const predicates = placed.map(({ rowId, catalogRule: { facts } }) => ({
    rowId,
    ...predicateRows(table === 'indicator' ? facts.indicators : facts.exclusions),
  }));
  const keys = predicates.flatMap((rule) => rule.keys);
  const rowIds = await ensureKeys(db, table, PREDICATE_KEY_COLUMNS, keys, context.rowIds[table]);
  await insertRows(
    db,
    `rule_${table}`,
    { rule_row_id: 'int', [`${table}_row_id`]: 'int', ...PREDICATE_PLACE_COLUMNS },
    predicates.flatMap(({ rowId, places }) =>
      places.map(({ keyId, ...place }) => ({
        ...place,
        rule_row_id: rowId,
        [`${table}_row_id`]: known(rowIds, keyId),
      })),
    ),
  );
}

async function writeFields(db: Queryable, placed: PlacedRules): Promise<void> {
  const fields = placed.flatMap(({ catalogRule }) => catalogRule.facts.fields);
  const rows = uniqueBy(fields.map(fieldRow), ({ name }) => name);
  await insertRows(db, 'field', FIELD_COLUMNS, rows, 'ON CONFLICT (name) DO NOTHING');
  await insertRows(
    db,
    'rule_field',
    RULE_FIELD_COLUMNS,
    placed.flatMap(({ rowId, catalogRule }) => ruleFieldRows(catalogRule.facts.fields, rowId)),
  );
}

async function writeActions(db: Queryable, placed: PlacedRules, context: WriteContext): Promise<void> {
  const actions = placed.flatMap(({ catalogRule }) => catalogRule.facts.actions);
  const rowIds = await ensureKeys(
    db,
    'action',
    ACTION_COLUMNS,
    actions.map(actionRow),
    context.rowIds.action,
  );
  await insertRows(
    db,
    'rule_action',
    { rule_row_id: 'int', action_row_id: 'int' },
    placed.flatMap(({ rowId, catalogRule }) =>
      [...new Set(catalogRule.facts.actions.map(actionId))].map((id) => ({
        rule_row_id: rowId,
        action_row_id: known(rowIds, id),
      })),
    ),
  );
}

async function writeTechniques(db: Queryable, placed: PlacedRules, context: WriteContext): Promise<void> {
  const idIn = (ids: ReadonlySet<string>, id: string | null): string | null =>
    id !== null && ids.has(id) ? id : null;
  await insertRows(
    db,
    'rule_technique',
    {
      rule_row_id: 'int',
      position: 'int',
      declared: 'text',
      technique_id: 'text',
      tactic_id: 'text',
      mapping_status: 'text',
      replaced_by: 'text',
    },
    placed.flatMap(({ rowId, catalogRule }) =>
      catalogRule.facts.techniques.map((technique, position) => ({
        rule_row_id: rowId,
        position,
        declared: storedText(technique.declared),
        technique_id: idIn(context.techniqueIds, technique.technique),
        tactic_id: idIn(context.tacticIds, technique.tactic),
        mapping_status: technique.mappingStatus,
        replaced_by: technique.replacedBy === null ? null : keyText(technique.replacedBy),
      })),
    ),
  );
}

/** Adds the keys that are new, and returns the row ids of all of them. A new key is counted once: most stay so. */
async function ensureKeys<C extends Columns>(
  db: Queryable,
  table: keyof KnownRowIds,
  columns: C,
  rows: readonly (Row<C> & { readonly id: string })[],
  rowIds: Map<string, number>,
): Promise<ReadonlyMap<string, number>> {
  const fresh = uniqueBy(rows, ({ id }) => id).filter(({ id }) => !rowIds.has(id));
  const inserted = await db.$queryRawUnsafe<KeyRow[]>(
    `INSERT INTO ${table} (${columnList(columns)}, rule_count, platform_count)
     SELECT ${incomingList(columns)}, 1, 1 FROM ${recordset('$1', columns)}
     ON CONFLICT (id) DO NOTHING RETURNING id, row_id`,
    JSON.stringify(fresh),
  );
  for (const { id, row_id } of inserted) rowIds.set(id, row_id);
  const stored = fresh.map(({ id }) => id).filter((id) => !rowIds.has(id));
  const found = await db.$queryRawUnsafe<KeyRow[]>(
    `SELECT id, row_id FROM ${table} WHERE id = ANY($1::text[])`,
    stored,
  );
  for (const { id, row_id } of found) rowIds.set(id, row_id);
  return rowIds;
}

interface KeyRow {
  readonly id: string;
  readonly row_id: number;
}

export function known(rowIds: ReadonlyMap<string, number>, id: string): number {
  const rowId = rowIds.get(id);
  if (rowId === undefined) throw new Error(`no row was stored for ${id}`);
  return rowId;
}

function uniqueBy<T>(rows: readonly T[], keyOf: (row: T) => string): readonly T[] {
  const first = new Map<string, T>();
  for (const row of rows) {
    const key = keyOf(row);
    if (!first.has(key)) first.set(key, row);
  }
  return [...first.values()];
}

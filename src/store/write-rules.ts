// Writes a batch of rules with all that belongs to them: a fixed number of statements, however many rules.
import type { CatalogRule } from '../analysis/catalog-rule.ts';
import type { PredicateFact } from '../analysis/facts.ts';
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
  predicateRows,
  RULE_FIELD_COLUMNS,
  ruleFieldRows,
} from './fact-rows.ts';
import {
  DIAGNOSTIC_COLUMNS,
  diagnosticRows,
  OUTPUT_FIELD_COLUMNS,
  outputFieldRows,
  RULE_COLUMNS,
  RULE_TEST_COLUMNS,
  ruleRow,
  SEARCH_COLUMNS,
  STAGE_COLUMNS,
  stageRows,
  testRows,
} from './rule-rows.ts';
import { keyText, storedText } from './stored-text.ts';

export interface WriteContext {
  readonly sourceId: string;
  readonly platformId: string;
  /** Of the source, for rules that declare none. */
  readonly licence: string | null;
  readonly now: Date;
  /** The ATT&CK ids that the database knows: others stay as declared. */
  readonly techniqueIds: ReadonlySet<string>;
  readonly tacticIds: ReadonlySet<string>;
  readonly rowIds: KnownRowIds;
}

/** Row ids found so far, by id: most indicators of a batch occurred in an earlier one. Lives as long as one import. */
export type KnownRowIds = Readonly<Record<'indicator' | 'exclusion' | 'action', Map<string, number>>>;

/** Rules with the row ids that they were given. */
type PlacedRules = readonly { readonly rowId: number; readonly catalogRule: CatalogRule }[];

/** Inserts new rules and replaces those that are there under the same id. */
export async function writeRules(
  db: Queryable,
  catalogRules: readonly CatalogRule[],
  context: WriteContext,
): Promise<void> {
  const rowIds = await upsertRules(db, catalogRules, context);
  await deleteParts(db, [...rowIds.values()]);
  const placed = catalogRules.map((catalogRule) => ({
    rowId: known(rowIds, catalogRule.rule.id),
    catalogRule,
  }));
  await writeOwnParts(db, placed, context);
  await writeLogSources(db, placed);
  await writePredicates(db, placed, 'indicator', context);
  await writePredicates(db, placed, 'exclusion', context);
  await writeFields(db, placed);
  await writeActions(db, placed, context);
  await writeTechniques(db, placed, context);
}

/** Columns by which a reader sees that a rule changed; a new version of the program may change a hash alone. */
const VISIBLE = [
  'title',
  'description',
  'native_severity',
  'status',
  'body',
  'condition_text',
  'canonical_hash',
  'parse_status',
  'authors',
  'tags',
  'reference_urls',
  'false_positives',
  'modified',
];

async function upsertRules(
  db: Queryable,
  catalogRules: readonly CatalogRule[],
  { sourceId, platformId, licence, now }: WriteContext,
): Promise<ReadonlyMap<string, number>> {
  const names = Object.keys(RULE_COLUMNS);
  const fixed = ['platform_id', 'source_id', 'licence', 'search_text', 'imported_at', 'changed_at'];
  const replaced = [...names, ...fixed].filter((name) => !['id', 'imported_at', 'changed_at'].includes(name));
  const tuple = (table: string): string => VISIBLE.map((name) => `${table}."${name}"`).join(', ');
  const sql = `
    INSERT INTO rule (${columnList(RULE_COLUMNS)}, ${fixed.join(', ')})
    SELECT ${incomingList(RULE_COLUMNS)},
      $2, $3, coalesce(own_licence, $4), ${searchVector()}, $5::timestamptz, $5::timestamptz
    FROM ${recordset('$1', { ...RULE_COLUMNS, ...SEARCH_COLUMNS })}
    ON CONFLICT (id) DO UPDATE SET
      ${replaced.map((name) => `${name} = excluded.${name}`).join(', ')},
      changed_at = CASE WHEN (${tuple('rule')}) IS DISTINCT FROM (${tuple('excluded')})
        THEN excluded.changed_at ELSE rule.changed_at END
    RETURNING id, row_id`;
  const rows = await db.$queryRawUnsafe<{ id: string; row_id: number }[]>(
    sql,
    JSON.stringify(catalogRules.map(ruleRow)),
    platformId,
    sourceId,
    licence,
    now.toISOString(),
  );
  return new Map(rows.map(({ id, row_id }) => [id, row_id]));
}

function searchVector(): string {
  const weighted = ['A', 'B', 'C', 'D'].map(
    (weight) => `setweight(to_tsvector('english', search_${weight.toLowerCase()}), '${weight}')`,
  );
  return weighted.join(' || ');
}

const PART_TABLES = [
  'rule_log_source',
  'stage',
  'output_field',
  'rule_indicator',
  'rule_exclusion',
  'rule_field',
  'rule_action',
  'rule_technique',
  'rule_test',
  'diagnostic',
];

async function deleteParts(db: Queryable, rowIds: readonly number[]): Promise<void> {
  for (const table of PART_TABLES) {
    await db.$executeRawUnsafe(`DELETE FROM ${table} WHERE rule_row_id = ANY($1::int[])`, rowIds);
  }
}

async function writeOwnParts(db: Queryable, placed: PlacedRules, { sourceId }: WriteContext): Promise<void> {
  const rows = <C extends Columns>(
    of: (catalogRule: CatalogRule, rowId: number) => readonly Row<C>[],
  ): readonly Row<C>[] => placed.flatMap(({ catalogRule, rowId }) => of(catalogRule, rowId));
  await insertRows(
    db,
    'stage',
    STAGE_COLUMNS,
    rows(({ rule }, rowId) => stageRows(rule, rowId)),
  );
  await insertRows(
    db,
    'output_field',
    OUTPUT_FIELD_COLUMNS,
    rows(({ rule }, rowId) => outputFieldRows(rule, rowId)),
  );
  await insertRows(db, 'rule_test', RULE_TEST_COLUMNS, rows(testRows));
  await insertRows(
    db,
    'diagnostic',
    DIAGNOSTIC_COLUMNS,
    rows(({ rule }, ruleRowId) => diagnosticRows(rule.diagnostics, { sourceId, path: rule.path, ruleRowId })),
  );
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
  const factsOf = ({ facts }: CatalogRule): readonly PredicateFact[] =>
    table === 'indicator' ? facts.indicators : facts.exclusions;
  const predicates = placed.map(({ rowId, catalogRule }) => ({
    rowId,
    ...predicateRows(factsOf(catalogRule)),
  }));
  const keys = predicates.flatMap((rule) => rule.keys);
  const rowIds = await ensureKeys(db, table, PREDICATE_KEY_COLUMNS, keys, context.rowIds[table]);
  await insertRows(
    db,
    `rule_${table}`,
    {
      rule_row_id: 'int',
      predicate: 'int',
      position: 'int',
      [`${table}_row_id`]: 'int',
      kind: 'text',
      native_field: 'text',
      native_value: 'text',
      case_sensitive: 'boolean',
      quantifier: 'text',
    },
    predicates.flatMap(({ rowId, places }) =>
      places.map((place) => ({
        rule_row_id: rowId,
        predicate: place.predicate,
        position: place.position,
        [`${table}_row_id`]: known(rowIds, place.keyId),
        kind: place.kind,
        native_field: place.nativeField,
        native_value: place.nativeValue,
        case_sensitive: place.caseSensitive,
        quantifier: place.quantifier,
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

function known(rowIds: ReadonlyMap<string, number>, id: string): number {
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

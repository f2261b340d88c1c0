// Writes a batch of rules with all that belongs to them: a fixed number of statements, however many rules.
import type { CatalogRule } from '../analysis/catalog-rule.ts';
import { columnList, incomingList, insertRows, recordset } from './bulk.ts';
import type { Columns, Row } from './bulk.ts';
import type { Queryable } from './client.ts';
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
import type { PlacedRules, WriteContext } from './write-context.ts';
import { known, writeFacts } from './write-facts.ts';

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
  await writeFacts(db, placed, context);
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

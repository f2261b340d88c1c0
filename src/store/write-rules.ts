// Writes a batch of rules with all that belongs to them: a fixed number of statements, however many rules.
import { columnList, incomingList, insertRows, jsonParameter, recordset } from './bulk.ts';
import type { Columns, Insertion, JsonRows } from './bulk.ts';
import type { Queryable } from './client.ts';
import {
  PREDICATE_PLACE_COLUMNS,
  RULE_ACTION_COLUMNS,
  RULE_FIELD_COLUMNS,
  RULE_LOG_SOURCE_COLUMNS,
  RULE_TECHNIQUE_COLUMNS,
} from './fact-rows.ts';
import type { KeyTable, PartTable, RuleBatch } from './rule-batch.ts';
import {
  DIAGNOSTIC_COLUMNS,
  OUTPUT_FIELD_COLUMNS,
  RULE_COLUMNS,
  RULE_TEST_COLUMNS,
  SEARCH_COLUMNS,
  STAGE_COLUMNS,
} from './rule-rows.ts';
import type { WriteContext } from './write-context.ts';
import { known, writeShared } from './write-shared.ts';
import type { KeyRowIds } from './write-shared.ts';

/** Inserts new rules and replaces those that are there under the same id. */
export async function writeRules(db: Queryable, batch: RuleBatch, context: WriteContext): Promise<void> {
  const { rowIds, replaced } = await upsertRules(db, batch, context);
  if (replaced.length > 0) await deleteParts(db, replaced);
  const keyRowIds = await writeShared(db, batch, context);
  for (const [table, part] of PARTS)
    await insertRows(db, table, part.columns, batch.parts[table], partInsertion(part, rowIds, keyRowIds));
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

interface UpsertedRules {
  /** In the order of the batch. */
  readonly rowIds: readonly number[];
  /** Of rules that were there before. */
  readonly replaced: readonly number[];
}

async function upsertRules(
  db: Queryable,
  { ids, rules }: RuleBatch,
  { sourceId, platformId, licence, now }: WriteContext,
): Promise<UpsertedRules> {
  const found = new Map<string, number>();
  const replaced: number[] = [];
  for (const json of rules) {
    const rows = await db.$queryRawUnsafe<{ id: string; row_id: number; is_new: boolean }[]>(
      UPSERT,
      jsonParameter(json),
      platformId,
      sourceId,
      licence,
      now.toISOString(),
    );
    for (const { id, row_id, is_new } of rows) {
      found.set(id, row_id);
      if (!is_new) replaced.push(row_id);
    }
  }
  return { rowIds: ids.map((id) => known(found, id)), replaced };
}

function searchVector(): string {
  const weighted = ['A', 'B', 'C', 'D'].map(
    (weight) => `setweight(to_tsvector('english', search_${weight.toLowerCase()}), '${weight}')`,
  );
  return weighted.join(' || ');
}

const UPSERT = upsertSql();

function upsertSql(): string {
  const names = Object.keys(RULE_COLUMNS);
  const fixed = ['platform_id', 'source_id', 'licence', 'search_text', 'imported_at', 'changed_at'];
  const updated = [...names, ...fixed].filter((name) => !['id', 'imported_at', 'changed_at'].includes(name));
  const tuple = (table: string): string => VISIBLE.map((name) => `${table}."${name}"`).join(', ');
  // A row that was never another has no xmax.
  return `
    INSERT INTO rule (${columnList(RULE_COLUMNS)}, ${fixed.join(', ')})
    SELECT ${incomingList(RULE_COLUMNS)},
      $2, $3, coalesce(own_licence, $4), ${searchVector()}, $5::timestamptz, $5::timestamptz
    FROM ${recordset('$1', { ...RULE_COLUMNS, ...SEARCH_COLUMNS })}
    ON CONFLICT (id) DO UPDATE SET
      ${updated.map((name) => `${name} = excluded.${name}`).join(', ')},
      changed_at = CASE WHEN (${tuple('rule')}) IS DISTINCT FROM (${tuple('excluded')})
        THEN excluded.changed_at ELSE rule.changed_at END
    RETURNING id, row_id, xmax = 0 AS is_new`;
}

interface Part {
  readonly columns: Columns;
  /** What its `key` names. */
  readonly key?: KeyTable;
  /** SQL for columns whose incoming value may be unknown here. */
  readonly values?: Readonly<Record<string, string>>;
}

/** ATT&CK ids that the database does not know stay as declared. */
const ATTACK_VALUES = {
  technique_id: '(SELECT id FROM technique WHERE id = incoming.technique_id)',
  tactic_id: '(SELECT id FROM tactic WHERE id = incoming.tactic_id)',
};

const PART_OF: Readonly<Record<PartTable, Part>> = {
  rule_log_source: { columns: RULE_LOG_SOURCE_COLUMNS },
  stage: { columns: STAGE_COLUMNS },
  output_field: { columns: OUTPUT_FIELD_COLUMNS },
  rule_indicator: { columns: PREDICATE_PLACE_COLUMNS, key: 'indicator' },
  rule_exclusion: { columns: PREDICATE_PLACE_COLUMNS, key: 'exclusion' },
  rule_field: { columns: RULE_FIELD_COLUMNS },
  rule_action: { columns: RULE_ACTION_COLUMNS, key: 'action' },
  rule_technique: { columns: RULE_TECHNIQUE_COLUMNS, values: ATTACK_VALUES },
  rule_test: { columns: RULE_TEST_COLUMNS },
  diagnostic: {
    columns: DIAGNOSTIC_COLUMNS,
    values: { source_id: '(SELECT source_id FROM rule WHERE row_id = ($2::int[])[incoming.rule])' },
  },
};
const PARTS = Object.entries(PART_OF) as readonly [PartTable, Part][];

function partInsertion({ key, values }: Part, rowIds: readonly number[], keyRowIds: KeyRowIds): Insertion {
  const rule = { rule_row_id: '($2::int[])[incoming.rule]' };
  const unstored = ['rule', 'key'];
  if (key === undefined) return { values: { ...rule, ...values }, parameters: [rowIds], unstored };
  const keyed = { ...rule, ...values, [`${key}_row_id`]: '($3::int[])[incoming.key]' };
  return { values: keyed, parameters: [rowIds, keyRowIds[key]], unstored };
}

/** Of files that are no readable rules. */
export async function writeFileDiagnostics(db: Queryable, rows: JsonRows, sourceId: string): Promise<void> {
  const insertion = { values: { source_id: '$2' }, parameters: [sourceId], unstored: ['rule'] };
  await insertRows(db, 'diagnostic', DIAGNOSTIC_COLUMNS, rows, insertion);
}

async function deleteParts(db: Queryable, rowIds: readonly number[]): Promise<void> {
  for (const [table] of PARTS) {
    await db.$executeRawUnsafe(`DELETE FROM ${table} WHERE rule_row_id = ANY($1::int[])`, rowIds);
  }
}

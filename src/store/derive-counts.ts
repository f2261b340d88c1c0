// Recomputes what the corpus says of things that rules share: counts, in SQL over whole tables, touching only rows that differ.
import type { Queryable } from './client.ts';
import { deriveActionRules } from './derive-action-rules.ts';

interface Shared {
  readonly table: string;
  readonly key: string;
  /** Who has it. */
  readonly join: string;
  readonly reference: string;
  /** Other tables that keep an unused row alive. */
  readonly alsoIn?: { readonly table: string; readonly reference: string };
  /** A table of the same columns that is counted instead, and made of the first when unused rows are gone. */
  readonly counted?: { readonly join: string; readonly derive: (db: Queryable) => Promise<void> };
}

const SHARED: readonly Shared[] = [
  { table: 'indicator', key: 'row_id', join: 'rule_indicator', reference: 'indicator_row_id' },
  { table: 'exclusion', key: 'row_id', join: 'rule_exclusion', reference: 'exclusion_row_id' },
  {
    table: 'action',
    key: 'row_id',
    join: 'rule_action',
    reference: 'action_row_id',
    counted: { join: 'action_rule', derive: deriveActionRules },
  },
  { table: 'field', key: 'name', join: 'rule_field', reference: 'field_name' },
  {
    table: 'log_source',
    key: 'id',
    join: 'rule_log_source',
    reference: 'log_source_id',
    alsoIn: { table: 'action', reference: 'log_source_id' },
  },
];

/** Drops what no rule has any more, and counts the rest. */
export async function deriveCounts(db: Queryable): Promise<void> {
  for (const shared of SHARED) {
    await dropUnused(db, shared);
    await shared.counted?.derive(db);
    await count(db, shared);
  }
  await spellLikeMost(db, 'indicator');
  await spellLikeMost(db, 'exclusion');
  await countRequiredFields(db);
  await deriveFieldNames(db);
}

async function dropUnused(db: Queryable, { table, key, join, reference, alsoIn }: Shared): Promise<void> {
  const unusedIn = (other: string, column: string): string =>
    `NOT EXISTS (SELECT FROM ${other} WHERE ${other}.${column} = ${table}.${key})`;
  const also = alsoIn === undefined ? '' : `AND ${unusedIn(alsoIn.table, alsoIn.reference)}`;
  if (table === 'field') await db.$executeRawUnsafe('DELETE FROM field_name');
  await db.$executeRawUnsafe(`DELETE FROM ${table} WHERE ${unusedIn(join, reference)} ${also}`);
}

async function count(db: Queryable, { table, key, reference, ...shared }: Shared): Promise<void> {
  const join = shared.counted?.join ?? shared.join;
  await db.$executeRawUnsafe(`
    UPDATE ${table} SET rule_count = counted.rules, platform_count = counted.platforms
    FROM (
      SELECT shared.${key} AS key, count(DISTINCT rule.row_id)::int AS rules,
        count(DISTINCT rule.platform_id)::int AS platforms
      FROM ${table} shared
      LEFT JOIN ${join} ON ${join}.${reference} = shared.${key}
      LEFT JOIN rule ON rule.row_id = ${join}.rule_row_id
      GROUP BY shared.${key}
    ) counted
    WHERE ${table}.${key} = counted.key
      AND (${table}.rule_count, ${table}.platform_count) IS DISTINCT FROM (counted.rules, counted.platforms)`);
}

/** A value that several rules have is shown as most of them spell it; of as many, the first in byte order. */
async function spellLikeMost(db: Queryable, table: 'indicator' | 'exclusion'): Promise<void> {
  await db.$executeRawUnsafe(`
    UPDATE ${table} SET value = spelt.value
    FROM (
      SELECT DISTINCT ON (shared.row_id) shared.row_id, place.native_value AS value
      FROM ${table} shared JOIN rule_${table} place ON place.${table}_row_id = shared.row_id
      WHERE shared.rule_count > 1 AND shared.value IS NOT NULL
      GROUP BY shared.row_id, place.native_value
      ORDER BY shared.row_id, count(DISTINCT place.rule_row_id) DESC, place.native_value COLLATE "C"
    ) spelt
    WHERE ${table}.row_id = spelt.row_id AND ${table}.value <> spelt.value`);
}

async function countRequiredFields(db: Queryable): Promise<void> {
  await db.$executeRawUnsafe(`
    UPDATE field SET required_count = counted.rules
    FROM (
      SELECT field_name, count(DISTINCT rule_row_id) FILTER (WHERE required)::int AS rules
      FROM rule_field GROUP BY field_name
    ) counted
    WHERE field.name = counted.field_name AND field.required_count <> counted.rules`);
}

async function deriveFieldNames(db: Queryable): Promise<void> {
  await db.$executeRawUnsafe(`
    INSERT INTO field_name (field_name, platform_id, native, rule_count)
    SELECT rule_field.field_name, rule.platform_id, rule_field.native_field, count(DISTINCT rule.row_id)
    FROM rule_field JOIN rule ON rule.row_id = rule_field.rule_row_id
    GROUP BY 1, 2, 3`);
}

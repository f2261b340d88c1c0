// Rules of an indicator, an action, a technique, …: pages and counts for many parents in one statement.
import type { Queryable } from '../client.ts';
import { Prisma } from '../generated/client.ts';
import type { PageRequest } from './page.ts';

/** What a rule hangs on, and the table that says so. */
const EDGES = {
  indicator: { table: 'rule_indicator', rule: 'rule_row_id', parent: 'indicator_row_id', type: 'int' },
  exclusion: { table: 'rule_exclusion', rule: 'rule_row_id', parent: 'exclusion_row_id', type: 'int' },
  action: { table: 'action_rule', rule: 'rule_row_id', parent: 'action_row_id', type: 'int' },
  technique: { table: 'rule_technique', rule: 'rule_row_id', parent: 'technique_id', type: 'text' },
  tactic: { table: 'rule_technique', rule: 'rule_row_id', parent: 'tactic_id', type: 'text' },
  field: { table: 'rule_field', rule: 'rule_row_id', parent: 'field_name', type: 'text' },
  logSource: { table: 'rule_log_source', rule: 'rule_row_id', parent: 'log_source_id', type: 'text' },
  platform: { table: 'rule', rule: 'row_id', parent: 'platform_id', type: 'text' },
  source: { table: 'rule', rule: 'row_id', parent: 'source_id', type: 'text' },
} as const;

export type RuleEdge = keyof typeof EDGES;
export type ParentKey = number | string;

interface EdgeSql {
  readonly table: Prisma.Sql;
  readonly rule: Prisma.Sql;
  readonly parent: Prisma.Sql;
  readonly keys: (parents: readonly ParentKey[]) => Prisma.Sql;
}

function edgeSql(edge: RuleEdge): EdgeSql {
  const { table, rule, parent, type } = EDGES[edge];
  const cast = Prisma.raw(`${type}[]`);
  return {
    table: Prisma.raw(table),
    rule: Prisma.raw(`e.${rule}`),
    parent: Prisma.raw(`e.${parent}`),
    keys: (parents) => Prisma.sql`${[...parents]}::${cast}`,
  };
}

export interface EdgeRow {
  readonly parent: ParentKey;
  readonly rowId: number;
}

/** For each parent its first rules after a row id, one more than asked for. */
export async function rulesOfParents(
  db: Queryable,
  edge: RuleEdge,
  parents: readonly ParentKey[],
  { first, after }: PageRequest<number>,
): Promise<readonly EdgeRow[]> {
  const { table, rule, parent, keys } = edgeSql(edge);
  return db.$queryRaw<EdgeRow[]>`
    SELECT p.key AS parent, page.row_id AS "rowId"
    FROM unnest(${keys(parents)}) AS p(key)
    CROSS JOIN LATERAL (
      SELECT DISTINCT ${rule} AS row_id FROM ${table} e
      WHERE ${parent} = p.key AND ${rule} > ${after ?? 0}::int
      ORDER BY 1 LIMIT ${first + 1}
    ) page
    ORDER BY p.key, page.row_id`;
}

export interface EdgeCount {
  readonly parent: ParentKey;
  readonly ruleCount: number;
}

/** Distinct rules of each parent that has any. */
export async function countRulesOfParents(
  db: Queryable,
  edge: RuleEdge,
  parents: readonly ParentKey[],
): Promise<readonly EdgeCount[]> {
  const { table, rule, parent, keys } = edgeSql(edge);
  return db.$queryRaw<EdgeCount[]>`
    SELECT ${parent} AS parent, count(DISTINCT ${rule})::int AS "ruleCount"
    FROM ${table} e WHERE ${parent} = ANY(${keys(parents)})
    GROUP BY 1`;
}

export interface EdgePlatformCount extends EdgeCount {
  readonly platformId: string;
}

/** Distinct rules of each parent and platform. */
export async function platformCountsOfParents(
  db: Queryable,
  edge: RuleEdge,
  parents: readonly ParentKey[],
): Promise<readonly EdgePlatformCount[]> {
  const { table, rule, parent, keys } = edgeSql(edge);
  return db.$queryRaw<EdgePlatformCount[]>`
    SELECT ${parent} AS parent, r.platform_id AS "platformId", count(DISTINCT r.row_id)::int AS "ruleCount"
    FROM ${table} e JOIN rule r ON r.row_id = ${rule}
    WHERE ${parent} = ANY(${keys(parents)})
    GROUP BY 1, 2 ORDER BY 1, 2`;
}

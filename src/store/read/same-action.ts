// Same-action links of rules, grouped by platform.
import type { Queryable } from '../client.ts';
import { Prisma } from '../generated/client.ts';

export interface SameActionRow {
  readonly ruleRowId: number;
  readonly platformId: string;
  readonly otherRowId: number;
  readonly actionRowIds: readonly number[];
  /** Are all of them weak? */
  readonly weak: boolean;
  /** How many rules of that platform are linked in all. */
  readonly ruleCount: number;
}

/** For each rule and platform the first links: those with a telling action, then those with the most shared actions. */
export async function sameActionLinks(
  db: Queryable,
  rowIds: readonly number[],
  platforms: readonly string[] | null,
  first: number,
): Promise<readonly SameActionRow[]> {
  const only =
    platforms === null ? Prisma.empty : Prisma.sql`AND o.platform_id = ANY(${[...platforms]}::text[])`;
  return db.$queryRaw<SameActionRow[]>`
    SELECT "ruleRowId", "platformId", "otherRowId", "actionRowIds", weak, "ruleCount"
    FROM (
      SELECT l.rule_row_id AS "ruleRowId", o.platform_id AS "platformId", l.other_row_id AS "otherRowId",
        l.action_row_ids AS "actionRowIds", l.weak,
        (count(*) OVER (PARTITION BY l.rule_row_id, o.platform_id))::int AS "ruleCount",
        row_number() OVER (PARTITION BY l.rule_row_id, o.platform_id
          ORDER BY l.weak, cardinality(l.action_row_ids) DESC, l.other_row_id) AS place
      FROM action_link l JOIN rule o ON o.row_id = l.other_row_id
      WHERE l.rule_row_id = ANY(${[...rowIds]}::int[]) ${only}
    ) link
    WHERE place <= ${first}
    ORDER BY "ruleRowId", "platformId", place`;
}

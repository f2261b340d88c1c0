// Full-text search over rules, best hits first.
import type { Queryable } from '../client.ts';
import { Prisma } from '../generated/client.ts';
import { searchQuery } from '../search-text.ts';
import { pageOf } from './page.ts';
import type { Page, PageRequest } from './page.ts';

export interface SearchHit {
  readonly rowId: number;
  /** A whole number, so that a cursor can hold it exactly. */
  readonly rank: number;
  /** How many hits there are in all. */
  readonly total: number;
}

/** Rank and row id. */
export type SearchKeys = readonly [number, number];

/** `among`: row ids that the hits must be of; null: any. */
export async function searchRules(
  db: Queryable,
  text: string,
  among: readonly number[] | null,
  { first, after }: PageRequest<SearchKeys>,
): Promise<Page<SearchHit>> {
  const beyond =
    after === null
      ? Prisma.empty
      : Prisma.sql`WHERE hit.rank < ${after[0]}::int OR (hit.rank = ${after[0]}::int AND hit."rowId" > ${after[1]}::int)`;
  const rows = await db.$queryRaw<SearchHit[]>`
    SELECT hit."rowId", hit.rank, hit.total
    FROM (
      SELECT r.row_id AS "rowId", (count(*) OVER ())::int AS total,
        round(ts_rank(r.search_text, q.query)::numeric * 1000000)::int AS rank
      FROM rule r, (SELECT ${searchQuery(text)} AS query) q
      WHERE r.search_text @@ q.query ${oneOf(among)}
    ) hit
    ${beyond}
    ORDER BY hit.rank DESC, hit."rowId"
    LIMIT ${first + 1}`;
  return pageOf(rows, first);
}

export async function countSearch(
  db: Queryable,
  text: string,
  among: readonly number[] | null,
): Promise<number> {
  const rows = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM rule r WHERE r.search_text @@ ${searchQuery(text)} ${oneOf(among)}`;
  return rows[0]?.count ?? 0;
}

function oneOf(among: readonly number[] | null): Prisma.Sql {
  return among === null ? Prisma.empty : Prisma.sql`AND r.row_id = ANY(${[...among]}::int[])`;
}

// ATT&CK tactics and techniques: by id, in lists, and how they belong together.
import type { Queryable } from '../client.ts';
import { Prisma } from '../generated/client.ts';
import type { Tactic, Technique } from '../generated/client.ts';
import { pageOf } from './page.ts';
import type { Direction, Page, PageRequest } from './page.ts';
import { tacticWhere } from './rule-filter.ts';

export type TacticRow = Tactic;
export type TechniqueRow = Technique;

export async function allTactics(db: Queryable): Promise<readonly TacticRow[]> {
  return db.tactic.findMany({ orderBy: { position: 'asc' } });
}

export async function tacticsByIds(db: Queryable, ids: readonly string[]): Promise<readonly TacticRow[]> {
  return db.tactic.findMany({ where: { id: { in: [...ids] } } });
}

export async function techniquesByIds(
  db: Queryable,
  ids: readonly string[],
): Promise<readonly TechniqueRow[]> {
  return db.technique.findMany({ where: { id: { in: [...ids] } } });
}

export async function subtechniquesOf(
  db: Queryable,
  parentIds: readonly string[],
): Promise<readonly TechniqueRow[]> {
  return db.technique.findMany({ where: { parentId: { in: [...parentIds] } }, orderBy: { id: 'asc' } });
}

export interface TechniqueTacticRow {
  readonly techniqueId: string;
  readonly tacticId: string;
}

export async function tacticsOfTechniques(
  db: Queryable,
  techniqueIds: readonly string[],
): Promise<readonly TechniqueTacticRow[]> {
  return db.techniqueTactic.findMany({
    where: { techniqueId: { in: [...techniqueIds] } },
    orderBy: { tactic: { position: 'asc' } },
  });
}

export async function techniquesOfTactics(
  db: Queryable,
  tacticIds: readonly string[],
): Promise<readonly TechniqueTacticRow[]> {
  return db.techniqueTactic.findMany({
    where: { tacticId: { in: [...tacticIds] } },
    orderBy: { techniqueId: 'asc' },
  });
}

export interface TechniqueFilter {
  readonly tactic?: string | null | undefined;
  readonly subtechnique?: boolean | null | undefined;
  readonly minRuleCount?: number | null | undefined;
  readonly maxRuleCount?: number | null | undefined;
}

export interface TechniqueOrder {
  readonly by: 'id' | 'ruleCount';
  readonly direction: Direction;
}

/** Rule count and id. */
export type TechniqueKeys = readonly [number, string];

export interface CountedTechnique {
  readonly id: string;
  readonly ruleCount: number;
}

/** Active techniques with their rule counts. */
function countedTechniques(tacticIds: readonly string[] | null, filter: TechniqueFilter): Prisma.Sql {
  const conditions = [
    Prisma.sql`t.status = 'current'`,
    ...(tacticIds === null
      ? []
      : [
          Prisma.sql`EXISTS (SELECT 1 FROM technique_tactic x WHERE x.technique_id = t.id AND x.tactic_id = ANY(${[...tacticIds]}::text[]))`,
        ]),
    ...(typeof filter.subtechnique === 'boolean'
      ? [Prisma.sql`(t.parent_id IS NOT NULL) = ${filter.subtechnique}`]
      : []),
    ...(typeof filter.minRuleCount === 'number'
      ? [Prisma.sql`COALESCE(c.rule_count, 0) >= ${filter.minRuleCount}`]
      : []),
    ...(typeof filter.maxRuleCount === 'number'
      ? [Prisma.sql`COALESCE(c.rule_count, 0) <= ${filter.maxRuleCount}`]
      : []),
  ];
  return Prisma.sql`
    SELECT t.id, COALESCE(c.rule_count, 0) AS "ruleCount"
    FROM technique t LEFT JOIN (
      SELECT technique_id, count(DISTINCT rule_row_id)::int AS rule_count
      FROM rule_technique GROUP BY technique_id
    ) c ON c.technique_id = t.id
    WHERE ${Prisma.join(conditions, ' AND ')}`;
}

/** Ids of the tactics that a word means. */
export async function tacticIdsOf(db: Queryable, word: string): Promise<readonly string[]> {
  const tactics = await db.tactic.findMany({ where: tacticWhere(word), select: { id: true } });
  return tactics.map(({ id }) => id);
}

export async function listTechniques(
  db: Queryable,
  tacticIds: readonly string[] | null,
  filter: TechniqueFilter,
  { by, direction }: TechniqueOrder,
  { first, after }: PageRequest<TechniqueKeys>,
): Promise<Page<CountedTechnique>> {
  const way = Prisma.raw(direction === 'asc' ? 'ASC' : 'DESC');
  const beyond = Prisma.raw(direction === 'asc' ? '>' : '<');
  const where =
    after === null
      ? Prisma.empty
      : by === 'id'
        ? Prisma.sql`WHERE id ${beyond} ${after[1]}`
        : Prisma.sql`WHERE ("ruleCount", id) ${beyond} (${after[0]}::int, ${after[1]})`;
  const order = by === 'id' ? Prisma.sql`id ${way}` : Prisma.sql`"ruleCount" ${way}, id ${way}`;
  const rows = await db.$queryRaw<CountedTechnique[]>`
    SELECT id, "ruleCount" FROM (${countedTechniques(tacticIds, filter)}) counted
    ${where} ORDER BY ${order} LIMIT ${first + 1}`;
  return pageOf(rows, first);
}

export async function countTechniques(
  db: Queryable,
  tacticIds: readonly string[] | null,
  filter: TechniqueFilter,
): Promise<number> {
  const rows = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM (${countedTechniques(tacticIds, filter)}) counted`;
  return rows[0]?.count ?? 0;
}

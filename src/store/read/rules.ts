// Rules: by key, in lists, and their long texts.
import type { Queryable } from '../client.ts';
import type { Prisma } from '../generated/client.ts';
import { afterKeys, orderOf, pageOf } from './page.ts';
import type { Direction, Page, PageRequest } from './page.ts';
import { ruleWhere } from './rule-filter.ts';
import type { RuleFilter } from './rule-filter.ts';

/** What only a reader of that one part needs. */
const HEAVY = { body: true, condition: true, conditionText: true, contentHash: true } as const;

export type RuleRow = Prisma.RuleGetPayload<{ omit: typeof HEAVY }>;
export type RuleText = Prisma.RuleGetPayload<{ select: typeof TEXT }>;

const TEXT = { rowId: true, body: true, condition: true, conditionText: true } as const;

export interface RuleOrder {
  readonly by: 'titleFolded' | 'severityRank' | 'changedAt';
  readonly direction: Direction;
}

/** The value that a rule is ordered by, and its row id. */
export type RuleKeys = readonly [string | number | Date, number];

export async function rulesByRowIds(db: Queryable, rowIds: readonly number[]): Promise<readonly RuleRow[]> {
  return db.rule.findMany({ where: { rowId: { in: [...rowIds] } }, omit: HEAVY });
}

export async function rulesByIds(db: Queryable, ids: readonly string[]): Promise<readonly RuleRow[]> {
  return db.rule.findMany({ where: { id: { in: [...ids] } }, omit: HEAVY });
}

export async function ruleTexts(db: Queryable, rowIds: readonly number[]): Promise<readonly RuleText[]> {
  return db.rule.findMany({ where: { rowId: { in: [...rowIds] } }, select: TEXT });
}

export async function listRules(
  db: Queryable,
  filters: readonly RuleFilter[],
  order: RuleOrder,
  { first, after }: PageRequest<RuleKeys>,
): Promise<Page<RuleRow>> {
  const rows = await db.rule.findMany({
    where: { AND: [...filters.map(ruleWhere), afterKeys(order.by, 'rowId', order.direction, after)] },
    orderBy: orderOf(order.by, 'rowId', order.direction),
    take: first + 1,
    omit: HEAVY,
  });
  return pageOf(rows, first);
}

export async function countRules(db: Queryable, filters: readonly RuleFilter[]): Promise<number> {
  return db.rule.count({ where: { AND: filters.map(ruleWhere) } });
}

/** Row ids and public ids of all rules that pass: for what narrows another search by a filter. */
export async function ruleIdsOf(
  db: Queryable,
  filter: RuleFilter,
): Promise<readonly { readonly rowId: number; readonly id: string }[]> {
  return db.rule.findMany({ where: ruleWhere(filter), select: { rowId: true, id: true } });
}

// Actions: by key, in lists, of rules, and what their rules look for.
import type { Queryable } from '../client.ts';
import type { Action, Prisma } from '../generated/client.ts';
import { foldedText } from '../stored-text.ts';
import { afterKeys, likeLiteral, orderOf, pageOf } from './page.ts';
import type { Direction, Page, PageRequest } from './page.ts';
import { logSourceWhere } from './rule-filter.ts';

export type ActionRow = Action;

export async function actionsByRowIds(
  db: Queryable,
  rowIds: readonly number[],
): Promise<readonly ActionRow[]> {
  return db.action.findMany({ where: { rowId: { in: [...rowIds] } } });
}

export async function actionsByIds(db: Queryable, ids: readonly string[]): Promise<readonly ActionRow[]> {
  return db.action.findMany({ where: { id: { in: [...ids] } } });
}

export interface RuleActionRow {
  readonly ruleRowId: number;
  readonly action: ActionRow;
}

export async function actionsOfRules(
  db: Queryable,
  rowIds: readonly number[],
): Promise<readonly RuleActionRow[]> {
  return db.ruleAction.findMany({
    where: { ruleRowId: { in: [...rowIds] } },
    select: { ruleRowId: true, action: true },
    orderBy: { action: { id: 'asc' } },
  });
}

/** The one with this natural key, letter case ignored; without a qualifier that of whatever service, or the only one that there is. */
export async function actionByKey(
  db: Queryable,
  logSource: string,
  qualifier: string | null,
  operation: string,
): Promise<ActionRow | null> {
  return db.action.findFirst({
    where: {
      logSource: { name: logSource.trim().toLowerCase() },
      operationFolded: foldedText(operation),
      ...(qualifier === null ? {} : { qualifier: { equals: likeLiteral(qualifier), mode: 'insensitive' } }),
    },
    orderBy: [{ qualifier: { sort: 'asc', nulls: 'first' } }, { rowId: 'asc' }],
  });
}

export interface ActionFilter {
  readonly logSource?: string | null | undefined;
  readonly qualifier?: string | null | undefined;
  readonly operationPrefix?: string | null | undefined;
  readonly minRuleCount?: number | null | undefined;
  readonly minPlatformCount?: number | null | undefined;
  readonly weak?: boolean | null | undefined;
}

export interface ActionOrder {
  readonly by: 'ruleCount' | 'operationFolded';
  readonly direction: Direction;
}

export type ActionKeys = readonly [number | string, number];

function actionWhere(filter: ActionFilter): Prisma.ActionWhereInput {
  const { logSource, qualifier, operationPrefix, minRuleCount, minPlatformCount, weak } = filter;
  const AND: Prisma.ActionWhereInput[] = [];
  if (typeof logSource === 'string') AND.push({ logSource: logSourceWhere(logSource) });
  if (typeof qualifier === 'string')
    AND.push({ qualifier: { equals: likeLiteral(qualifier), mode: 'insensitive' } });
  if (typeof operationPrefix === 'string')
    AND.push({ operationFolded: { startsWith: likeLiteral(foldedText(operationPrefix)) } });
  if (typeof minRuleCount === 'number') AND.push({ ruleCount: { gte: minRuleCount } });
  if (typeof minPlatformCount === 'number') AND.push({ platformCount: { gte: minPlatformCount } });
  if (typeof weak === 'boolean') AND.push({ weak });
  return { AND };
}

export async function listActions(
  db: Queryable,
  filters: readonly ActionFilter[],
  { by, direction }: ActionOrder,
  { first, after }: PageRequest<ActionKeys>,
): Promise<Page<ActionRow>> {
  const rows = await db.action.findMany({
    where: { AND: [...filters.map(actionWhere), afterKeys(by, 'rowId', direction, after)] },
    orderBy: orderOf(by, 'rowId', direction),
    take: first + 1,
  });
  return pageOf(rows, first);
}

export async function countActions(db: Queryable, filters: readonly ActionFilter[]): Promise<number> {
  return db.action.count({ where: { AND: filters.map(actionWhere) } });
}

export interface ActionPartCount<Part> {
  readonly actionRowId: number;
  readonly part: Part;
  readonly ruleCount: number;
}

/** For each action the indicators that most of its rules have. */
export async function indicatorsOfActions(
  db: Queryable,
  rowIds: readonly number[],
  first: number,
): Promise<readonly ActionPartCount<number>[]> {
  return db.$queryRaw<ActionPartCount<number>[]>`
    SELECT "actionRowId", part, "ruleCount"
    FROM (
      SELECT a.action_row_id AS "actionRowId", i.indicator_row_id AS part,
        count(DISTINCT i.rule_row_id)::int AS "ruleCount",
        row_number() OVER (PARTITION BY a.action_row_id
          ORDER BY count(DISTINCT i.rule_row_id) DESC, i.indicator_row_id) AS place
      FROM action_rule a JOIN rule_indicator i ON i.rule_row_id = a.rule_row_id
      WHERE a.action_row_id = ANY(${[...rowIds]}::int[])
      GROUP BY 1, 2
    ) counted
    WHERE place <= ${first}
    ORDER BY "actionRowId", place`;
}

/** For each action the techniques that its rules declare, the most common first. */
export async function techniquesOfActions(
  db: Queryable,
  rowIds: readonly number[],
): Promise<readonly ActionPartCount<string>[]> {
  return db.$queryRaw<ActionPartCount<string>[]>`
    SELECT a.action_row_id AS "actionRowId", t.technique_id AS part, count(DISTINCT t.rule_row_id)::int AS "ruleCount"
    FROM action_rule a JOIN rule_technique t ON t.rule_row_id = a.rule_row_id
    WHERE a.action_row_id = ANY(${[...rowIds]}::int[]) AND t.technique_id IS NOT NULL
    GROUP BY 1, 2
    ORDER BY 1, 3 DESC, 2`;
}

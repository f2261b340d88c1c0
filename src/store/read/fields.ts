// Fields: by name, in lists, their native names and their indicators.
import type { Queryable } from '../client.ts';
import type { Field, FieldName, Prisma } from '../generated/client.ts';
import { foldedText } from '../stored-text.ts';
import { afterKeys, likeLiteral, orderOf, pageOf } from './page.ts';
import type { Direction, Page, PageRequest } from './page.ts';

export type FieldRow = Field;
export type FieldNameRow = FieldName;

export async function fieldsByNames(db: Queryable, names: readonly string[]): Promise<readonly FieldRow[]> {
  return db.field.findMany({ where: { name: { in: [...names] } } });
}

export async function namesOfFields(
  db: Queryable,
  names: readonly string[],
): Promise<readonly FieldNameRow[]> {
  return db.fieldName.findMany({
    where: { fieldName: { in: [...names] } },
    orderBy: [{ platformId: 'asc' }, { ruleCount: 'desc' }, { native: 'asc' }],
  });
}

export interface FieldIndicatorRow {
  readonly field: string;
  readonly indicatorRowId: number;
}

/** For each field the most used indicators. */
export async function indicatorsOfFields(
  db: Queryable,
  names: readonly string[],
  first: number,
): Promise<readonly FieldIndicatorRow[]> {
  return db.$queryRaw<FieldIndicatorRow[]>`
    SELECT f.name AS field, top.row_id AS "indicatorRowId"
    FROM unnest(${[...names]}::text[]) AS f(name)
    CROSS JOIN LATERAL (
      SELECT row_id, rule_count FROM indicator WHERE field = f.name
      ORDER BY rule_count DESC, row_id LIMIT ${first}
    ) top
    ORDER BY f.name, top.rule_count DESC, top.row_id`;
}

export interface FieldFilter {
  readonly namePrefix?: string | null | undefined;
  readonly nameContains?: string | null | undefined;
  readonly nativeName?: string | null | undefined;
  readonly platform?: string | null | undefined;
  readonly minRuleCount?: number | null | undefined;
}

export interface FieldOrder {
  readonly by: 'ruleCount' | 'name';
  readonly direction: Direction;
}

export type FieldKeys = readonly [number | string, string];

function fieldWhere(filter: FieldFilter): Prisma.FieldWhereInput {
  const { namePrefix, nameContains, nativeName, platform, minRuleCount } = filter;
  const AND: Prisma.FieldWhereInput[] = [];
  if (typeof namePrefix === 'string')
    AND.push({ nameFolded: { startsWith: likeLiteral(foldedText(namePrefix)) } });
  if (typeof nameContains === 'string')
    AND.push({ nameFolded: { contains: likeLiteral(foldedText(nameContains)) } });
  if (typeof nativeName === 'string') AND.push({ names: { some: { native: nativeName } } });
  if (typeof platform === 'string') AND.push({ names: { some: { platformId: platform } } });
  if (typeof minRuleCount === 'number') AND.push({ ruleCount: { gte: minRuleCount } });
  return { AND };
}

export async function listFields(
  db: Queryable,
  filter: FieldFilter,
  { by, direction }: FieldOrder,
  { first, after }: PageRequest<FieldKeys>,
): Promise<Page<FieldRow>> {
  const rows = await db.field.findMany({
    where: { AND: [fieldWhere(filter), afterKeys(by, 'name', direction, after)] },
    orderBy: orderOf(by, 'name', direction),
    take: first + 1,
  });
  return pageOf(rows, first);
}

export async function countFields(db: Queryable, filter: FieldFilter): Promise<number> {
  return db.field.count({ where: fieldWhere(filter) });
}

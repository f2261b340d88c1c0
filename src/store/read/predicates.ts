// Indicators and exclusions: those of rules, and the corpus' lists of them. Both are kept alike, so one code reads both.
import type { Operator } from '../../condition/condition.ts';
import type { Queryable } from '../client.ts';
import type { Indicator, Prisma } from '../generated/client.ts';
import { foldedText } from '../stored-text.ts';
import { afterKeys, likeLiteral, orderOf, pageOf } from './page.ts';
import type { Direction, Page, PageRequest } from './page.ts';
import { countedKind, valueWhere } from './rule-filter.ts';
import type { IndicatorKey } from './rule-filter.ts';

/** Which of the two: what rules look for, or what they suppress. */
export type Polarity = 'indicator' | 'exclusion';
/** A row of `indicator` or `exclusion`. */
export type PredicateRow = Indicator;

/** One value of a predicate of a rule, with its corpus counts. */
export interface RulePredicateRow {
  readonly ruleRowId: number;
  /** Which predicate of the rule, and which value of it, from 0. */
  readonly predicate: number;
  readonly position: number;
  readonly kind: string;
  readonly nativeField: string;
  readonly nativeValue: string | null;
  readonly caseSensitive: boolean;
  readonly quantifier: string;
  readonly value: PredicateRow;
}

export async function predicatesOfRules(
  db: Queryable,
  polarity: Polarity,
  rowIds: readonly number[],
): Promise<readonly RulePredicateRow[]> {
  const where = { ruleRowId: { in: [...rowIds] } };
  const orderBy = [{ predicate: 'asc' as const }, { position: 'asc' as const }];
  if (polarity === 'indicator') {
    const rows = await db.ruleIndicator.findMany({ where, orderBy, include: { indicator: true } });
    return rows.map(({ indicator, ...row }) => ({ ...row, value: indicator }));
  }
  const rows = await db.ruleExclusion.findMany({ where, orderBy, include: { exclusion: true } });
  return rows.map(({ exclusion, ...row }) => ({ ...row, value: exclusion }));
}

type Delegate = Pick<Queryable['indicator'], 'findMany' | 'count' | 'findFirst'>;

/** The two tables have the same columns, which their generated types do not say. */
function tableOf(db: Queryable, polarity: Polarity): Delegate {
  return polarity === 'indicator' ? db.indicator : (db.exclusion as unknown as Delegate);
}

export async function predicatesByRowIds(
  db: Queryable,
  polarity: Polarity,
  rowIds: readonly number[],
): Promise<readonly PredicateRow[]> {
  return tableOf(db, polarity).findMany({ where: { rowId: { in: [...rowIds] } } });
}

export async function predicatesByIds(
  db: Queryable,
  polarity: Polarity,
  ids: readonly string[],
): Promise<readonly PredicateRow[]> {
  return tableOf(db, polarity).findMany({ where: { id: { in: [...ids] } } });
}

/** The one with this natural key. */
export async function predicateByKey(
  db: Queryable,
  polarity: Polarity,
  { field, kind, value }: IndicatorKey & { readonly kind: Operator },
): Promise<PredicateRow | null> {
  const byValue = typeof value === 'string' ? valueWhere(value) : { key: null };
  return tableOf(db, polarity).findFirst({ where: { AND: [{ field, kind: countedKind(kind) }, byValue] } });
}

export interface PredicateFilter {
  readonly field?: string | null | undefined;
  readonly kind?: Operator | null | undefined;
  readonly value?: string | null | undefined;
  readonly valuePrefix?: string | null | undefined;
  readonly valueContains?: string | null | undefined;
  readonly minRuleCount?: number | null | undefined;
  readonly minPlatformCount?: number | null | undefined;
  readonly platform?: string | null | undefined;
}

export interface PredicateOrder {
  readonly by: 'ruleCount' | 'platformCount' | 'keyFolded';
  readonly direction: Direction;
}

export type PredicateKeys = readonly [number | string, number];

function predicateWhere(filter: PredicateFilter): Prisma.IndicatorWhereInput {
  const { field, kind, value, valuePrefix, valueContains, minRuleCount, minPlatformCount, platform } = filter;
  const AND: Prisma.IndicatorWhereInput[] = [];
  if (typeof field === 'string') AND.push({ field });
  if (kind) AND.push({ kind: countedKind(kind) });
  if (typeof value === 'string') AND.push({ keyFolded: foldedText(value) });
  if (typeof valuePrefix === 'string')
    AND.push({ keyFolded: { startsWith: likeLiteral(foldedText(valuePrefix)) } });
  if (typeof valueContains === 'string')
    AND.push({ keyFolded: { contains: likeLiteral(foldedText(valueContains)) } });
  if (typeof minRuleCount === 'number') AND.push({ ruleCount: { gte: minRuleCount } });
  if (typeof minPlatformCount === 'number') AND.push({ platformCount: { gte: minPlatformCount } });
  if (typeof platform === 'string') AND.push({ rules: { some: { rule: { platformId: platform } } } });
  return { AND };
}

export async function listPredicates(
  db: Queryable,
  polarity: Polarity,
  filters: readonly PredicateFilter[],
  { by, direction }: PredicateOrder,
  { first, after }: PageRequest<PredicateKeys>,
): Promise<Page<PredicateRow>> {
  const rows = await tableOf(db, polarity).findMany({
    where: { AND: [...filters.map(predicateWhere), afterKeys(by, 'rowId', direction, after)] },
    orderBy: orderOf(by, 'rowId', direction),
    take: first + 1,
  });
  return pageOf(rows, first);
}

export async function countPredicates(
  db: Queryable,
  polarity: Polarity,
  filters: readonly PredicateFilter[],
): Promise<number> {
  return tableOf(db, polarity).count({ where: { AND: filters.map(predicateWhere) } });
}

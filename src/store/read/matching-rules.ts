// Rules of which a value satisfies a predicate: candidates by SQL, which the caller tests, then the rules of those that pass.
import type { Operator } from '../../condition/condition.ts';
import type { Queryable } from '../client.ts';
import { Prisma } from '../generated/client.ts';
import { foldedText } from '../stored-text.ts';
import { pageOf } from './page.ts';
import type { Page, PageRequest } from './page.ts';
import type { Polarity } from './predicates.ts';

/** A stored predicate value that the asked value may satisfy. */
export interface Candidate {
  readonly rowId: number;
  readonly kind: Operator;
  readonly key: string;
  readonly caseSensitive: boolean;
}

function tables(polarity: Polarity): { values: Prisma.Sql; uses: Prisma.Sql; link: Prisma.Sql } {
  return polarity === 'indicator'
    ? { values: Prisma.sql`indicator`, uses: Prisma.sql`rule_indicator`, link: Prisma.sql`indicator_row_id` }
    : { values: Prisma.sql`exclusion`, uses: Prisma.sql`rule_exclusion`, link: Prisma.sql`exclusion_row_id` };
}

/** The catalog's name or a platform's own. */
function onField(field: string | null): Prisma.Sql {
  return field === null ? Prisma.empty : Prisma.sql`AND (i.field = ${field} OR u.native_field = ${field})`;
}

/**
 * Everything that `value` can satisfy, and little more. A stored key is compared by its first 200 characters in lower case, so that of a long
 * key only the beginning is looked for: it must be somewhere in the value in any case.
 */
export async function matchCandidates(
  db: Queryable,
  polarity: Polarity,
  value: string,
  field: string | null,
): Promise<readonly Candidate[]> {
  const { values, uses, link } = tables(polarity);
  const whole = value.toLowerCase();
  const tested = [
    'wildcard',
    'regex',
    'cidr',
    'match',
    ...(field === null ? [] : ['gt', 'gte', 'lt', 'lte']),
  ];
  return db.$queryRaw<Candidate[]>`
    SELECT DISTINCT i.row_id AS "rowId", i.kind, i.key, u.case_sensitive AS "caseSensitive"
    FROM ${values} i JOIN ${uses} u ON u.${link} = i.row_id
    WHERE i.key IS NOT NULL ${onField(field)} AND (
      (i.kind = 'eq' AND i.key_folded = ${foldedText(value)})
      OR (i.kind IN ('starts_with', 'ends_with', 'contains') AND position(i.key_folded IN ${whole}) > 0)
      OR i.kind = ANY(${tested}::text[])
    )`;
}

export interface MatchedValues {
  /** Row ids of values that rules with case sensitivity have, and that passed. */
  readonly caseSensitive: readonly number[];
  readonly caseInsensitive: readonly number[];
}

/** Predicates with a passed value; one that asks for all its values needs each of them passed. */
function satisfied(polarity: Polarity, matched: MatchedValues, field: string | null): Prisma.Sql {
  const { values, uses, link } = tables(polarity);
  const passed = (alias: Prisma.Sql): Prisma.Sql => Prisma.sql`(
    (${alias}.case_sensitive AND ${alias}.${link} = ANY(${[...matched.caseSensitive]}::int[]))
    OR (NOT ${alias}.case_sensitive AND ${alias}.${link} = ANY(${[...matched.caseInsensitive]}::int[])))`;
  return Prisma.sql`
    FROM ${uses} u JOIN ${values} i ON i.row_id = u.${link}
    WHERE ${passed(Prisma.sql`u`)} ${onField(field)} AND (u.quantifier = 'any' OR NOT EXISTS (
      SELECT 1 FROM ${uses} o
      WHERE o.rule_row_id = u.rule_row_id AND o.predicate = u.predicate AND NOT ${passed(Prisma.sql`o`)}))`;
}

export async function rulesWithValues(
  db: Queryable,
  polarity: Polarity,
  matched: MatchedValues,
  field: string | null,
  { first, after }: PageRequest<number>,
): Promise<Page<number>> {
  const rows = await db.$queryRaw<{ rowId: number }[]>`
    SELECT DISTINCT u.rule_row_id AS "rowId" ${satisfied(polarity, matched, field)}
    AND u.rule_row_id > ${after ?? 0}::int ORDER BY 1 LIMIT ${first + 1}`;
  return pageOf(
    rows.map(({ rowId }) => rowId),
    first,
  );
}

export async function countRulesWithValues(
  db: Queryable,
  polarity: Polarity,
  matched: MatchedValues,
  field: string | null,
): Promise<number> {
  const rows = await db.$queryRaw<{ count: number }[]>`
    SELECT count(DISTINCT u.rule_row_id)::int AS count ${satisfied(polarity, matched, field)}`;
  return rows[0]?.count ?? 0;
}

// Rules of which a value satisfies a predicate: candidates by SQL, which the caller tests, then the rules of those that pass.
import type { Operator } from '../../condition/condition.ts';
import type { Queryable } from '../client.ts';
import { Prisma } from '../generated/client.ts';
import { pageOf } from './page.ts';
import type { Page, PageRequest } from './page.ts';
import type { Polarity } from './predicates.ts';

/** A stored predicate value that an asked value may satisfy. */
export interface Candidate {
  readonly rowId: number;
  readonly kind: Operator;
  readonly key: string;
  /** The catalog's name. */
  readonly field: string;
  /** How rules spell it for which letter case matters. */
  readonly spellings: readonly string[];
}

interface Tables {
  readonly values: Prisma.Sql;
  readonly uses: Prisma.Sql;
  readonly link: Prisma.Sql;
}

function tables(polarity: Polarity): Tables {
  return polarity === 'indicator'
    ? { values: Prisma.sql`indicator`, uses: Prisma.sql`rule_indicator`, link: Prisma.sql`indicator_row_id` }
    : { values: Prisma.sql`exclusion`, uses: Prisma.sql`rule_exclusion`, link: Prisma.sql`exclusion_row_id` };
}

/** The catalog's names of a field that is asked for by one of them or by a platform's own. */
export async function catalogNames(db: Queryable, field: string): Promise<readonly string[]> {
  const names = await db.fieldName.findMany({
    where: { native: field },
    select: { fieldName: true },
    distinct: ['fieldName'],
  });
  return [field, ...names.map(({ fieldName }) => fieldName)];
}

/** Operators that only a test of each stored value decides; the last four only make sense within a field. */
const TESTED = ['wildcard', 'regex', 'cidr', 'match', 'gt', 'gte', 'lt', 'lte'] as const;
export const ORDERINGS: readonly Operator[] = ['gt', 'gte', 'lt', 'lte'];
/** Of a longer value the parts are too many to look each of them up. */
const MAX_LENGTH_IN_PARTS = 64;

/** All stored values that can only be found by a test of each: a few thousand in the public corpora. */
export async function testedCandidates(db: Queryable, polarity: Polarity): Promise<readonly Candidate[]> {
  return candidates(db, polarity, Prisma.sql`i.kind = ANY(${TESTED}::text[])`);
}

/**
 * Stored values that are somewhere in `value`, as equality, prefix, suffix and substring need it. Of a stored key the first 200 characters in
 * lower case are compared, so that of a long key only the beginning is looked for. `fields`: catalog names; null: any.
 */
export async function containedCandidates(
  db: Queryable,
  polarity: Polarity,
  value: string,
  fields: readonly string[] | null,
): Promise<readonly Candidate[]> {
  const whole = value.toLowerCase();
  const onField = fields === null ? Prisma.empty : Prisma.sql`i.field = ANY(${[...fields]}::text[]) AND`;
  const found =
    fields === null && whole.length <= MAX_LENGTH_IN_PARTS
      ? Prisma.sql`i.key_folded = ANY(${partsOf(whole)}::text[])`
      : Prisma.sql`position(i.key_folded IN ${whole}) > 0`;
  return candidates(
    db,
    polarity,
    Prisma.sql`${onField} i.kind IN ('eq', 'starts_with', 'ends_with', 'contains') AND ${found}`,
  );
}

/** Thousands of rows as one text: as rows, driver and Prisma would take longer over them than the database does. */
async function candidates(
  db: Queryable,
  polarity: Polarity,
  where: Prisma.Sql,
): Promise<readonly Candidate[]> {
  const { values, uses, link } = tables(polarity);
  const [found] = await db.$queryRaw<{ list: string | null }[]>`
    SELECT json_agg(json_build_array(i.row_id, i.kind, i.key, i.field,
      (SELECT json_agg(DISTINCT u.native_value) FROM ${uses} u WHERE u.${link} = i.row_id AND u.case_sensitive)))::text AS list
    FROM ${values} i WHERE i.key IS NOT NULL AND ${where}`;
  const rows = JSON.parse(found?.list ?? '[]') as readonly (readonly [
    number,
    Operator,
    string,
    string,
    readonly string[] | null,
  ])[];
  return rows.map(([rowId, kind, key, field, spellings]) => ({
    rowId,
    kind,
    key,
    field,
    spellings: spellings ?? [],
  }));
}

/** Every part of a text once, the empty one included. */
function partsOf(text: string): readonly string[] {
  const parts = new Set(['']);
  for (let start = 0; start < text.length; start++) {
    for (let end = start + 1; end <= text.length; end++) parts.add(text.slice(start, end));
  }
  // A part between the halves of a surrogate pair is no text that could be stored.
  return [...parts].filter((part) => !/\p{Surrogate}/u.test(part));
}

/** The catalog's name or a platform's own. */
function onField(field: string | null): Prisma.Sql {
  return field === null ? Prisma.empty : Prisma.sql`AND (i.field = ${field} OR u.native_field = ${field})`;
}

/** Values that passed, by row ids: for rules to which letter case does not matter, and as those spell them to which it does. */
export interface MatchedValues {
  readonly caseInsensitive: readonly number[];
  readonly caseSensitive: readonly { readonly rowId: number; readonly spelling: string }[];
}

/** Predicates with a passed value; one that asks for all its values needs each of them passed. */
function satisfied(polarity: Polarity, matched: MatchedValues, field: string | null): Prisma.Sql {
  const { values, uses, link } = tables(polarity);
  const rowIds = matched.caseSensitive.map(({ rowId }) => rowId);
  const spellings = matched.caseSensitive.map(({ spelling }) => spelling);
  const passed = (alias: Prisma.Sql): Prisma.Sql => Prisma.sql`(
    (${alias}.case_sensitive AND (${alias}.${link}, ${alias}.native_value) IN (SELECT * FROM unnest(${rowIds}::int[], ${spellings}::text[])))
    OR (NOT ${alias}.case_sensitive AND ${alias}.${link} = ANY(${[...matched.caseInsensitive]}::int[])))`;
  return Prisma.sql`
    FROM ${uses} u JOIN ${values} i ON i.row_id = u.${link}
    WHERE u.${link} = ANY(${[...new Set([...rowIds, ...matched.caseInsensitive])]}::int[])
      AND ${passed(Prisma.sql`u`)} ${onField(field)} AND (u.quantifier = 'any' OR NOT EXISTS (
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

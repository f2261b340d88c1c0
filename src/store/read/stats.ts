// Counts over the whole corpus.
import type { Queryable } from '../client.ts';
import type { Corpus } from '../generated/client.ts';

export type CorpusRow = Corpus;

/** Null before the first import. */
export async function corpusRow(db: Queryable): Promise<CorpusRow | null> {
  return db.corpus.findUnique({ where: { id: 1 } });
}

export interface CorpusCounts {
  readonly ruleCount: number;
  readonly platformCount: number;
  readonly sourceCount: number;
  readonly indicatorCount: number;
  readonly exclusionCount: number;
  readonly fieldCount: number;
  readonly actionCount: number;
  readonly techniqueCount: number;
  readonly sameActionPairCount: number;
}

export async function corpusCounts(db: Queryable): Promise<CorpusCounts> {
  const [counts] = await db.$queryRaw<CorpusCounts[]>`
    SELECT
      (SELECT count(*) FROM rule)::int AS "ruleCount",
      (SELECT count(DISTINCT platform_id) FROM rule)::int AS "platformCount",
      (SELECT count(*) FROM source)::int AS "sourceCount",
      (SELECT count(*) FROM indicator)::int AS "indicatorCount",
      (SELECT count(*) FROM exclusion)::int AS "exclusionCount",
      (SELECT count(*) FROM field)::int AS "fieldCount",
      (SELECT count(*) FROM action)::int AS "actionCount",
      (SELECT count(DISTINCT technique_id) FROM rule_technique)::int AS "techniqueCount",
      (SELECT count(*) / 2 FROM action_link)::int AS "sameActionPairCount"`;
  if (counts === undefined) throw new Error('a SELECT of counts gave no row');
  return counts;
}

export interface CountRow {
  readonly platform: string;
  readonly key: string;
  readonly ruleCount: number;
}

export type RuleKey = 'severity' | 'status' | 'parseStatus' | 'language' | 'licence' | 'created';

/** Rules for each platform and value of a column; months of the declared date of creation. */
export async function countRulesBy(db: Queryable, key: RuleKey): Promise<readonly CountRow[]> {
  if (key === 'created') {
    return db.$queryRaw<CountRow[]>`
      SELECT platform_id AS platform, substr(created, 1, 7) AS key, count(*)::int AS "ruleCount"
      FROM rule WHERE created ~ '^[0-9]{4}-[0-9]{2}' GROUP BY 1, 2 ORDER BY 1, 2`;
  }
  const rows = await db.rule.groupBy({ by: ['platformId', key], _count: { _all: true } });
  return rows
    .map((row) => ({ platform: row.platformId, key: row[key] ?? 'unknown', ruleCount: row._count._all }))
    .sort((a, b) => compare(a.platform, b.platform) || compare(a.key, b.key));
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

/** A sort for DISTINCT within each group would take twice as long as this. */
export async function countRulesByTactic(db: Queryable): Promise<readonly CountRow[]> {
  return db.$queryRaw<CountRow[]>`
    SELECT platform, key, count(*)::int AS "ruleCount"
    FROM (
      SELECT DISTINCT r.platform_id AS platform, t.short_name AS key, r.row_id
      FROM rule r JOIN rule_technique x ON x.rule_row_id = r.row_id JOIN tactic t ON t.id = x.tactic_id
    ) one
    GROUP BY 1, 2 ORDER BY 1, 2`;
}

export async function countRulesByTechnique(db: Queryable): Promise<readonly CountRow[]> {
  return db.$queryRaw<CountRow[]>`
    SELECT platform, key, count(*)::int AS "ruleCount"
    FROM (
      SELECT DISTINCT r.platform_id AS platform, x.technique_id AS key, r.row_id
      FROM rule r JOIN rule_technique x ON x.rule_row_id = r.row_id WHERE x.technique_id IS NOT NULL
    ) one
    GROUP BY 1, 2 ORDER BY 1, 2`;
}

export async function countRulesByLogSource(db: Queryable): Promise<readonly CountRow[]> {
  return db.$queryRaw<CountRow[]>`
    SELECT platform, key, count(*)::int AS "ruleCount"
    FROM (
      SELECT DISTINCT r.platform_id AS platform, l.name AS key, r.row_id
      FROM rule r JOIN rule_log_source x ON x.rule_row_id = r.row_id JOIN log_source l ON l.id = x.log_source_id
    ) one
    GROUP BY 1, 2 ORDER BY 1, 2`;
}

export interface HealthRow {
  readonly platform: string;
  readonly language: string;
  readonly ruleCount: number;
  readonly fullCount: number;
  readonly partialCount: number;
  readonly opaqueCount: number;
  readonly testCount: number;
  readonly agreeCount: number;
  readonly disagreeCount: number;
  readonly undecidedCount: number;
}

export async function healthRows(db: Queryable): Promise<readonly HealthRow[]> {
  return db.$queryRaw<HealthRow[]>`
    SELECT r.platform_id AS platform, r.language, count(*)::int AS "ruleCount",
      (count(*) FILTER (WHERE r.parse_status = 'FULL'))::int AS "fullCount",
      (count(*) FILTER (WHERE r.parse_status = 'PARTIAL'))::int AS "partialCount",
      (count(*) FILTER (WHERE r.parse_status = 'OPAQUE'))::int AS "opaqueCount",
      COALESCE(sum(t.tested), 0)::int AS "testCount",
      COALESCE(sum(t.agrees), 0)::int AS "agreeCount",
      COALESCE(sum(t.disagrees), 0)::int AS "disagreeCount",
      COALESCE(sum(t.undecided), 0)::int AS "undecidedCount"
    FROM rule r LEFT JOIN (
      SELECT rule_row_id, count(agreement) AS tested,
        count(*) FILTER (WHERE agreement = 'agrees') AS agrees,
        count(*) FILTER (WHERE agreement = 'disagrees') AS disagrees,
        count(*) FILTER (WHERE agreement = 'undecided') AS undecided
      FROM rule_test GROUP BY rule_row_id
    ) t ON t.rule_row_id = r.row_id
    GROUP BY 1, 2 ORDER BY 1, 2`;
}

export interface FieldMappingRow {
  readonly platform: string;
  readonly logSource: string;
  readonly ruleCount: number;
  readonly predicateCount: number;
  readonly mappedCount: number;
  readonly translatedCount: number;
}

export async function fieldMappingRows(db: Queryable): Promise<readonly FieldMappingRow[]> {
  return db.$queryRaw<FieldMappingRow[]>`
    SELECT r.platform_id AS platform, l.name AS "logSource", count(*)::int AS "ruleCount",
      sum(x.predicate_count)::int AS "predicateCount",
      sum(x.mapped_count)::int AS "mappedCount",
      sum(x.translated_count)::int AS "translatedCount"
    FROM rule r
    JOIN rule_log_source x ON x.rule_row_id = r.row_id AND x.predicate_count > 0
    JOIN log_source l ON l.id = x.log_source_id
    GROUP BY 1, 2 ORDER BY 4 DESC, 1, 2`;
}

export interface DiagnosticCountRow {
  readonly platform: string;
  readonly code: string;
  readonly severity: string;
  readonly ruleCount: number;
}

export async function diagnosticCounts(db: Queryable): Promise<readonly DiagnosticCountRow[]> {
  return db.$queryRaw<DiagnosticCountRow[]>`
    SELECT s.platform_id AS platform, d.code, d.severity,
      count(DISTINCT COALESCE(d.rule_row_id::text, d.source_id || '/' || d.path))::int AS "ruleCount"
    FROM diagnostic d JOIN source s ON s.id = d.source_id
    GROUP BY 1, 2, 3 ORDER BY 4 DESC, 1, 2, 3`;
}

export async function brokenFileCount(db: Queryable): Promise<number> {
  const rows = await db.$queryRaw<{ count: number }[]>`
    SELECT count(DISTINCT (source_id, path))::int AS count FROM diagnostic
    WHERE rule_row_id IS NULL AND severity = 'error'`;
  return rows[0]?.count ?? 0;
}

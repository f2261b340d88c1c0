// What is recomputed at the end of an import, before it is committed.
import type { Queryable, Store } from './client.ts';
import { deriveActionLinks } from './derive-action-links.ts';
import { deriveCounts } from './derive-counts.ts';
import { IMPORT_PATIENCE_MS, lockImports } from './import-lock.ts';

export interface Change {
  readonly sourceId: string;
  /** Rules written or removed. */
  readonly changeCount: number;
  readonly now: Date;
}

/** From so many changed rules on the planner's statistics are renewed: the embedded database never does it by itself. */
const MANY_CHANGES = 100;
/** And this share of all rules: as for Postgres' own autovacuum, fewer do not change what the statistics say. */
const LARGE_SHARE = 0.1;

/** Are the tables no longer what the statistics say, or full of rows that were replaced? */
export async function hasChangedMuch(db: Queryable, changeCount: number): Promise<boolean> {
  return changeCount >= MANY_CHANGES && changeCount >= LARGE_SHARE * (await db.rule.count());
}

/** Named, because a team's database may hold other tables than ours. */
const LARGE_TABLES = [
  'rule_log_source',
  'rule_indicator',
  'indicator',
  'rule_exclusion',
  'exclusion',
  'rule_field',
  'field',
  'rule_action',
  'action_rule',
  'action',
  'rule_technique',
];

/**
 * New entries of a GIN index wait in a list that every look-up goes through, and the planner avoids such an index. A vacuum would
 * file them, which the embedded database never does.
 */
async function fileSearchEntries(db: Queryable): Promise<void> {
  await db.$executeRaw`SELECT gin_clean_pending_list('rule_search_text_idx'), gin_clean_pending_list('rule_tags_folded_idx')`;
}

/** Of rules a sample does, 300 for each unit of the target: with Postgres' own 100 all of their long texts would be read. */
async function renewStatistics(db: Queryable): Promise<void> {
  await db.$executeRaw`SET LOCAL default_statistics_target = 10`;
  await db.$executeRaw`ANALYZE rule`;
  await db.$executeRaw`SET LOCAL default_statistics_target = DEFAULT`;
  await db.$executeRawUnsafe(`ANALYZE ${LARGE_TABLES.join(', ')}`);
}

/** When what the corpus says of all rules together is recomputed: `later` is for whoever imports several sources, and ends with `deriveStale`. */
export type DeriveTime = 'now' | 'later';

/** Returns the version of the corpus. */
export async function deriveCatalog(db: Queryable, change: Change, time: DeriveTime): Promise<string> {
  if (change.changeCount > 0) {
    await fileSearchEntries(db);
    if (await hasChangedMuch(db, change.changeCount)) await renewStatistics(db);
    await versionSource(db, change);
  }
  const version = await versionCorpus(db, change);
  if (time === 'now') await deriveShared(db);
  return version;
}

/** Counts and links of all rules, where they are not those of the corpus as it is. Was anything done? */
async function deriveShared(db: Queryable): Promise<boolean> {
  const stale = await db.corpus.updateMany({ where: { isDerived: false }, data: { isDerived: true } });
  if (stale.count === 0) return false;
  await deriveCounts(db);
  await deriveActionLinks(db);
  return true;
}

/** Does what imports left for later, also those that a stopped process left. */
export async function deriveStale(store: Store): Promise<void> {
  if ((await store.client.corpus.count({ where: { isDerived: false } })) === 0) return;
  const derived = await store.client.$transaction(
    async (db) => {
      await lockImports(db);
      return deriveShared(db);
    },
    { maxWait: IMPORT_PATIENCE_MS, timeout: IMPORT_PATIENCE_MS },
  );
  if (derived && store.kind === 'embedded') await store.client.$executeRaw`VACUUM`;
}

async function versionSource(db: Queryable, { sourceId, now }: Change): Promise<void> {
  await db.$executeRaw`
    UPDATE source SET rule_count = counted.rules, corpus_version = counted.version, changed_at = ${now}
    FROM (
      SELECT count(*)::int AS rules,
        md5(coalesce(string_agg(id || ' ' || content_hash, ',' ORDER BY id COLLATE "C"), '')) AS version
      FROM rule WHERE source_id = ${sourceId}
    ) counted
    WHERE source.id = ${sourceId}`;
}

async function versionCorpus(db: Queryable, { changeCount, now }: Change): Promise<string> {
  const [row] = await db.$queryRaw<{ version: string }[]>`
    SELECT md5(coalesce(string_agg(id || ' ' || corpus_version, ',' ORDER BY id COLLATE "C"), '')) AS version
    FROM source`;
  if (row === undefined) throw new Error('an aggregate returned no row');
  const { version } = row;
  await db.$executeRaw`
    INSERT INTO corpus (id, version, changed_at) VALUES (1, ${version}, ${now})
    ON CONFLICT (id) DO UPDATE SET version = excluded.version, changed_at = excluded.changed_at
    WHERE corpus.version <> excluded.version`;
  if (changeCount > 0) await db.corpus.updateMany({ data: { isDerived: false } });
  return version;
}

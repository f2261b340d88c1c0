// Brings a source's rules into the catalog: all of an import or nothing, and only what changed.
import type { CatalogRule } from '../analysis/catalog-rule.ts';
import type { Rule, RuleId } from '../rule/rule.ts';
import type { Queryable, Store } from './client.ts';
import { deriveCatalog } from './derive.ts';
import { IMPORT_PATIENCE_MS, lockImports } from './import-lock.ts';
import { recordFailure, recordSuccess } from './import-record.ts';
import type { ImportCounts } from './import-record.ts';
import { insertRows } from './bulk.ts';
import { DIAGNOSTIC_COLUMNS, diagnosticRows } from './rule-rows.ts';
import { isKeyLength, keyText } from './stored-text.ts';
import { writeRules } from './write-rules.ts';
import type { WriteContext } from './write-rules.ts';

/** A corpus of a platform, and what is known of where it came from. */
export interface SourceIdentity {
  readonly platform: { readonly id: string; readonly title: string };
  readonly name: string;
  readonly url: string | null;
  readonly revision: string | null;
  /** SPDX id, or the corpus' own word: in force for rules that declare none. */
  readonly licence: string | null;
  /** Of all files that were read and the program that read them; without one the next import reads everything. */
  readonly fingerprint?: string | null;
}

/** All that the source holds now: what is in neither `rules` nor `unchanged` leaves the catalog. */
export interface SourceContent {
  readonly rules: readonly CatalogRule[];
  /** Stored rules whose content hash the reader found unchanged (see readContentHashes). */
  readonly unchanged: readonly RuleId[];
  readonly broken: readonly FileFindings[];
  readonly skippedFileCount: number;
}

interface FileFindings {
  readonly path: string;
  readonly diagnostics: Rule['diagnostics'];
}

export interface ImportOptions {
  readonly now?: Date;
  readonly onProgress?: (done: number, total: number) => void;
}

export interface ImportReport extends ImportCounts {
  readonly sourceId: string;
  /** The source's rules that are now in the catalog. */
  readonly ruleCount: number;
  /** Rules that could not be stored: each is a diagnostic of its file as well. */
  readonly refused: readonly RefusedRule[];
  readonly corpusVersion: string;
  readonly durationMs: number;
}

export interface RefusedRule {
  readonly id: string;
  readonly path: string;
  readonly code: 'id_of_another_source' | 'duplicate_id' | 'id_too_long';
  readonly message: string;
}

/** The stored corpus is not the one that the reader compared with. */
export class StaleImportError extends Error {
  override readonly name = 'StaleImportError';
}

const RULES_PER_BATCH = 100;

export function sourceIdOf(source: Pick<SourceIdentity, 'platform' | 'name'>): string {
  return keyText(`${source.platform.id}/${source.name}`);
}

export async function importSource(
  store: Store,
  source: SourceIdentity,
  content: SourceContent,
  options: ImportOptions = {},
): Promise<ImportReport> {
  const started = performance.now();
  const now = options.now ?? new Date();
  const elapsed = (): number => Math.round(performance.now() - started);
  try {
    return await store.client.$transaction(
      async (db) => {
        const outcome = await importInto(db, source, content, now, options);
        const report = { ...outcome, durationMs: elapsed() };
        await recordSuccess(db, source, report, now);
        return report;
      },
      { maxWait: IMPORT_PATIENCE_MS, timeout: IMPORT_PATIENCE_MS },
    );
  } catch (error) {
    await recordFailure(store.client, sourceIdOf(source), source.revision, now, elapsed(), error);
    throw error;
  }
}

async function importInto(
  db: Queryable,
  source: SourceIdentity,
  content: SourceContent,
  now: Date,
  options: ImportOptions,
): Promise<Omit<ImportReport, 'durationMs'>> {
  await lockImports(db);
  const sourceId = sourceIdOf(source);
  await upsertSource(db, source, sourceId, now);
  const plan = await planImport(db, sourceId, content);
  await removeRules(db, plan.removedRowIds);
  const context = await writeContext(db, source, now);
  for (let start = 0; start < plan.written.length; start += RULES_PER_BATCH) {
    await writeRules(db, plan.written.slice(start, start + RULES_PER_BATCH), context);
    options.onProgress?.(Math.min(start + RULES_PER_BATCH, plan.written.length), plan.written.length);
  }
  await writeFileFindings(db, sourceId, content.broken, plan.refused);
  const changeCount = plan.written.length + plan.removedRowIds.length;
  const corpusVersion = await deriveCatalog(db, { sourceId, changeCount, now });
  return {
    sourceId,
    ruleCount: plan.unchangedCount + plan.written.length,
    addedCount: plan.addedCount,
    changedCount: plan.written.length - plan.addedCount,
    removedCount: plan.removedRowIds.length,
    unchangedCount: plan.unchangedCount,
    brokenFileCount: content.broken.length,
    skippedFileCount: content.skippedFileCount,
    refused: plan.refused,
    corpusVersion,
  };
}

async function upsertSource(
  db: Queryable,
  source: SourceIdentity,
  sourceId: string,
  now: Date,
): Promise<void> {
  const { id, title } = source.platform;
  await db.platform.upsert({ where: { id }, create: { id, title }, update: { title } });
  const licence = source.licence === null ? null : keyText(source.licence);
  const { url, revision, fingerprint = null } = source;
  const known = { url, revision, licence, fingerprint, importedAt: now };
  const created = {
    ...known,
    id: sourceId,
    platformId: id,
    name: source.name,
    changedAt: now,
    corpusVersion: '',
  };
  await db.source.upsert({ where: { id: sourceId }, create: created, update: known });
  await db.$executeRaw`
    UPDATE rule SET licence = ${licence}
    WHERE source_id = ${sourceId} AND own_licence IS NULL AND licence IS DISTINCT FROM ${licence}`;
}

interface ImportPlan {
  readonly written: readonly CatalogRule[];
  readonly addedCount: number;
  readonly unchangedCount: number;
  readonly removedRowIds: readonly number[];
  readonly refused: readonly RefusedRule[];
}

async function planImport(db: Queryable, sourceId: string, content: SourceContent): Promise<ImportPlan> {
  const select = { rowId: true, id: true, contentHash: true } as const;
  const rows = await db.rule.findMany({ where: { sourceId }, select });
  const stored = new Map(rows.map((row) => [row.id, row]));
  const missing = content.unchanged.find((id) => !stored.has(id));
  if (missing !== undefined) {
    throw new StaleImportError(
      `The rule ${missing} is said to be unchanged, but is not stored: read the source again.`,
    );
  }
  const { accepted, refused } = await acceptRules(db, sourceId, content.rules);
  const written = accepted.filter(
    ({ rule, contentHash }) => stored.get(rule.id)?.contentHash !== contentHash,
  );
  const present = new Set<string>([...content.unchanged, ...accepted.map(({ rule }) => rule.id)]);
  return {
    written,
    addedCount: written.filter(({ rule }) => !stored.has(rule.id)).length,
    unchangedCount: present.size - written.length,
    removedRowIds: rows.filter(({ id }) => !present.has(id)).map(({ rowId }) => rowId),
    refused,
  };
}

/** A rule id is unique in the catalog: the first rule of it stays, in its source. */
async function acceptRules(
  db: Queryable,
  sourceId: string,
  rules: readonly CatalogRule[],
): Promise<{ readonly accepted: readonly CatalogRule[]; readonly refused: readonly RefusedRule[] }> {
  const foreign = await db.$queryRaw<{ id: string; source_id: string }[]>`
    SELECT id, source_id FROM rule
    WHERE source_id <> ${sourceId} AND id = ANY(${rules.map(({ rule }) => rule.id)}::text[])`;
  const owners = new Map(foreign.map(({ id, source_id }) => [id, source_id]));
  const accepted = new Map<string, CatalogRule>();
  const refused: RefusedRule[] = [];
  for (const catalogRule of rules) {
    const { id, path } = catalogRule.rule;
    const refusal = refusalOf(id, owners.get(id), accepted.get(id)?.rule.path);
    if (refusal === null) accepted.set(id, catalogRule);
    else refused.push({ id, path, ...refusal });
  }
  return { accepted: [...accepted.values()], refused };
}

function refusalOf(
  id: string,
  owner: string | undefined,
  earlierPath: string | undefined,
): Pick<RefusedRule, 'code' | 'message'> | null {
  if (!isKeyLength(id)) return { code: 'id_too_long', message: `the id has ${id.length} characters` };
  if (owner !== undefined) {
    return { code: 'id_of_another_source', message: `the id ${id} is already taken by the source ${owner}` };
  }
  if (earlierPath === undefined) return null;
  return { code: 'duplicate_id', message: `the id ${id} is already taken by ${earlierPath}` };
}

async function removeRules(db: Queryable, rowIds: readonly number[]): Promise<void> {
  if (rowIds.length > 0) await db.$executeRaw`DELETE FROM rule WHERE row_id = ANY(${rowIds}::int[])`;
}

async function writeContext(db: Queryable, source: SourceIdentity, now: Date): Promise<WriteContext> {
  const [techniques, tactics] = [
    await db.technique.findMany({ select: { id: true } }),
    await db.tactic.findMany({ select: { id: true } }),
  ];
  return {
    sourceId: sourceIdOf(source),
    platformId: source.platform.id,
    licence: source.licence === null ? null : keyText(source.licence),
    now,
    techniqueIds: new Set(techniques.map(({ id }) => id)),
    tacticIds: new Set(tactics.map(({ id }) => id)),
    rowIds: { indicator: new Map(), exclusion: new Map(), action: new Map() },
  };
}

async function writeFileFindings(
  db: Queryable,
  sourceId: string,
  broken: readonly FileFindings[],
  refused: readonly RefusedRule[],
): Promise<void> {
  await db.diagnostic.deleteMany({ where: { sourceId, ruleRowId: null } });
  const refusals = refused.map(({ path, code, message }) => ({
    path,
    diagnostics: [{ code, severity: 'error' as const, message, span: null, file: null }],
  }));
  await insertRows(
    db,
    'diagnostic',
    DIAGNOSTIC_COLUMNS,
    [...broken, ...refusals].flatMap(({ path, diagnostics }) =>
      diagnosticRows(diagnostics, { sourceId, path, ruleRowId: null }),
    ),
  );
}

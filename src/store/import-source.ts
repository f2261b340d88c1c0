// Brings a source's rules into the catalog: all of an import or nothing, and only what changed.
import type { RuleId } from '../rule/rule.ts';
import { jsonRows } from './bulk.ts';
import type { Queryable, Store } from './client.ts';
import { deriveCatalog, hasChangedMuch } from './derive.ts';
import type { DeriveTime } from './derive.ts';
import { IMPORT_PATIENCE_MS, lockImports } from './import-lock.ts';
import { planImport } from './import-plan.ts';
import type { FileFindings, RefusedRule, SourceContent } from './import-plan.ts';
import { recordFailure, recordSuccess } from './import-record.ts';
import type { ImportCounts } from './import-record.ts';
import { diagnosticRows } from './rule-rows.ts';
import { keyText } from './stored-text.ts';
import { writeFileDiagnostics, writeRules } from './write-rules.ts';
import type { WriteContext } from './write-context.ts';

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

export interface ImportOptions {
  readonly now?: Date;
  /** `now` unless said otherwise. */
  readonly derive?: DeriveTime;
  readonly onProgress?: (done: number, total: number) => void;
  /** May many rules go (see `ShrinkingImportError`)? No unless said. */
  readonly allowShrink?: boolean;
}

export interface ImportReport extends ImportCounts {
  readonly sourceId: string;
  /** The source's rules that are now in the catalog. */
  readonly ruleCount: number;
  readonly addedIds: readonly RuleId[];
  readonly changedIds: readonly RuleId[];
  readonly removedIds: readonly string[];
  /** Rules that could not be stored: each is a diagnostic of its file as well, and the next import tries again. */
  readonly refused: readonly RefusedRule[];
  readonly corpusVersion: string;
  readonly durationMs: number;
}

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
  const run = async (db: Queryable): Promise<ImportReport> => {
    const outcome = await importInto(db, source, content, now, options);
    const report = { ...outcome, durationMs: elapsed() };
    await recordSuccess(db, source, report, now);
    return report;
  };
  const report = await store.client
    .$transaction(run, { maxWait: IMPORT_PATIENCE_MS, timeout: IMPORT_PATIENCE_MS })
    .catch(async (error: unknown) => {
      await recordFailure(store.client, sourceIdOf(source), source.revision, now, elapsed(), error);
      throw error;
    });
  if (options.derive !== 'later') await tidyUp(store, report);
  return report;
}

/** The embedded database has nobody who clears replaced rows away. */
async function tidyUp(store: Store, { addedCount, changedCount, removedCount }: ImportReport): Promise<void> {
  if (store.kind !== 'embedded') return;
  if (await hasChangedMuch(store.client, addedCount + changedCount + removedCount))
    await store.client.$executeRaw`VACUUM`;
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
  const plan = await planImport(db, sourceId, content, options.allowShrink === true);
  if (plan.refused.length > 0) await forgetFingerprint(db, sourceId);
  await removeRules(
    db,
    plan.removed.map(({ rowId }) => rowId),
  );
  await writeAll(db, plan.written, content, writeContext(source, now), options);
  await writeFileFindings(db, sourceId, content.broken, plan.refused);
  const changeCount = plan.written.length + plan.removed.length;
  const added = new Set(plan.addedIds);
  const corpusVersion = await deriveCatalog(db, { sourceId, changeCount, now }, options.derive ?? 'now');
  return {
    sourceId,
    ruleCount: plan.unchangedCount + plan.written.length,
    addedCount: plan.addedIds.length,
    changedCount: plan.written.length - plan.addedIds.length,
    removedCount: plan.removed.length,
    addedIds: plan.addedIds,
    changedIds: plan.written.filter((id) => !added.has(id)),
    removedIds: plan.removed.map(({ id }) => id),
    unchangedCount: plan.unchangedCount,
    brokenFileCount: content.broken.length,
    skippedFileCount: content.skippedFileCount,
    refused: plan.refused,
    corpusVersion,
  };
}

/** Rules are compiled while those before them are written. */
async function writeAll(
  db: Queryable,
  ids: readonly RuleId[],
  content: SourceContent,
  context: WriteContext,
  { onProgress }: ImportOptions,
): Promise<void> {
  if (ids.length === 0) return;
  let done = 0;
  for await (const batch of content.compile(ids)) {
    await writeRules(db, batch, context);
    done += batch.ids.length;
    onProgress?.(done, ids.length);
  }
  if (done !== ids.length) throw new Error(`${done} rules were compiled where ${ids.length} were asked for`);
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

/** A rule that is refused may be taken the next time: the source is then read again. */
async function forgetFingerprint(db: Queryable, sourceId: string): Promise<void> {
  await db.source.update({ where: { id: sourceId }, data: { fingerprint: null } });
}

async function removeRules(db: Queryable, rowIds: readonly number[]): Promise<void> {
  if (rowIds.length > 0) await db.$executeRaw`DELETE FROM rule WHERE row_id = ANY(${rowIds}::int[])`;
}

function writeContext(source: SourceIdentity, now: Date): WriteContext {
  return {
    sourceId: sourceIdOf(source),
    platformId: source.platform.id,
    licence: source.licence === null ? null : keyText(source.licence),
    now,
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
  const rows = [...broken, ...refusals].flatMap(({ path, diagnostics }) =>
    diagnosticRows(diagnostics, path, null),
  );
  await writeFileDiagnostics(db, jsonRows(rows), sourceId);
}

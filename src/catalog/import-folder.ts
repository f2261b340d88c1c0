/** Brings a folder of rules into the catalog: read, compiled, stored. */
import { readFolder } from '../importer/read-folder.ts';
import type { FileDiagnostics, Platform } from '../platforms/platform.ts';
import type { ParseStatus } from '../rule/rule.ts';
import type { Store } from '../store/client.ts';
import type { DeriveTime } from '../store/derive.ts';
import { importSource, sourceIdOf } from '../store/import-source.ts';
import type { ImportReport } from '../store/import-source.ts';
import type { RefusedRule, RuleBatches } from '../store/import-plan.ts';
import type { CompilableSource, SourceCompiler } from './source-compiler.ts';
import { readStoredSource } from '../store/read/stored-source.ts';
import type { StoredSource } from '../store/read/stored-source.ts';
import { whatWasSeen } from './what-was-seen.ts';

export interface FolderImport {
  readonly platform: Platform;
  readonly folder: string;
  /** The source's name; with the platform its natural key. */
  readonly name: string;
  readonly url: string | null;
  readonly revision: string | null;
  readonly licence: string | null;
  /** `now` unless said otherwise. */
  readonly derive?: DeriveTime;
  /** May many rules go? No unless said. */
  readonly allowShrink?: boolean;
}

export interface FolderImportReport {
  readonly sourceId: string;
  readonly ruleCount: number;
  readonly addedCount: number;
  readonly changedCount: number;
  readonly removedCount: number;
  readonly unchangedCount: number;
  readonly addedIds: readonly string[];
  readonly changedIds: readonly string[];
  readonly removedIds: readonly string[];
  /** Of the rules compiled by this import. */
  readonly partialIds: readonly string[];
  readonly opaqueIds: readonly string[];
  /** Files that could not be read as rules, each with its findings. */
  readonly broken: readonly BrokenFile[];
  readonly refused: readonly RefusedRule[];
  /** What whoever asked for it may want to look at: the rules are stored all the same. */
  readonly hints: readonly string[];
  readonly skippedFileCount: number;
  /** Of the rules compiled by this import. */
  readonly parseStatusCounts: Readonly<Record<ParseStatus, number>>;
  /** From its turn to its end: what was read and compiled ahead, while another was stored, is not counted. */
  readonly seconds: number;
}

interface BrokenFile {
  readonly path: string;
  readonly findings: readonly {
    readonly code: string;
    readonly message: string;
    readonly line: number | null;
    readonly column: number | null;
  }[];
}

export type OnProgress = (step: string, done: number, total: number) => void;

/** A folder that was read, and is being compiled; the database has not been touched. `storePrepared` must follow. */
export interface PreparedImport {
  readonly request: FolderImport;
  readonly stored: StoredSource;
  readonly broken: readonly FileDiagnostics[];
  /** Null where a file is broken: the next import reads the source again, and reports it again. */
  readonly fingerprint: string | null;
  /** Null: the stored source is the same. */
  readonly opened: CompilableSource | null;
}

/** Atomic and idempotent; rejects when the folder or the database cannot be read, never for a rule's sake. */
export async function importFolder(
  store: Store,
  compiler: SourceCompiler,
  request: FolderImport,
  onProgress: OnProgress = () => undefined,
): Promise<FolderImportReport> {
  const began = performance.now();
  const stored = await readStoredSource(store, sourceIdOf(request));
  return storePrepared(store, await prepareFolder(compiler, request, stored, onProgress), began, onProgress);
}

/** `stored`: what is stored of that source now. */
export async function prepareFolder(
  compiler: SourceCompiler,
  request: FolderImport,
  stored: StoredSource,
  onProgress: OnProgress,
): Promise<PreparedImport> {
  const { platform } = request;
  const reading = await readFolder(request.folder, platform);
  const { broken } = reading;
  const fingerprint = broken.length === 0 ? reading.fingerprint : null;
  if (fingerprint !== null && stored.fingerprint === fingerprint)
    return { request, stored, broken, fingerprint, opened: null };
  onProgress('read', 0, 1);
  const others = { name: request.name, owners: stored.owners };
  const opened = await compiler(platform, reading.files, stored.contentHashes, others);
  return {
    request,
    stored,
    broken: [...broken, ...opened.broken],
    fingerprint: opened.broken.length === 0 ? fingerprint : null,
    opened,
  };
}

/** `began`: when its turn did, in ms of `performance.now`. */
export async function storePrepared(
  store: Store,
  prepared: PreparedImport,
  began: number,
  onProgress: OnProgress,
): Promise<FolderImportReport> {
  const { request, broken, fingerprint, opened } = prepared;
  if (opened === null) return unchangedReport(prepared, began);
  const { platform, name, url, revision, licence, derive = 'now', allowShrink = false } = request;
  const idsByStatus: IdsByStatus = { FULL: [], PARTIAL: [], OPAQUE: [] };
  try {
    const isEmpty = opened.changed.length + opened.unchanged.length === 0;
    const seen = isEmpty ? await whatWasSeen(request.folder, platform) : null;
    const report = await importSource(
      store,
      { platform, name, url, revision, licence, fingerprint },
      { ...opened, broken, seen, compile: (ids) => noteStatuses(opened.compile(ids), idsByStatus) },
      { derive, allowShrink, onProgress: (done, total) => onProgress('import', done, total) },
    );
    return importedReport(report, prepared, idsByStatus, began);
  } finally {
    opened.close();
  }
}

function importedReport(
  report: ImportReport,
  { request, stored, broken }: PreparedImport,
  { FULL, PARTIAL, OPAQUE }: IdsByStatus,
  began: number,
): FolderImportReport {
  return {
    sourceId: report.sourceId,
    ruleCount: report.ruleCount,
    addedCount: report.addedCount,
    changedCount: report.changedCount,
    removedCount: report.removedCount,
    unchangedCount: report.unchangedCount,
    addedIds: report.addedIds,
    changedIds: report.changedIds,
    removedIds: report.removedIds,
    partialIds: PARTIAL,
    opaqueIds: OPAQUE,
    broken: broken.map(brokenFile),
    refused: report.refused,
    hints: hintsOf(report, request, stored),
    skippedFileCount: report.skippedFileCount,
    parseStatusCounts: { FULL: FULL.length, PARTIAL: PARTIAL.length, OPAQUE: OPAQUE.length },
    seconds: secondsSince(began),
  };
}

/** Of a source that may be another one of the same name, and of a platform that few of the files are for. */
function hintsOf(
  report: ImportReport,
  { url, platform }: FolderImport,
  stored: StoredSource,
): readonly string[] {
  const { sourceId, removedCount, unchangedCount, changedCount, ruleCount, skippedFileCount } = report;
  const storedCount = stored.contentHashes.size;
  const name = 'another source needs a name of its own (--name)';
  const suffix = `@${sourceId.slice(platform.id.length + 1)}`;
  const copies = [...report.addedIds, ...report.changedIds].filter(
    (id) => id.endsWith(suffix) && stored.owners.has(id.slice(0, -suffix.length)),
  );
  return [
    ...(storedCount > 0 && stored.url !== null && url !== null && stored.url !== url
      ? [`${sourceId} came from ${stored.url} before, and comes from ${url} now: ${name}`]
      : []),
    ...(removedCount > 0 && unchangedCount + changedCount === 0
      ? [`none of the ${storedCount} rules that ${sourceId} had is in it any more: ${name}`]
      : []),
    ...(skippedFileCount > FEW_RULES * ruleCount
      ? [
          `${skippedFileCount} files that ${platform.title} may keep rules in hold none, for ${ruleCount} rules: is it the right platform?`,
        ]
      : []),
    ...(copies.length > 0
      ? [`${copies.length} rules have ids that other sources hold: they are stored as copies, \`…${suffix}\``]
      : []),
  ];
}

/** More files without a rule for each rule, and the folder is hardly one of the platform's. */
const FEW_RULES = 20;

type IdsByStatus = Readonly<Record<ParseStatus, string[]>>;

async function* noteStatuses(batches: RuleBatches, into: IdsByStatus): RuleBatches {
  for await (const batch of batches) {
    for (const [at, status] of batch.parseStatuses.entries()) into[status].push(batch.ids[at] ?? '');
    yield batch;
  }
}

function unchangedReport({ request, stored }: PreparedImport, began: number): FolderImportReport {
  const ruleCount = stored.contentHashes.size;
  return {
    sourceId: sourceIdOf(request),
    ruleCount,
    addedCount: 0,
    changedCount: 0,
    removedCount: 0,
    unchangedCount: ruleCount,
    addedIds: [],
    changedIds: [],
    removedIds: [],
    partialIds: [],
    opaqueIds: [],
    broken: [],
    refused: [],
    hints: [],
    skippedFileCount: 0,
    parseStatusCounts: { FULL: 0, PARTIAL: 0, OPAQUE: 0 },
    seconds: secondsSince(began),
  };
}

function secondsSince(began: number): number {
  return (performance.now() - began) / 1000;
}

function brokenFile({ path, diagnostics }: FileDiagnostics): BrokenFile {
  return {
    path,
    findings: diagnostics.map(({ code, message, span }) => ({
      code,
      message,
      line: span?.start.line ?? null,
      column: span?.start.column ?? null,
    })),
  };
}

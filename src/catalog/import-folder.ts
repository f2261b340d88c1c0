/** Brings a folder of rules into the catalog: read, compiled, stored. */
import { readFolder } from '../importer/read-folder.ts';
import type { FileDiagnostics, Platform } from '../platforms/platform.ts';
import type { ParseStatus } from '../rule/rule.ts';
import type { Store } from '../store/client.ts';
import type { DeriveTime } from '../store/derive.ts';
import { importSource, sourceIdOf } from '../store/import-source.ts';
import type { RefusedRule, RuleBatches } from '../store/import-plan.ts';
import type { CompilableSource, SourceCompiler } from './source-compiler.ts';
import { readStoredSource } from '../store/read/stored-source.ts';
import type { StoredSource } from '../store/read/stored-source.ts';

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
  const opened = await compiler(platform, reading.files, stored.contentHashes);
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
    const stored = await importSource(
      store,
      { platform, name, url, revision, licence, fingerprint },
      { ...opened, broken, compile: (ids) => noteStatuses(opened.compile(ids), idsByStatus) },
      { derive, allowShrink, onProgress: (done, total) => onProgress('import', done, total) },
    );
    return {
      sourceId: stored.sourceId,
      ruleCount: stored.ruleCount,
      addedCount: stored.addedCount,
      changedCount: stored.changedCount,
      removedCount: stored.removedCount,
      unchangedCount: stored.unchangedCount,
      addedIds: stored.addedIds,
      changedIds: stored.changedIds,
      removedIds: stored.removedIds,
      partialIds: idsByStatus.PARTIAL,
      opaqueIds: idsByStatus.OPAQUE,
      broken: broken.map(brokenFile),
      refused: stored.refused,
      skippedFileCount: stored.skippedFileCount,
      parseStatusCounts: {
        FULL: idsByStatus.FULL.length,
        PARTIAL: idsByStatus.PARTIAL.length,
        OPAQUE: idsByStatus.OPAQUE.length,
      },
      seconds: secondsSince(began),
    };
  } finally {
    opened.close();
  }
}

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

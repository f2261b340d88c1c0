/** Brings a folder of rules into the catalog: read, compiled, stored. */
import { readFolder } from '../importer/read-folder.ts';
import type { FileDiagnostics, Platform } from '../platforms/platform.ts';
import type { ParseStatus } from '../rule/rule.ts';
import type { Store } from '../store/client.ts';
import type { DeriveTime } from '../store/derive.ts';
import { importSource, sourceIdOf } from '../store/import-source.ts';
import type { RefusedRule, RuleBatches } from '../store/import-plan.ts';
import type { SourceCompiler } from './source-compiler.ts';
import { readContentHashes, readSourceFingerprints } from '../store/read/content-hashes.ts';

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
}

export interface FolderImportReport {
  readonly sourceId: string;
  readonly ruleCount: number;
  readonly addedCount: number;
  readonly changedCount: number;
  readonly removedCount: number;
  readonly unchangedCount: number;
  /** Files that could not be read as rules, each with its findings. */
  readonly broken: readonly BrokenFile[];
  readonly refused: readonly RefusedRule[];
  readonly skippedFileCount: number;
  /** Of the rules compiled by this import. */
  readonly parseStatusCounts: Readonly<Record<ParseStatus, number>>;
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

/** Atomic and idempotent; rejects when the folder or the database cannot be read, never for a rule's sake. */
export async function importFolder(
  store: Store,
  compiler: SourceCompiler,
  request: FolderImport,
  onProgress: OnProgress = () => undefined,
): Promise<FolderImportReport> {
  const started = performance.now();
  const { platform, name, url, revision, licence, derive = 'now' } = request;
  const sourceId = sourceIdOf({ platform, name });
  const seconds = (): number => (performance.now() - started) / 1000;
  const reading = await readFolder(request.folder, platform);
  const known = await readContentHashes(store, sourceId);
  const fingerprint = reading.broken.length === 0 ? reading.fingerprint : null;
  if (fingerprint !== null && (await readSourceFingerprints(store)).get(sourceId) === fingerprint) {
    return unchangedReport(sourceId, known.size, seconds());
  }
  onProgress('read', 0, 1);
  const opened = await compiler(platform, reading.files, known);
  const broken = [...reading.broken, ...opened.broken];
  const parseStatusCounts = { FULL: 0, PARTIAL: 0, OPAQUE: 0 };
  const stored = await importSource(
    store,
    {
      platform: { id: platform.id, title: platform.title },
      name,
      url,
      revision,
      licence,
      // A source with broken files is read again by the next import, so that it reports them again.
      fingerprint: broken.length === 0 ? fingerprint : null,
    },
    { ...opened, broken, compile: (ids) => countStatuses(opened.compile(ids), parseStatusCounts) },
    { derive, onProgress: (done, total) => onProgress('import', done, total) },
  );
  return {
    sourceId,
    ruleCount: stored.ruleCount,
    addedCount: stored.addedCount,
    changedCount: stored.changedCount,
    removedCount: stored.removedCount,
    unchangedCount: stored.unchangedCount,
    broken: broken.map(brokenFile),
    refused: stored.refused,
    skippedFileCount: stored.skippedFileCount,
    parseStatusCounts,
    seconds: seconds(),
  };
}

async function* countStatuses(batches: RuleBatches, counts: Record<ParseStatus, number>): RuleBatches {
  for await (const batch of batches) {
    for (const { rule } of batch) counts[rule.parseStatus]++;
    yield batch;
  }
}

function unchangedReport(sourceId: string, ruleCount: number, seconds: number): FolderImportReport {
  return {
    sourceId,
    ruleCount,
    addedCount: 0,
    changedCount: 0,
    removedCount: 0,
    unchangedCount: ruleCount,
    broken: [],
    refused: [],
    skippedFileCount: 0,
    parseStatusCounts: { FULL: 0, PARTIAL: 0, OPAQUE: 0 },
    seconds,
  };
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

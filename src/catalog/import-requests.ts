/** Imports as users ask for them: from a folder or a repository, one or several after each other. */
import type { RepositoryAddress } from '../importer/clone-repository.ts';
import type { Platform } from '../platforms/platform.ts';
import type { Store } from '../store/client.ts';
import { deriveStale } from '../store/derive.ts';
import type { DeriveTime } from '../store/derive.ts';
import { sourceIdOf } from '../store/import-source.ts';
import { readStoredSource } from '../store/read/stored-source.ts';
import type { StoredSource } from '../store/read/stored-source.ts';
import { prepareFolder, storePrepared } from './import-folder.ts';
import type { FolderImportReport, OnProgress, PreparedImport } from './import-folder.ts';
import { prepareRepository } from './import-repository.ts';
import type { SourceCompiler } from './source-compiler.ts';
import { removeStarter } from './starter.ts';

export interface ImportRequest {
  readonly platform: Platform;
  readonly from:
    { readonly folder: string } | { readonly address: RepositoryAddress; readonly paths: readonly string[] };
  /** Names the source; with the platform its natural key. */
  readonly name: string;
  /** In force for rules that declare none; null: unknown. */
  readonly licence: string | null;
  /** May many rules go (see `ShrinkingImportError`)? No unless said. */
  readonly allowShrink?: boolean;
}

export type ImportOutcome =
  | { readonly request: ImportRequest; readonly report: FolderImportReport }
  | { readonly request: ImportRequest; readonly error: unknown };

/** So many sources are read and wait for a thread, or for their turn to be stored. */
const SOURCES_AHEAD = 3;

const SILENT: OnProgress = () => undefined;

export async function importRequest(
  store: Store,
  compiler: SourceCompiler,
  request: ImportRequest,
  onProgress: OnProgress = SILENT,
): Promise<FolderImportReport> {
  const began = performance.now();
  const stored = await readStoredSource(store, sourceIdOf(request));
  const prepared = await prepare(compiler, request, stored, 'now', onProgress);
  const report = await storeOne(store, prepared, began, onProgress);
  await deriveStale(store);
  return report;
}

/** One that fails keeps the others from nothing. While one is stored, the next are read and compiled. */
export async function importRequests(
  store: Store,
  compiler: SourceCompiler,
  requests: readonly ImportRequest[],
  onProgress: OnProgress = SILENT,
): Promise<readonly ImportOutcome[]> {
  const outcomes: ImportOutcome[] = [];
  for await (const { request, prepared, began } of inTurn(store, compiler, requests, onProgress)) {
    const report =
      'error' in prepared
        ? prepared
        : await settled(storeWithCopies(store, compiler, request, prepared.value, began, onProgress));
    outcomes.push('error' in report ? { request, ...report } : { request, report: report.value });
  }
  await deriveStale(store);
  return outcomes;
}

interface Turn {
  readonly request: ImportRequest;
  readonly prepared: Settled<PreparedImport>;
  /** In ms of `performance.now`. */
  readonly began: number;
}

/** Each is stored before the next is asked for; those after it are under way by then. */
async function* inTurn(
  store: Store,
  compiler: SourceCompiler,
  requests: readonly ImportRequest[],
  onProgress: OnProgress,
): AsyncGenerator<Turn> {
  let turn: ImportRequest | undefined;
  const begin = async (request: ImportRequest): Promise<Preparing> => {
    const stored = await settled(readStoredSource(store, sourceIdOf(request)));
    if ('error' in stored) return { request, prepared: Promise.resolve(stored) };
    const onOwnProgress: OnProgress = (...step) => {
      if (turn === request) onProgress(...step);
    };
    return { request, prepared: settled(prepare(compiler, request, stored.value, 'later', onOwnProgress)) };
  };
  const ahead: Preparing[] = [];
  let count = 0;
  for (turn of requests) {
    const began = performance.now();
    onProgress('read', 0, 1);
    // Before this one is stored: until that is done the embedded database answers nobody.
    for (const next of requests.slice(count, count + 1 + SOURCES_AHEAD - ahead.length)) {
      // Of one source twice, the second must see the first.
      if (ahead.some(({ request }) => sourceIdOf(request) === sourceIdOf(next))) break;
      ahead.push(await begin(next));
      count++;
    }
    const first = ahead.shift();
    if (first === undefined) throw new Error('a source was not begun at its turn');
    yield { request: first.request, prepared: await first.prepared, began };
  }
}

/** Of sources that are read ahead of each other, a later one learns only here that an earlier one has some of its ids. */
async function storeWithCopies(
  store: Store,
  compiler: SourceCompiler,
  request: ImportRequest,
  prepared: PreparedImport,
  began: number,
  onProgress: OnProgress,
): Promise<FolderImportReport> {
  const first = await storeOne(store, prepared, began, onProgress);
  if (!first.refused.some(({ code }) => code === 'id_of_another_source')) return first;
  const stored = await readStoredSource(store, sourceIdOf(request));
  const again = await prepare(compiler, request, stored, 'later', onProgress);
  const second = await storeOne(store, again, began, onProgress);
  return {
    ...second,
    addedCount: first.addedCount + second.addedCount,
    changedCount: first.changedCount + second.changedCount,
    removedCount: first.removedCount + second.removedCount,
    unchangedCount: first.unchangedCount,
    addedIds: [...first.addedIds, ...second.addedIds],
    changedIds: [...first.changedIds, ...second.changedIds],
    removedIds: [...first.removedIds, ...second.removedIds],
    partialIds: [...first.partialIds, ...second.partialIds],
    opaqueIds: [...first.opaqueIds, ...second.opaqueIds],
    parseStatusCounts: {
      FULL: first.parseStatusCounts.FULL + second.parseStatusCounts.FULL,
      PARTIAL: first.parseStatusCounts.PARTIAL + second.parseStatusCounts.PARTIAL,
      OPAQUE: first.parseStatusCounts.OPAQUE + second.parseStatusCounts.OPAQUE,
    },
  };
}

/** The starter corpus makes room for it. */
async function storeOne(
  store: Store,
  prepared: PreparedImport,
  began: number,
  onProgress: OnProgress,
): Promise<FolderImportReport> {
  const report = await storePrepared(store, prepared, began, onProgress);
  await removeStarter(store);
  return report;
}

function prepare(
  compiler: SourceCompiler,
  { from, ...common }: ImportRequest,
  stored: StoredSource,
  derive: DeriveTime,
  onProgress: OnProgress,
): Promise<PreparedImport> {
  return 'folder' in from
    ? prepareFolder(compiler, { ...common, ...from, derive, url: null, revision: null }, stored, onProgress)
    : prepareRepository(compiler, { ...common, ...from, derive }, stored, onProgress);
}

/** Under way. */
interface Preparing {
  readonly request: ImportRequest;
  readonly prepared: Promise<Settled<PreparedImport>>;
}

type Settled<T> = { readonly value: T } | { readonly error: unknown };

/** Nobody may be waiting yet when it fails. */
function settled<T>(promise: Promise<T>): Promise<Settled<T>> {
  return promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
}

/** The composition root: opens the catalog's store with all that works on it. */
import { pino } from 'pino';
import type { Logger } from 'pino';
import { createCompilePool } from './catalog/compile-pool.ts';
import { createCompiler, readAttackFacts } from './catalog/compiler.ts';
import type { FolderImportReport, OnProgress } from './catalog/import-folder.ts';
import { importRequest, importRequests } from './catalog/import-requests.ts';
import type { ImportOutcome, ImportRequest } from './catalog/import-requests.ts';
import { readPublicSources } from './catalog/public-sources.ts';
import { compileHere } from './catalog/source-compiler.ts';
import { importStarter } from './catalog/starter.ts';
import type { Config } from './config.ts';
import { currentEngine } from './graphql/current-engine.ts';
import { createServer } from './graphql/server.ts';
import type { CatalogServer } from './graphql/server.ts';
import { parseRepositoryAddress } from './importer/clone-repository.ts';
import { withoutCredentials } from './importer/repository-url.ts';
import { platforms } from './platforms/index.ts';
import type { Platform } from './platforms/platform.ts';
import { storeAttack } from './store/attack.ts';
import { deriveStale } from './store/derive.ts';
import { openStore } from './store/open.ts';
import { removeSource } from './store/remove-source.ts';
import type { Store } from './store/client.ts';

export interface App {
  readonly store: Store;
  /** Imports the starter corpus where the catalog holds nothing else. */
  readonly seed: (onProgress?: OnProgress) => Promise<void>;
  /** Imports rules from a folder or a repository; the starter corpus makes room. */
  readonly importRules: (request: ImportRequest, onProgress?: OnProgress) => Promise<FolderImportReport>;
  /** Several, one after the other: what is said of all rules together is derived once, in the end. One that fails keeps the others from nothing. */
  readonly importAll: (
    requests: readonly ImportRequest[],
    onProgress?: OnProgress,
  ) => Promise<readonly ImportOutcome[]>;
  /** Null: there is no such source. */
  readonly removeSource: (sourceId: string) => Promise<{ readonly ruleCount: number } | null>;
  /** The GraphQL server over this catalog, not yet listening; its owner closes it before the app. */
  readonly createServer: () => Promise<CatalogServer>;
  /** Loads the engine over the stored rules, so that the first evaluation need not wait for it. */
  readonly warm: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Opens the store, migrated, with ATT&CK in it. */
export async function openApp(config: Config, logger: Logger = createLogger(config)): Promise<App> {
  const store = await openStore(config);
  const attack = readAttackFacts();
  const compiling = createCompilePool(logger);
  const compiler = compiling.compile;
  // Our own rules are known, and compiled before a thread has started.
  const starterCompiler = compileHere(createCompiler(attack, logger));
  await storeAttack(store, attack);
  await deriveStale(store);
  const engine = currentEngine(store);
  return {
    store,
    seed: (onProgress) => importStarter(store, starterCompiler, onProgress),
    importRules: (request, onProgress) => importRequest(store, compiler, request, onProgress),
    importAll: (requests, onProgress) => importRequests(store, compiler, requests, onProgress),
    removeSource: async (sourceId) => {
      const ruleCount = await removeSource(store, sourceId);
      if (ruleCount !== null) await deriveStale(store);
      return ruleCount === null ? null : { ruleCount };
    },
    createServer: () => createServer({ db: store.client, engine, logger }),
    warm: async () => {
      await engine();
    },
    close: async () => {
      await compiling.close();
      await store.close();
    },
  };
}

/** JSON lines on the error stream: the output stream belongs to commands. */
function createLogger({ logLevel }: Pick<Config, 'logLevel'>): Logger {
  return pino({ level: logLevel }, pino.destination(2));
}

export { parseRepositoryAddress, platforms, readPublicSources, withoutCredentials };
export type { FolderImportReport, ImportOutcome, ImportRequest, Platform };

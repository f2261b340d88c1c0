// The embedded database: PGlite in a folder that survives a restart, or in memory.
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import { createClient } from './client.ts';
import type { ClientOptions, Store } from './client.ts';
import { lockFolder } from './folder-lock.ts';
import { migrate, readMigrations } from './migrate.ts';
import type { Migration } from './migrate.ts';
import { scriptAdapter } from './script-adapter.ts';

export interface EmbeddedOptions extends ClientOptions {
  /** Parent of the database's folder; null: in memory, gone when closed. */
  readonly dataDirectory: string | null;
  /** A database to start from, as `dumpEmbedded` gives it; in memory only. */
  readonly snapshot?: Blob;
  readonly migrations?: readonly Migration[];
}

/** Lies in the database's folder from its first complete start: without it, a first start was cut short. */
const COMPLETE = 'catalog-complete';

const databases = new WeakMap<Store, PGlite>();

export async function openEmbedded(options: EmbeddedOptions): Promise<Store> {
  if (options.dataDirectory === null) return openDatabase(await createInMemory(options), options, noCleanUp);
  const root = resolve(options.dataDirectory);
  const lock = await lockFolder(join(root, 'pglite.lock'));
  try {
    const folder = join(root, 'pglite');
    return await openDatabase(await createInFolder(folder), options, lock.release);
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** The whole database as a file that `snapshot` takes. */
export async function dumpEmbedded(store: Store): Promise<Blob> {
  const database = databases.get(store);
  if (database === undefined) throw new Error('only an embedded database can be dumped');
  return database.dumpDataDir('none');
}

const noCleanUp = (): Promise<void> => Promise.resolve();

async function createInMemory({ snapshot }: EmbeddedOptions): Promise<PGlite> {
  return PGlite.create(snapshot === undefined ? {} : { loadDataDir: snapshot });
}

async function createInFolder(folder: string): Promise<PGlite> {
  const marker = join(folder, COMPLETE);
  if (!existsSync(marker)) await removeIncomplete(folder);
  await mkdir(folder, { recursive: true });
  const database = await PGlite.create({ dataDir: folder });
  if (!existsSync(marker)) await writeFile(marker, '');
  return database;
}

/** What a first start left when it was cut short holds nothing, and would not start. */
async function removeIncomplete(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}

async function openDatabase(
  database: PGlite,
  options: EmbeddedOptions,
  cleanUp: () => Promise<void>,
): Promise<Store> {
  try {
    // The driver adapter writes times without their zone.
    await database.exec(`SET TIME ZONE 'UTC'`);
    // Its pages lie in memory. At a disk's prices for them the planner reads whole tables where an index would do.
    await database.exec('SET seq_page_cost = 0.1; SET random_page_cost = 0.1');
    const factory = new PrismaPGlite(database);
    await migrate(
      {
        adapter: scriptAdapter(factory, (script) => database.exec(script)),
        query: async (sql) => (await database.query<Readonly<Record<string, unknown>>>(sql)).rows,
      },
      options.migrations ?? (await readMigrations()),
    );
    const client = createClient(factory, options);
    const close = async (): Promise<void> => {
      await client.$disconnect();
      if (!database.closed) await database.close();
      await cleanUp();
    };
    const store: Store = { client, kind: 'embedded', close };
    databases.set(store, database);
    return store;
  } catch (error) {
    await database.close();
    throw error;
  }
}

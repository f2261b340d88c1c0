// Runs the same tests on the embedded database and on a real Postgres server, each block on a fresh, migrated database.
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, inject } from 'vitest';
import type { ClientOptions, Store } from '../../src/store/client.ts';
import { dumpEmbedded, openEmbedded } from '../../src/store/embedded.ts';
import { readMigrations } from '../../src/store/migrate.ts';
import { openServer } from '../../src/store/server.ts';
import { findPostgres } from './postgres-server.ts';

export interface TestDatabase {
  readonly kind: Store['kind'];
  /** Open from the block's beforeAll to its afterAll. */
  readonly store: Store;
  /** Empties every table. */
  readonly clear: () => Promise<void>;
}

export interface ServerDatabase extends TestDatabase {
  /** For another node on the same database. */
  readonly url: string;
}

const postgres = findPostgres();
if (postgres === undefined) {
  console.warn(
    'No Postgres binaries were found: tests run on the embedded database only, the others are SKIPPED.',
  );
}

/** Registers the block twice. */
export function describeOnDatabases(
  name: string,
  body: (database: TestDatabase) => void,
  options: ClientOptions = {},
): void {
  describe(`${name} (PGlite)`, () => {
    body(opened('embedded', async () => ({ store: await openSnapshot(options), drop: nothing })));
  });
  describeOnServer(name, body, options);
}

/** For what only several connections can show; skipped where there is no Postgres. */
export function describeOnServer(
  name: string,
  body: (database: ServerDatabase) => void,
  options: ClientOptions = {},
): void {
  describe.skipIf(postgres === undefined)(`${name} (Postgres)`, () => {
    let url = '';
    const database = opened('server', async () => {
      const created = await createDatabase();
      url = created.url;
      return { store: await openServer({ ...options, databaseUrl: url }), drop: created.drop };
    });
    body(Object.defineProperty(database, 'url', { get: () => url, enumerable: true }) as ServerDatabase);
  });
}

/** A database of its own on the run's server. */
export async function createDatabase(
  template = 'catalog_template',
): Promise<{ readonly url: string; readonly drop: () => Promise<void> }> {
  const server = await serverUrl();
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await administer(server, `CREATE DATABASE ${name} TEMPLATE ${template}`);
  const drop = (): Promise<void> => administer(server, `DROP DATABASE ${name} WITH (FORCE)`);
  return { url: `${server}/${name}`, drop };
}

const nothing = (): Promise<void> => Promise.resolve();

function opened(
  kind: Store['kind'],
  open: () => Promise<{ readonly store: Store; readonly drop: () => Promise<void> }>,
): TestDatabase {
  let current: { readonly store: Store; readonly drop: () => Promise<void> } | undefined;
  // On a machine with other things to do, the first start of a database takes its time.
  beforeAll(async () => {
    current = await open();
  }, 180_000);
  afterAll(async () => {
    await current?.store.close();
    await current?.drop();
  });
  const store = (): Store => {
    if (current === undefined) throw new Error('the database opens in beforeAll');
    return current.store;
  };
  return {
    kind,
    get store() {
      return store();
    },
    clear: () => clear(store()),
  };
}

async function clear({ client }: Store): Promise<void> {
  const [tables] = await client.$queryRaw<{ list: string }[]>`
    SELECT string_agg(quote_ident(tablename), ', ') AS list FROM pg_tables
    WHERE schemaname = current_schema() AND tablename <> '_prisma_migrations'`;
  await client.$executeRawUnsafe(`TRUNCATE ${tables?.list ?? ''} RESTART IDENTITY`);
}

async function serverUrl(): Promise<string> {
  const exchange = inject('postgresExchange');
  writeFileSync(join(exchange, 'wanted'), '');
  const ready = join(exchange, 'ready');
  for (let attempt = 0; attempt < 600 && !existsSync(ready); attempt += 1) await sleep(50);
  const { url, error } = JSON.parse(readFileSync(ready, 'utf8')) as { url?: string; error?: string };
  if (url === undefined) throw new Error(error);
  return url;
}

async function administer(server: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: `${server}/postgres` });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** Creating and migrating a database takes seconds: it is done once for each state of the migrations, and kept as a file. */
async function openSnapshot(options: ClientOptions): Promise<Store> {
  const path = await snapshotPath();
  if (!existsSync(path)) await writeSnapshot(path);
  // Read at once: another test file may write the same snapshot over it, and a blob of a replaced file is unreadable.
  const snapshot = new Blob([await readFile(path)]);
  return openEmbedded({ ...options, dataDirectory: null, snapshot });
}

async function snapshotPath(): Promise<string> {
  const require = createRequire(import.meta.url);
  const version = readFileSync(join(require.resolve('@electric-sql/pglite'), '../../package.json'));
  const hash = createHash('sha256').update(version);
  for (const { name, script } of await readMigrations()) hash.update(name).update(script);
  const folder = join(import.meta.dirname, '../../node_modules/.cache/rule-catalog');
  return join(folder, `pglite-${hash.digest('hex').slice(0, 16)}.tar`);
}

/** Renamed into place: another test file may be doing the same. */
async function writeSnapshot(path: string): Promise<void> {
  const store = await openEmbedded({ dataDirectory: null });
  try {
    const dump = await dumpEmbedded(store);
    await mkdir(join(path, '..'), { recursive: true });
    const draft = `${path}.${randomUUID()}`;
    await writeFile(draft, Buffer.from(await dump.arrayBuffer()));
    await rename(draft, path);
  } finally {
    await store.close();
  }
}

// A Postgres server, shared by as many API nodes as there are.
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { createClient } from './client.ts';
import type { ClientOptions, Store } from './client.ts';
import { migrate, readMigrations } from './migrate.ts';
import type { Migration } from './migrate.ts';
import { scriptAdapter } from './script-adapter.ts';

export interface ServerOptions extends ClientOptions {
  readonly databaseUrl: string;
  readonly migrations?: readonly Migration[];
}

/** Taken while migrating, so that nodes that start together do it one after the other. Any number that nobody else uses. */
const MIGRATION_LOCK = 7_251_402;

export async function openServer(options: ServerOptions): Promise<Store> {
  const schema = schemaOf(options.databaseUrl);
  const pool = new pg.Pool({
    connectionString: options.databaseUrl,
    connectionTimeoutMillis: 10_000,
    // The driver adapter writes times without their zone; raw SQL names no schema. The pool waits for it, whatever its types say.
    // eslint-disable-next-line @typescript-eslint/no-misused-promises
    onConnect: async (connection) => {
      const path = schema === undefined ? '' : `; SET search_path TO ${pg.escapeIdentifier(schema)}`;
      await connection.query(`SET TIME ZONE 'UTC'${path}`);
    },
  });
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => undefined);
  const factory = new PrismaPg(pool, schema === undefined ? {} : { schema });
  try {
    await migrateAlone(pool, factory, options.migrations ?? (await readMigrations()));
  } catch (error) {
    await pool.end();
    throw error;
  }
  const client = createClient(factory, options);
  const close = async (): Promise<void> => {
    await client.$disconnect();
    if (!pool.ended) await pool.end();
  };
  return { client, kind: 'server', close };
}

/** The server that DATABASE_URL names cannot be reached, or lets us not in. */
class DatabaseUnreachableError extends Error {
  override readonly name = 'DatabaseUnreachableError';
}

/** The message leaves out the address: it may hold a password. */
async function connect(pool: pg.Pool): Promise<pg.PoolClient> {
  try {
    return await pool.connect();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DatabaseUnreachableError(`The database of DATABASE_URL cannot be used: ${reason}`, {
      cause: error,
    });
  }
}

/** The lock belongs to one connection and is let go with it, even when this process dies. */
async function migrateAlone(
  pool: pg.Pool,
  factory: PrismaPg,
  migrations: readonly Migration[],
): Promise<void> {
  const connection = await connect(pool);
  const query = async (sql: string): Promise<readonly Readonly<Record<string, unknown>>[]> =>
    (await connection.query<Record<string, unknown>>(sql)).rows;
  try {
    await query(`SELECT pg_advisory_lock(${MIGRATION_LOCK})`);
    await migrate(
      { adapter: scriptAdapter(factory, (script) => connection.query(script)), query },
      migrations,
    );
  } finally {
    connection.release(true);
  }
}

/** Prisma's convention: `?schema=` in the URL; else the server's default. */
function schemaOf(databaseUrl: string): string | undefined {
  return URL.canParse(databaseUrl)
    ? (new URL(databaseUrl).searchParams.get('schema') ?? undefined)
    : undefined;
}

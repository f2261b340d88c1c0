// Starts one Postgres server for a whole test run, when the first test file asks for it, and stops it at the end.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { openServer } from '../../src/store/server.ts';
import { findPostgres, startPostgres } from './postgres-server.ts';
import type { PostgresServer } from './postgres-server.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Files pass between the test files and this process: `wanted` starts the server, `ready` says its URL. */
    readonly postgresExchange: string;
  }
}

export const TEMPLATE_DATABASE = 'catalog_template';

export default function setup(project: TestProject): () => Promise<void> {
  const exchange = mkdtempSync(join(tmpdir(), 'catalog-tests-'));
  project.provide('postgresExchange', exchange);
  let server: Promise<PostgresServer> | undefined;
  const timer = setInterval(() => {
    if (server !== undefined || !existsSync(join(exchange, 'wanted'))) return;
    server = startWithTemplate();
    server.then(
      ({ url }) => announce(exchange, { url }),
      (error: unknown) => announce(exchange, { error: String(error) }),
    );
  }, 20);
  return async () => {
    clearInterval(timer);
    // A server that did not start has been announced as an error.
    await server?.then(
      ({ stop }) => stop(),
      () => undefined,
    );
    rmSync(exchange, { recursive: true, force: true });
  };
}

async function startWithTemplate(): Promise<PostgresServer> {
  const binaries = findPostgres();
  if (binaries === undefined) throw new Error('there is no Postgres here');
  const server = await startPostgres(binaries);
  try {
    const client = new pg.Client({ connectionString: `${server.url}/postgres` });
    await client.connect();
    await client.query(`CREATE DATABASE ${TEMPLATE_DATABASE}`);
    await client.end();
    const store = await openServer({ databaseUrl: `${server.url}/${TEMPLATE_DATABASE}` });
    await store.close();
    return server;
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** Renamed into place, so that nobody reads half of it. */
async function announce(
  exchange: string,
  message: { readonly url?: string; readonly error?: string },
): Promise<void> {
  const draft = join(exchange, 'draft');
  writeFileSync(draft, JSON.stringify(message));
  await rename(draft, join(exchange, 'ready'));
}

// The handle on an open database that every function of this folder takes.
import type { SqlDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import { PrismaClient } from './generated/client.ts';
import type { Prisma } from './generated/client.ts';

export interface Store {
  /** Prisma's client: typed reads, and raw SQL where the set is large. */
  readonly client: PrismaClient;
  /** `embedded`: PGlite, one connection; `server`: a Postgres server, a pool. */
  readonly kind: 'embedded' | 'server';
  readonly close: () => Promise<void>;
}

/** The client, or the same within a transaction. */
export type Queryable = Prisma.TransactionClient;

export interface ClientOptions {
  /** Called with each SQL statement that is sent, transaction statements included. */
  readonly onStatement?: (sql: string) => void;
}

export function createClient(adapter: SqlDriverAdapterFactory, options: ClientOptions): PrismaClient {
  const { onStatement } = options;
  if (onStatement === undefined) return new PrismaClient({ adapter, errorFormat: 'minimal' });
  const client = new PrismaClient({
    adapter,
    errorFormat: 'minimal',
    log: [{ emit: 'event', level: 'query' }],
  });
  client.$on('query', ({ query }) => onStatement(query));
  return client;
}

// Opens the catalog's database, migrated: the team's Postgres where one is named, else the embedded one.
import type { ClientOptions, Store } from './client.ts';
import { openEmbedded } from './embedded.ts';
import { openServer } from './server.ts';

export interface StoreConfig {
  readonly databaseUrl: string | undefined;
  /** Where the embedded database is kept. */
  readonly dataDirectory: string;
}

export async function openStore(config: StoreConfig, options: ClientOptions = {}): Promise<Store> {
  const { databaseUrl, dataDirectory } = config;
  return databaseUrl === undefined
    ? openEmbedded({ ...options, dataDirectory })
    : openServer({ ...options, databaseUrl });
}

export async function closeStore(store: Store): Promise<void> {
  await store.close();
}

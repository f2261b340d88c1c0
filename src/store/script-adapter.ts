// A driver adapter whose scripts run as a whole: Prisma's own cut them at every semicolon, or do not wait for them.
import { DriverAdapterError } from '@prisma/driver-adapter-utils';
import type { SqlDriverAdapter, SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';

/** Sends a script in one message, so that the database runs all of it or nothing. */
export type RunScript = (script: string) => Promise<unknown>;

/** The same adapter for migrations, which are scripts. A shadow database is not offered: only a development tool needs one. */
export function scriptAdapter(
  factory: SqlMigrationAwareDriverAdapterFactory,
  runScript: RunScript,
): SqlMigrationAwareDriverAdapterFactory {
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    connect: async () => runningScripts(await factory.connect(), runScript),
    connectToShadowDb: () => Promise.reject(new Error('migrating needs no shadow database')),
  };
}

function runningScripts(adapter: SqlDriverAdapter, runScript: RunScript): SqlDriverAdapter {
  return {
    provider: adapter.provider,
    adapterName: adapter.adapterName,
    queryRaw: (query) => adapter.queryRaw(query),
    executeRaw: (query) => adapter.executeRaw(query),
    startTransaction: (isolationLevel) => adapter.startTransaction(isolationLevel),
    getConnectionInfo: () => adapter.getConnectionInfo?.() ?? { supportsRelationJoins: true },
    dispose: () => adapter.dispose(),
    executeScript: async (script) => {
      try {
        await runScript(script);
      } catch (error) {
        throw driverError(error);
      }
    },
  };
}

/** The engine reports these with their message; any other error it calls unknown. */
function driverError(error: unknown): DriverAdapterError {
  const text = (name: string): string | undefined => {
    const value: unknown = error instanceof Error ? Reflect.get(error, name) : undefined;
    return typeof value === 'string' ? value : undefined;
  };
  return new DriverAdapterError({
    kind: 'postgres',
    code: text('code') ?? 'N/A',
    severity: text('severity') ?? 'ERROR',
    message: error instanceof Error ? error.message : String(error),
    detail: text('detail'),
    column: text('column'),
    hint: text('hint'),
  });
}

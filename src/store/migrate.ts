// Brings a database to the schema of this program: applies the folders of prisma/migrations that it has not seen.
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import type { MigrationList } from '@prisma/schema-engine-wasm';
import { withSchemaEngine } from './schema-engine.ts';

/** A database that could not be brought to this program's schema. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
}

export interface Migration {
  readonly name: string;
  readonly script: string;
}

/** What migrating needs of a database, whichever driver reaches it. */
export interface MigrationTarget {
  readonly adapter: SqlMigrationAwareDriverAdapterFactory;
  readonly query: (sql: string) => Promise<readonly Readonly<Record<string, unknown>>[]>;
}

/** The same place for src/store and for dist/store. */
const MIGRATIONS_FOLDER = join(import.meta.dirname, '../../prisma/migrations');

/** The migrations that this program brings, in order. */
export async function readMigrations(folder: string = MIGRATIONS_FOLDER): Promise<readonly Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
  return Promise.all(
    names.map(async (name) => ({
      name,
      script: await readFile(join(folder, name, 'migration.sql'), 'utf8'),
    })),
  );
}

/** Applies what is missing and returns its names. Loading the engine is what costs time, so a current database does without. */
export async function migrate(
  target: MigrationTarget,
  migrations: readonly Migration[],
): Promise<readonly string[]> {
  const applied = await readApplied(target);
  refuseUnusable(applied, migrations);
  if (migrations.every(({ name }) => applied.some((row) => row.name === name))) return [];
  try {
    const { appliedMigrationNames } = await withSchemaEngine(target.adapter, (engine) =>
      engine.applyMigrations({
        migrationsList: migrationList(migrations),
        filters: { externalTables: [], externalEnums: [] },
      }),
    );
    return appliedMigrationNames;
  } catch (error) {
    throw new MigrationError(await describeFailure(target, error), { cause: error });
  }
}

/** In the form that the engine reads. */
export function migrationList(migrations: readonly Migration[]): MigrationList {
  return {
    baseDir: MIGRATIONS_FOLDER,
    lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
    shadowDbInitScript: '',
    migrationDirectories: migrations.map(({ name, script }) => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: script } },
    })),
  };
}

interface AppliedMigration {
  readonly name: string;
  readonly checksum: string;
  readonly finished: boolean;
}

async function readApplied(target: MigrationTarget): Promise<readonly AppliedMigration[]> {
  const [table] = await target.query(`SELECT to_regclass('_prisma_migrations') IS NOT NULL AS "exists"`);
  if (table?.['exists'] !== true) return [];
  const rows = await target.query(
    `SELECT migration_name, checksum, finished_at IS NOT NULL AS finished
     FROM _prisma_migrations WHERE rolled_back_at IS NULL`,
  );
  return rows.map((row) => ({
    name: String(row['migration_name']),
    checksum: String(row['checksum']),
    finished: row['finished'] === true,
  }));
}

/** The engine would refuse some of these too, but in words for those who write migrations. */
function refuseUnusable(applied: readonly AppliedMigration[], migrations: readonly Migration[]): void {
  for (const { name, checksum, finished } of applied) {
    const known = migrations.find((migration) => migration.name === name);
    if (!finished) {
      throw new MigrationError(
        `The migration ${name} failed on this database earlier. Repair the database, then mark the migration with \`prisma migrate resolve\`.`,
      );
    }
    if (known === undefined) {
      throw new MigrationError(
        `The database has the migration ${name}, which this program does not know: it was migrated by a newer version.`,
      );
    }
    if (createHash('sha256').update(known.script).digest('hex') !== checksum) {
      throw new MigrationError(`The migration ${name} is not the one that was applied to this database.`);
    }
  }
}

/** The engine's message carries its own call stack: what the database said stands in its second line. */
async function describeFailure(target: MigrationTarget, error: unknown): Promise<string> {
  const text = error instanceof Error ? error.message : String(error);
  const reason = /^Error querying the database: (.*)$/m.exec(text)?.[1] ?? text;
  const failed = (await readApplied(target)).find(({ finished }) => !finished);
  return failed === undefined
    ? `The database could not be migrated: ${reason}`
    : `The migration ${failed.name} failed: ${reason}`;
}

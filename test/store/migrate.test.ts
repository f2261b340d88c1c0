import { readFileSync } from 'node:fs';
import { PGlite } from '@electric-sql/pglite';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import { expect, it, describe, beforeAll, afterAll, vi } from 'vitest';
import { openEmbedded } from '../../src/store/embedded.ts';
import { migrate, MigrationError, migrationList, readMigrations } from '../../src/store/migrate.ts';
import type { Migration, MigrationTarget } from '../../src/store/migrate.ts';
import { withSchemaEngine } from '../../src/store/schema-engine.ts';
import { openServer } from '../../src/store/server.ts';
import { createDatabase, describeOnServer } from '../support/databases.ts';
import { scriptAdapter } from '../../src/store/script-adapter.ts';

// Each of these creates databases from nothing, which takes seconds, and many on a busy machine.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const FILTERS = { externalTables: [], externalEnums: [] };

describe('prisma/migrations', () => {
  it('lead to exactly what schema.prisma says', async () => {
    const database = new PGlite();
    const content = readFileSync('prisma/schema.prisma', 'utf8');
    const list = migrationList(await readMigrations());
    const diff = await withSchemaEngine(new PrismaPGlite(database), (engine) =>
      engine.diff({
        from: { tag: 'migrations', ...list },
        to: { tag: 'schemaDatamodel', files: [{ path: 'schema.prisma', content }] },
        script: true,
        exitCode: true,
        filters: FILTERS,
      }),
    );
    await database.close();
    // What is printed here is the next migration.
    expect(diff).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('empty migration') as unknown,
    });
  });
});

const FIRST: Migration = { name: '0001_first', script: `CREATE TABLE a (note text DEFAULT 'one; two');` };
const SECOND: Migration = { name: '0002_second', script: 'CREATE TABLE b ();' };
const FAILING: Migration = {
  name: '0002_second',
  script: 'CREATE TABLE b (); CREATE TABLE nonsense (x no_such_type);',
};

describe('migrate', () => {
  let database: PGlite;
  let target: MigrationTarget;
  beforeAll(async () => {
    database = await PGlite.create();
    const adapter = scriptAdapter(new PrismaPGlite(database), (script) => database.exec(script));
    target = {
      adapter,
      query: async (sql) => (await database.query<Readonly<Record<string, unknown>>>(sql)).rows,
    };
  });
  afterAll(() => database.close());

  it('applies what is missing, and then nothing', async () => {
    expect(await migrate(target, [FIRST])).toEqual(['0001_first']);
    expect(await migrate(target, [FIRST])).toEqual([]);
  });

  it('refuses a migration that was changed after it was applied', async () => {
    const edited = { ...FIRST, script: `${FIRST.script} ` };
    await expect(migrate(target, [edited])).rejects.toThrow('0001_first is not the one that was applied');
  });

  it('says which migration failed and why, and what to do the next time', async () => {
    const attempt = migrate(target, [FIRST, FAILING]);
    await expect(attempt).rejects.toThrow(MigrationError);
    await expect(attempt).rejects.toThrow(/0002_second[^]*no_such_type/);
    const { rows } = await database.query(`SELECT to_regclass('b') AS b`);
    expect(rows).toEqual([{ b: null }]);
    await expect(migrate(target, [FIRST, SECOND])).rejects.toThrow(
      '0002_second failed on this database earlier',
    );
  });

  it('refuses a database of a newer version', async () => {
    await expect(migrate(target, [])).rejects.toThrow('migrated by a newer version');
  });
});

describeOnServer('migrate', () => {
  it('fails on a server as clearly, and leaves nothing of the failed migration', async () => {
    const { url, drop } = await createDatabase('template1');
    const attempt = openServer({ databaseUrl: url, migrations: [FIRST, FAILING] });
    await expect(attempt).rejects.toThrow(/0002_second[^]*no_such_type/);
    await expect(openServer({ databaseUrl: url, migrations: [FIRST, SECOND] })).rejects.toThrow(
      'failed on this database',
    );
    await drop();
  });
});

describe('openEmbedded', () => {
  it('closes what it opened when migrating fails', async () => {
    const attempt = openEmbedded({ dataDirectory: null, migrations: [FIRST, FAILING] });
    await expect(attempt).rejects.toThrow(MigrationError);
  });
});

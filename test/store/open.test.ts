import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FolderInUseError, lockFolder } from '../../src/store/folder-lock.ts';
import { openEmbedded } from '../../src/store/embedded.ts';
import { importSource } from '../../src/store/import-source.ts';
import { closeStore, openStore } from '../../src/store/open.ts';
import { openServer } from '../../src/store/server.ts';
import { makeCatalogRule } from '../support/catalog-rule.ts';
import { createDatabase, describeOnServer } from '../support/databases.ts';
import { contentOf } from '../support/source-content.ts';

// Each of these creates databases from nothing, which takes seconds, and many on a busy machine.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const SOURCE = {
  platform: { id: 'sigma', title: 'Sigma' },
  name: 'made-up',
  url: null,
  revision: null,
  licence: null,
};

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'catalog-open-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('the embedded database', () => {
  it('survives a restart, opens fast the second time, and belongs to one process', async () => {
    const config = { databaseUrl: undefined, dataDirectory: folder };
    const first = await openStore(config);
    await importSource(first, SOURCE, contentOf([makeCatalogRule('a')]));
    await expect(openStore(config)).rejects.toThrow(FolderInUseError);
    await closeStore(first);
    const started = performance.now();
    const second = await openStore(config);
    const took = performance.now() - started;
    expect(await second.client.rule.findMany({ select: { id: true } })).toEqual([{ id: 'sigma:a' }]);
    await closeStore(second);
    expect(await readdir(folder)).toEqual(['pglite']);
    // Under a second on an idle machine; the limit is for a busy one.
    expect(took).toBeLessThan(3_000);
  });

  it('starts over when its first start was cut short', async () => {
    await mkdir(join(folder, 'pglite'));
    await writeFile(join(folder, 'pglite', 'PG_VERSION'), '18\n');
    const store = await openEmbedded({ dataDirectory: folder });
    expect(await store.client.rule.count()).toBe(0);
    await store.close();
  });

  it('reports statements to who asks', async () => {
    const statements: string[] = [];
    const store = await openEmbedded({ dataDirectory: null, onStatement: (sql) => statements.push(sql) });
    await store.client.rule.count();
    expect(statements).toHaveLength(1);
    await store.close();
  });
});

describe('the lock of a folder', () => {
  const path = (): string => join(folder, 'pglite.lock');
  const owner = (pid: number, host: string): string => JSON.stringify({ pid, host, started: '1' });

  it('is taken over from a process that is gone', async () => {
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    await writeFile(path(), owner(pid, hostname()));
    const lock = await lockFolder(path());
    await lock.release();
    expect(await readdir(folder)).toEqual([]);
  });

  it.runIf(process.platform === 'linux')(
    'is taken over when the process id is another process now',
    async () => {
      await writeFile(path(), owner(process.pid, hostname()));
      await (await lockFolder(path())).release();
    },
  );

  it('of another host is respected while it shows signs of life', async () => {
    await writeFile(path(), owner(1, 'elsewhere'));
    await expect(lockFolder(path())).rejects.toThrow('process 1 on elsewhere');
  });
});

describeOnServer('a Postgres server', () => {
  it('is migrated once by nodes that start together', async () => {
    const { url, drop } = await createDatabase('template1');
    const stores = await Promise.all([1, 2, 3].map(() => openServer({ databaseUrl: url })));
    const rows = await stores[0]!.client.$queryRaw<
      { count: number }[]
    >`SELECT count(*)::int FROM _prisma_migrations`;
    expect(rows).toEqual([{ count: (await readdir('prisma/migrations')).length - 1 }]);
    await Promise.all(stores.map(closeStore));
    await drop();
  });

  it('keeps everything in the schema that the URL names', async () => {
    const { url, drop } = await createDatabase('template1');
    const admin = await openServer({ databaseUrl: url, migrations: [] });
    await admin.client.$executeRaw`CREATE SCHEMA "Team"`;
    await admin.close();
    const store = await openServer({ databaseUrl: `${url}?schema=Team` });
    await importSource(store, SOURCE, contentOf([makeCatalogRule('a')]));
    expect(await store.client.rule.count()).toBe(1);
    const rows = await store.client.$queryRaw<{ count: number }[]>`SELECT count(*)::int FROM "Team".rule`;
    expect(rows).toEqual([{ count: 1 }]);
    await store.close();
    await drop();
  });

  it('says so when it cannot be reached', async () => {
    await expect(openServer({ databaseUrl: 'postgresql://nobody@127.0.0.1:1/none' })).rejects.toThrow(
      'ECONNREFUSED',
    );
  });

  it('returns times as they were written, whatever the zone of the server', async () => {
    const { url, drop } = await createDatabase();
    const store = await openServer({ databaseUrl: url });
    const now = new Date('2026-07-01T12:34:56.789Z');
    const empty = contentOf([makeCatalogRule('a')]);
    await importSource(store, SOURCE, empty, { now });
    const [rule] = await store.client.rule.findMany();
    expect([rule?.importedAt, rule?.changedAt]).toEqual([now, now]);
    expect((await store.client.source.findFirstOrThrow()).importedAt).toEqual(now);
    const [row] = await store.client.$queryRaw<{ same: boolean }[]>`
      SELECT r.changed_at = s.imported_at AND s.imported_at = ${now.toISOString()}::timestamptz AS same
      FROM rule r, source s`;
    expect(row?.same).toBe(true);
    await store.close();
    await drop();
  });
});

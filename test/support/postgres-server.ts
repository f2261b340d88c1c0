// A Postgres server of our own for the length of a test run: in a temporary folder, on a loopback port, gone afterwards.
import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

export interface PostgresServer {
  /** Without a database's name. */
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** Where distributions put each major version: parent folder, and how the versions' folders begin. */
const VERSION_FOLDERS = [
  ['/usr/lib/postgresql', '', 'bin'],
  ['/usr', 'pgsql-', 'bin'],
  ['/opt/homebrew/opt', 'postgresql', 'bin'],
  ['/usr/local/opt', 'postgresql', 'bin'],
] as const;

/** Where initdb and postgres lie; the newest version where there are several. */
export function findPostgres(): string | undefined {
  const versions = VERSION_FOLDERS.flatMap(([parent, prefix, binaries]) =>
    (existsSync(parent) ? readdirSync(parent) : [])
      .filter((name) => name.startsWith(prefix))
      .sort((a, b) => versionOf(b) - versionOf(a))
      .map((name) => join(parent, name, binaries)),
  );
  const folders = [...versions, ...(process.env['PATH'] ?? '').split(delimiter)];
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')));
}

function versionOf(name: string): number {
  return Number(/\d+/.exec(name)?.[0] ?? 0);
}

export async function startPostgres(binaries: string): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), 'catalog-postgres-'));
  const user = unprivilegedUser();
  if (user !== undefined) chownSync(folder, user.uid, user.gid);
  const data = join(folder, 'data');
  const options = { cwd: folder, ...user, env: { PATH: binaries, LC_ALL: 'C' } };
  const created = spawnSync(
    join(binaries, 'initdb'),
    [
      '--pgdata',
      data,
      '--username',
      'catalog',
      '--auth',
      'trust',
      '--encoding',
      'UTF8',
      '--no-locale',
      '--no-sync',
    ],
    { ...options, encoding: 'utf8' },
  );
  if (created.status !== 0) {
    rmSync(folder, { recursive: true, force: true });
    throw new Error(`initdb failed: ${created.stderr || String(created.error)}`);
  }
  const port = await freePort();
  const child = spawn(join(binaries, 'postgres'), ['-D', data, ...settings(port)], {
    ...options,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const killAtExit = (): void => void child.kill('SIGQUIT');
  process.once('exit', killAtExit);
  const stop = async (): Promise<void> => {
    await end(child);
    process.removeListener('exit', killAtExit);
    rmSync(folder, { recursive: true, force: true });
  };
  const url = `postgresql://catalog@127.0.0.1:${port}`;
  try {
    await untilReady(child, url);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, stop };
}

/** Nothing that it writes must outlive it. A time zone far from UTC shows whoever forgets about zones. */
function settings(port: number): readonly string[] {
  return [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'fsync=off',
    'synchronous_commit=off',
    'full_page_writes=off',
    'timezone=America/New_York',
    'max_connections=200',
  ].flatMap((setting) => ['-c', setting]);
}

/** Postgres refuses to run as root. */
function unprivilegedUser(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
  const line = ['postgres', 'nobody'].flatMap((name) =>
    lines.filter((each) => each.startsWith(`${name}:`)),
  )[0];
  const [, , uid, gid] = line?.split(':') ?? [];
  if (uid === undefined || gid === undefined) throw new Error('there is no user postgres or nobody');
  return { uid: Number(uid), gid: Number(gid) };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

async function untilReady(child: ChildProcess, url: string): Promise<void> {
  let log = '';
  child.stderr?.on('data', (chunk: Buffer) => (log += chunk.toString()));
  for (let attempt = 0; attempt < 300; attempt += 1) {
    if (child.exitCode !== null) break;
    const client = new pg.Client({ connectionString: `${url}/postgres` });
    try {
      await client.connect();
      await client.end();
      return;
    } catch {
      // Not listening yet: it is asked again until it is, or has ended.
      await sleep(50);
    }
  }
  throw new Error(`postgres did not start: ${log}`);
}

/** SIGINT: connections are cut, then it ends in order. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGINT');
  await ended;
}

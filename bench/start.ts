// How soon does the built program answer, on an empty data folder (migrated and seeded) and on the same folder again? Seconds as it reports them.
// Usage: npx tsx bench/start.ts [later starts]
import { execFileSync, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PORT = '4999';
const laterStarts = Number(process.argv[2] ?? 3);
execFileSync(process.execPath, ['scripts/build.js', '--if-stale'], { stdio: 'inherit' });
const dataDirectory = await mkdtemp(join(tmpdir(), 'rule-catalog-bench-'));

/** What the program says when it is ready; rejects when it ends before. */
async function start(): Promise<string> {
  const program = spawn(process.execPath, ['--enable-source-maps', 'dist/main.js'], {
    env: { ...process.env, PORT, RULE_CATALOG_DATA: dataDirectory, DATABASE_URL: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => program.once('exit', () => resolve()));
  const ready = new Promise<string>((resolve, reject) => {
    program.stdout.setEncoding('utf8').on('data', (text: string) => {
      const [, seconds] = /ready after ([\d.]+) s/.exec(text) ?? [];
      if (seconds !== undefined) resolve(seconds);
    });
    void ended.then(() => reject(new Error('the program ended before it was ready')));
  });
  try {
    return await ready;
  } finally {
    program.kill('SIGINT');
    await ended;
  }
}

try {
  console.log(`first start: ready after ${await start()} s`);
  for (let round = 0; round < laterStarts; round++)
    console.log(`later start: ready after ${await start()} s`);
} finally {
  await rm(dataDirectory, { recursive: true, force: true });
}

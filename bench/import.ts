// Imports the real corpora, each as a source of its own, into an embedded database in an empty folder: seconds, processor seconds (of all
// threads), peak memory; and the same again, unchanged.
// Usage: RULE_CORPORA=<folder> npx tsx bench/import.ts [--platforms a,b] [--rounds <unchanged imports>]
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { execFileSync } from 'node:child_process';
import type * as App from '../src/app.ts';
import type { FolderImportReport } from '../src/app.ts';
import { corpusFolder, corporaOf } from './corpora.ts';

const { values: options } = parseArgs({
  options: { platforms: { type: 'string' }, rounds: { type: 'string', default: '1' } },
});
const corpora = corporaOf(options.platforms?.split(','));
// The built program, as users run it: from source each compile thread would translate all of it first.
execFileSync(process.execPath, ['scripts/build.js', '--if-stale'], { stdio: 'inherit' });
const { openApp } = (await import(new URL('../dist/app.js', import.meta.url).href)) as typeof App;
const dataDirectory = await mkdtemp(join(tmpdir(), 'rule-catalog-bench-'));

interface Clock {
  readonly seconds: () => string;
}

function startClock(): Clock {
  const started = performance.now();
  const before = process.cpuUsage();
  return {
    seconds: () => {
      const { user, system } = process.cpuUsage(before);
      const processor = ((user + system) / 1_000_000).toFixed(1);
      return `${((performance.now() - started) / 1000).toFixed(1)} s (processor ${processor} s), peak so far ${peak()} MB`;
    },
  };
}

function peak(): string {
  return (process.resourceUsage().maxRSS / 1024).toFixed(0);
}

async function importAll(round: string): Promise<void> {
  const opening = startClock();
  const app = await openApp({
    host: '127.0.0.1',
    port: 0,
    databaseUrl: undefined,
    dataDirectory,
    logLevel: 'warn',
  });
  console.log(`${round}: opened in ${opening.seconds()}`);
  const whole = startClock();
  const outcomes = await app.importAll(
    corpora.map(({ platform, repository }) => ({
      platform,
      from: { folder: corpusFolder(repository) },
      name: repository,
      licence: null,
    })),
  );
  for (const outcome of outcomes) {
    const { platform, name } = outcome.request;
    if ('error' in outcome) throw outcome.error;
    console.log(`  ${platform.id.padEnd(16)} ${name.padEnd(44)} ${reportText(outcome.report)}`);
  }
  const rules = outcomes.reduce((sum, each) => sum + ('report' in each ? each.report.ruleCount : 0), 0);
  console.log(`${round}: ${rules} rules in ${whole.seconds()}`);
  await app.close();
}

function reportText(report: FolderImportReport): string {
  const { ruleCount, addedCount, unchangedCount, parseStatusCounts, broken, refused, seconds } = report;
  const { FULL, PARTIAL, OPAQUE } = parseStatusCounts;
  return (
    `${ruleCount} rules (${addedCount} added, ${unchangedCount} unchanged; FULL ${FULL}, PARTIAL ${PARTIAL}, OPAQUE ${OPAQUE}), ` +
    `${broken.length} broken files, ${refused.length} refused; ${seconds.toFixed(1)} s`
  );
}

try {
  await importAll('first import');
  for (let round = 1; round <= Number(options.rounds); round++) await importAll('unchanged import');
} finally {
  await rm(dataDirectory, { recursive: true, force: true });
}

// Imports the real corpora, each as a source of its own, into an embedded database in an empty folder: seconds, processor seconds (of all
// threads), peak memory; and the same again, unchanged.
// Usage: RULE_CORPORA=<folder> npx tsx bench/import.ts [--platforms a,b] [--rounds <unchanged imports>]
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openApp } from '../src/app.ts';
import type { FolderImportReport } from '../src/app.ts';
import { corpusFolder, corporaOf } from './corpora.ts';

const { values: options } = parseArgs({
  options: { platforms: { type: 'string' }, rounds: { type: 'string', default: '1' } },
});
const corpora = corporaOf(options.platforms?.split(','));
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

/** When each step ended, in seconds: what the time of an import went into. */
function stepClock(): { readonly step: (name: string) => void; readonly text: () => string } {
  const started = performance.now();
  const ends = new Map<string, number>();
  return {
    step: (name) => ends.set(name, (performance.now() - started) / 1000),
    text: () => [...ends].map(([name, end]) => `${name} until ${end.toFixed(1)}`).join(', '),
  };
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
  let rules = 0;
  for (const { platform, repository } of corpora) {
    const folder = corpusFolder(repository);
    const clock = startClock();
    const steps = stepClock();
    const report = await app.importRules(
      { platform, from: { folder }, name: repository, licence: null },
      (step) => steps.step(step),
    );
    rules += report.ruleCount;
    console.log(`  ${platform.id.padEnd(16)} ${repository.padEnd(44)} ${reportText(report)}`);
    console.log(`    ${clock.seconds()}; ${steps.text()}`);
  }
  console.log(`${round}: ${rules} rules in ${whole.seconds()}`);
  await app.close();
}

function reportText(report: FolderImportReport): string {
  const { ruleCount, addedCount, unchangedCount, parseStatusCounts, broken, refused } = report;
  const { FULL, PARTIAL, OPAQUE } = parseStatusCounts;
  return (
    `${ruleCount} rules (${addedCount} added, ${unchangedCount} unchanged; FULL ${FULL}, PARTIAL ${PARTIAL}, OPAQUE ${OPAQUE}), ` +
    `${broken.length} broken files, ${refused.length} refused`
  );
}

try {
  await importAll('first import');
  for (let round = 1; round <= Number(options.rounds); round++) await importAll('unchanged import');
} finally {
  await rm(dataDirectory, { recursive: true, force: true });
}

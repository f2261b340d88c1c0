// Imports the real corpora into an embedded database in an empty folder: seconds, peak memory, and the same again, unchanged.
// Usage: RULE_CORPORA=<folder> npx tsx bench/import.ts
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openApp, platforms } from '../src/app.ts';
import { corpusFolder, repositoryOf } from './corpora.ts';

const dataDirectory = await mkdtemp(join(tmpdir(), 'rule-catalog-bench-'));
const peakMegabytes = (): string => (process.resourceUsage().maxRSS / 1024).toFixed(0);

async function importAll(round: string): Promise<void> {
  const app = await openApp({
    host: '127.0.0.1',
    port: 0,
    databaseUrl: undefined,
    dataDirectory,
    logLevel: 'warn',
  });
  const started = performance.now();
  for (const platform of platforms) {
    const folder = corpusFolder(repositoryOf(platform.id));
    const report = await app.importRules({ platform, from: { folder }, name: platform.title, licence: null });
    const { ruleCount, addedCount, unchangedCount, parseStatusCounts, seconds } = report;
    console.log(
      `  ${platform.title.padEnd(8)} ${ruleCount} rules, ${addedCount} added, ${unchangedCount} unchanged, ${JSON.stringify(parseStatusCounts)}, ` +
        `${report.broken.length} broken files, ${report.refused.length} refused, ${seconds.toFixed(1)} s, peak so far ${peakMegabytes()} MB`,
    );
  }
  console.log(
    `${round}: ${((performance.now() - started) / 1000).toFixed(1)} s, peak memory ${peakMegabytes()} MB`,
  );
  await app.close();
}

try {
  await importAll('first import');
  await importAll('unchanged import');
} finally {
  await rm(dataDirectory, { recursive: true, force: true });
}

// How long does the embedded database take to store 7,000 rules, and to see that nothing changed?
// Usage: npx tsx bench/store-import.ts [rules]
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CatalogRule } from '../src/analysis/catalog-rule.ts';
import type { SourceIdentity } from '../src/store/import-source.ts';
import { importSource } from '../src/store/import-source.ts';
import { openStore } from '../src/store/open.ts';
import { readEngineRules } from '../src/store/read/engine-rules.ts';
import { contentOf } from '../test/support/source-content.ts';
import { syntheticRules } from './synthetic-rules.ts';

const count = Number(process.argv[2] ?? 7_000);
const source: SourceIdentity = {
  platform: { id: 'made_up', title: 'Made up' },
  name: 'synthetic',
  url: null,
  revision: null,
  licence: 'Apache-2.0',
};

async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  const started = performance.now();
  const before = process.cpuUsage();
  const result = await work();
  const seconds = ((performance.now() - started) / 1_000).toFixed(2).padStart(7);
  const { user, system } = process.cpuUsage(before);
  const busy = ((user + system) / 1_000_000).toFixed(2).padStart(7);
  const memory = (process.memoryUsage.rss() / 1_048_576).toFixed(0).padStart(5);
  console.log(`${seconds} s  ${busy} s of a core  ${memory} MB  ${what}`);
  return result;
}

const rulesOf = (edition: number): readonly CatalogRule[] => syntheticRules('made_up', count, edition);

const folder = await mkdtemp(join(tmpdir(), 'store-import-'));
const config = { databaseUrl: process.env['DATABASE_URL'], dataDirectory: folder };
try {
  const first = rulesOf(0);
  const store = await timed('open, first time', () => openStore(config));
  await timed(`import ${count} new rules`, () => importSource(store, source, contentOf(first)));
  await timed('the same again', () => importSource(store, source, contentOf(first)));
  await timed('one rule changed', () =>
    importSource(store, source, contentOf([...syntheticRules('made_up', 1, 1), ...first.slice(1)])),
  );
  await timed('all rules changed', () => importSource(store, source, contentOf(rulesOf(1))));
  const rules = await timed('load all rules for the engine', () => readEngineRules(store));
  const [indicators, links] = [
    await store.client.ruleIndicator.count(),
    await store.client.actionLink.count(),
  ];
  await timed('close', () => store.close());
  const again = await timed('open again', () => openStore(config));
  await timed('remove all rules', () => importSource(again, source, contentOf([])));
  await again.close();
  console.log(`${rules.length} rules, ${indicators} indicator rows, ${links} links`);
  console.log(`peak memory ${(process.resourceUsage().maxRSS / 1_024).toFixed(0)} MB`);
} finally {
  await rm(folder, { recursive: true, force: true });
}

// How long does each list query take over the stored corpus?
//   RULE_CATALOG_DATA=<folder> npx tsx bench/graphql-queries.ts [runs] [only queries with this in their name]
// Without a data folder (or DATABASE_URL) it stores 7,000 synthetic rules first. Times are of whole HTTP requests; `cpu` is what one takes of
// this process (client, server and embedded database), which on a busy machine says more than the clock.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { readAttackFacts } from '../src/catalog/compiler.ts';
import { readConfig } from '../src/config.ts';
import { currentEngine } from '../src/graphql/current-engine.ts';
import { createServer } from '../src/graphql/server.ts';
import { storeAttack } from '../src/store/attack.ts';
import type { Store } from '../src/store/client.ts';
import { importSource } from '../src/store/import-source.ts';
import { openStore } from '../src/store/open.ts';
import { contentOf } from '../test/support/source-content.ts';
import { syntheticRules } from './synthetic-rules.ts';

const LIMIT_MS = 50;
const runs = Number(process.argv[2] ?? 40);
const only = process.argv[3] ?? '';

const CARD = 'nodes { id title severity status parseStatus } pageInfo { hasNextPage endCursor }';
const QUERIES: Readonly<Record<string, string>> = {
  rules: `{ rules(first: 25) { ${CARD} } }`,
  'rules, page of 100, counted': `{ rules(first: 100) { totalCount ${CARD} } }`,
  'rules by severity': `{ rules(first: 25, orderBy: { field: SEVERITY, direction: DESC }) { totalCount ${CARD} } }`,
  'rules by change': `{ rules(first: 25, orderBy: { field: CHANGED_AT, direction: DESC }) { ${CARD} } }`,
  'rules of a platform and technique': `{ rules(platform: "sigma", technique: "T1059") { totalCount ${CARD} } }`,
  'rules of a tactic': `{ rules(tactic: "execution") { totalCount ${CARD} } }`,
  'rules of a log source': `{ rules(logSource: "windows.process_creation") { totalCount ${CARD} } }`,
  'rules of a field': `{ rules(filter: { fields: ["process.command_line"] }) { totalCount ${CARD} } }`,
  'rules of an action': `{ rules(filter: { actions: ["CreateUser"] }) { totalCount ${CARD} } }`,
  'rules of a tag': `{ rules(tag: "attack.t1059") { totalCount ${CARD} } }`,
  'rules with platform and log sources': `{ rules(first: 25) { nodes { title platform { title } source { name } logSources { name } attack { technique { name } } } } }`,
  'rules with their logic': `{ rules(first: 25) { nodes { title condition { text } indicators { field kind values { value ruleCount } } exclusions { field values { value } } } } }`,
  searchRules: `{ searchRules(text: "powershell encoded command") { totalCount ${CARD} } }`,
  'searchRules, common word': `{ searchRules(text: "windows") { totalCount ${CARD} } }`,
  'searchRules, filtered': `{ searchRules(text: "user", filter: { platforms: ["sigma"] }) { totalCount ${CARD} } }`,
  indicators: '{ indicators(first: 25) { totalCount nodes { field kind value ruleCount platformCount } } }',
  'indicators with rules':
    '{ indicators(first: 25) { nodes { value platforms { platform { title } ruleCount } rules(first: 3) { nodes { title } } } } }',
  'indicators containing':
    '{ indicators(filter: { valueContains: "shell" }) { totalCount nodes { value } } }',
  'indicators by value': '{ indicators(orderBy: { field: VALUE, direction: ASC }) { nodes { value } } }',
  'indicators of a platform':
    '{ indicators(filter: { platform: "elastic" }) { totalCount nodes { value } } }',
  rulesSharingIndicator: `{ rulesSharingIndicator(field: "process.name", kind: EQ, value: "cmd.exe") { totalCount ${CARD} } }`,
  'rulesMatchingValue on a field': `{ rulesMatchingValue(field: "process.command_line", value: "powershell.exe -nop -w hidden -enc SQBFAFgA") { totalCount ${CARD} } }`,
  'rulesMatchingValue on any field': `{ rulesMatchingValue(value: "C:\\\\Windows\\\\System32\\\\cmd.exe") { totalCount ${CARD} } }`,
  exclusions: '{ exclusions(first: 25) { totalCount nodes { field kind value ruleCount } } }',
  rulesSuppressing: `{ rulesSuppressing(field: "process.executable", value: "C:\\\\Windows\\\\System32\\\\svchost.exe") { totalCount ${CARD} } }`,
  actions: '{ actions(first: 25) { totalCount nodes { operation ruleCount logSource { name } } } }',
  'actions of a log source with their parts':
    '{ actions(logSource: "aws.cloudtrail", first: 10) { nodes { operation rules(first: 3) { nodes { title } } indicators(first: 5) { ruleCount indicator { value } } techniques { technique { name } } } } }',
  techniques: '{ techniques(first: 25) { totalCount nodes { attackId name ruleCount } } }',
  'techniques by use':
    '{ techniques(orderBy: { field: RULE_COUNT, direction: DESC }) { totalCount nodes { name ruleCount platforms { ruleCount } } } }',
  tactics: '{ tactics { name ruleCount } }',
  fields:
    '{ fields(first: 25) { totalCount nodes { name ruleCount nativeNames { name platform { title } } } } }',
  'fields containing': '{ fields(filter: { nameContains: "user" }) { totalCount nodes { name ruleCount } } }',
  logSources:
    '{ logSources { totalCount nodes { name ruleCount platforms { ruleCount platform { title } } } } }',
  platforms: '{ platforms { title ruleCount sources { name revision lastImport { durationMs } } } }',
  sources: '{ sources { name ruleCount } }',
  stats:
    '{ stats { ruleCount indicatorCount actionCount sameActionPairCount bySeverity { key ruleCount } byMonth { key ruleCount } byTactic { key ruleCount } byLogSource { key ruleCount } } }',
  corpusHealth:
    '{ corpusHealth { rows { platform language fullShare agreeShare } diagnostics { code ruleCount } brokenFileCount } }',
};

async function withStore(use: (store: Store) => Promise<void>): Promise<void> {
  const config = readConfig();
  if (config.databaseUrl !== undefined || process.env['RULE_CATALOG_DATA'] !== undefined) {
    const store = await openStore(config);
    await use(store);
    await store.close();
    return;
  }
  const dataDirectory = await mkdtemp(join(tmpdir(), 'graphql-queries-'));
  const store = await openStore({ databaseUrl: undefined, dataDirectory });
  const identity = {
    platform: { id: 'sigma', title: 'Sigma' },
    name: 'synthetic',
    url: null,
    revision: null,
  };
  await storeAttack(store, readAttackFacts());
  await importSource(
    store,
    { ...identity, licence: null, fingerprint: null },
    contentOf(syntheticRules('sigma', 7_000)),
  );
  await use(store);
  await store.close();
  await rm(dataDirectory, { recursive: true });
}

function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? NaN;
}

interface Measurement {
  readonly times: readonly number[];
  readonly cpu: number;
}

async function measure(url: string, query: string, runs: number): Promise<Measurement> {
  const times: number[] = [];
  let before = process.cpuUsage();
  for (let run = 0; run < runs + 3; run++) {
    if (run === 3) before = process.cpuUsage();
    const started = performance.now();
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ query }),
    });
    const answer = (await response.json()) as { errors?: unknown };
    if (answer.errors !== undefined) throw new Error(`${query}\n${JSON.stringify(answer.errors)}`);
    if (run >= 3) times.push(performance.now() - started);
  }
  const { user, system } = process.cpuUsage(before);
  return { times: times.sort((a, b) => a - b), cpu: (user + system) / 1_000 / runs };
}

await withStore(async (store) => {
  const server = await createServer({
    db: store.client,
    engine: currentEngine(store),
    logger: pino({ level: 'error' }),
  });
  const { port } = await server.listen({ host: '127.0.0.1', port: 0 });
  console.log(`${await store.client.rule.count()} rules, ${runs} runs of each query, ${store.kind} database`);
  console.log('     p50      p95      cpu');
  let slow = 0;
  // The first requests of a process also compile its code: none of the queries shall pay for that.
  for (const query of Object.values(QUERIES)) await measure(`http://127.0.0.1:${port}/graphql`, query, 1);
  const asked = Object.entries(QUERIES).filter(([name]) => name.includes(only));
  for (const [name, query] of asked) {
    const { times, cpu } = await measure(`http://127.0.0.1:${port}/graphql`, query, runs);
    const [p50, p95] = [percentile(times, 0.5), percentile(times, 0.95)];
    if (p95 > LIMIT_MS) slow += 1;
    const mark = p95 > LIMIT_MS ? `  over ${LIMIT_MS} ms` : '';
    console.log(
      `${p50.toFixed(1).padStart(8)} ${p95.toFixed(1).padStart(8)} ${cpu.toFixed(1).padStart(8)} ms  ${name}${mark}`,
    );
  }
  console.log(`${slow} of ${asked.length} over ${LIMIT_MS} ms at p95`);
  await server.close();
});

// One event against all rules: time per event, and that the index leaves out nothing that the full scan finds.
// Usage: RULE_CORPORA=<folder> npx tsx bench/evaluate.ts [platform …]
//   Without platforms COMPILED_RULES is heeded as bench/corpora.ts says.
import { compileRules } from '../src/engine/engine.ts';
import type { Engine, EngineRule } from '../src/engine/evaluation.ts';
import type { Rule } from '../src/rule/rule.ts';
import { compileCorpora, compiledRules, engineRule } from './corpora.ts';
import { eventLanes, everyNth, processorTime } from './event-lanes.ts';

const platforms = process.argv.slice(2);
const corpora = platforms.length === 0 ? await compiledRules() : await compiledOf(platforms);
const rules: readonly EngineRule[] = corpora.map(engineRule);
const started = performance.now();
const engine = compileRules(rules);
console.log(
  `${rules.length} rules, compiled in ${(performance.now() - started).toFixed(0)} ms; resident memory, corpora included: ${(process.memoryUsage().rss / 1e6).toFixed(0)} MB`,
);

for (const [lane, all] of Object.entries(eventLanes(corpora))) measure(lane, everyNth(all, 1_000), engine);

const text = (length: number): string =>
  'powershell -enc cmd.exe /c whoami '.repeat(length / 32).slice(0, length);
const sysmon = { EventID: 1, Channel: 'Microsoft-Windows-Sysmon/Operational', Image: 'C:\\a.exe' };
const large: Readonly<Record<string, unknown>> = {
  'one text of 1 MB': { ...sysmon, CommandLine: text(1_000_000) },
  'one text of 128 KB': { ...sysmon, CommandLine: text(131_072) },
  'a list of 2,000 texts': {
    ...sysmon,
    CommandLine: Array.from({ length: 2_000 }, (_none, at) => text(500) + String(at)),
  },
  'ten texts of 60 KB': {
    ...sysmon,
    ...Object.fromEntries(
      ['CommandLine', 'ParentCommandLine', 'Image', 'ParentImage', 'TargetObject', 'Details']
        .concat(['TargetFilename', 'ScriptBlockText', 'Payload', 'OriginalFileName'])
        .map((field, at) => [field, text(60_000 + at)]),
    ),
  },
};
console.log('\nlarge events: processor time');
for (const [name, event] of Object.entries(large)) {
  const plain = processorTime(() => engine.evaluate(event));
  const explained = processorTime(() => explain(engine, event));
  console.log(`  ${name}: ${plain.toFixed(0)} ms, explained ${explained.toFixed(0)} ms`);
}

function measure(lane: string, events: readonly unknown[], of: Engine): void {
  if (events.length === 0) return;
  const warm = everyNth(events, 200);
  for (const event of warm) of.evaluate(event);
  const times = events.map((event) => timed(() => of.evaluate(event)));
  const busy = events.map((event) => processorTime(() => of.evaluate(event)));
  const counted = events.map((event) => processorTime(() => of.evaluate(event).totals.undecided));
  const explained = warm.map((event) => processorTime(() => explain(of, event)));
  const scanned = warm.map((event) => timed(() => of.evaluateFullScan(event)));
  const differing = warm.filter(
    (event) => summary(of.evaluate(event)) !== summary(of.evaluateFullScan(event)),
  );
  const totals = events.map((event) => of.evaluate(event).totals);
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, each) => sum + each, 0) / values.length;
  console.log(`\n${lane}: ${events.length} events`);
  console.log(`  indexed    ${quantiles(times)}`);
  console.log(`  processor  ${quantiles(busy)}  mean ${mean(busy).toFixed(2)} ms`);
  console.log(
    `  with the undecided ones  ${quantiles(counted)}  mean ${mean(counted).toFixed(2)} ms (processor time)`,
  );
  console.log(`  explained  ${quantiles(explained)}  (processor time)`);
  console.log(`  full scan  ${quantiles(scanned)}`);
  console.log(
    `  on average ${mean(totals.map((each) => each.evaluated)).toFixed(0)} rules pass the gate, ${mean(totals.map((each) => each.matched)).toFixed(1)} match, ${mean(totals.map((each) => each.undecided)).toFixed(1)} are undecided`,
  );
  console.log(`  index and full scan differ on ${differing.length} of ${warm.length} events`);
  if (differing.length > 0) process.exitCode = 1;
}

async function compiledOf(of: readonly string[]): Promise<readonly Rule[]> {
  return (await compileCorpora(of)).flatMap((corpus) => corpus.rules.map(({ rule }) => rule));
}

/** All that an evaluation has to say, without the trees. */
function explain(of: Engine, event: unknown): unknown {
  const { nearMisses, nearestUndecided, wouldMatch, totals } = of.evaluate(event, { explain: true });
  return [nearMisses.length, nearestUndecided(100).length, wouldMatch.length, totals.tiers, totals.causes];
}

function timed(run: () => unknown): number {
  const from = performance.now();
  run();
  return performance.now() - from;
}

function summary({ matches, undecided, wouldMatch, totals }: ReturnType<Engine['evaluate']>): string {
  return JSON.stringify(
    [matches, undecided, wouldMatch].map((list) => list.map(({ id }) => id)).concat([JSON.stringify(totals)]),
  );
}

function quantiles(values: readonly number[]): string {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): string =>
    (sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(2).padStart(8);
  return `p50 ${at(0.5)} ms  p95 ${at(0.95)} ms  p99 ${at(0.99)} ms  max ${at(1)} ms`;
}

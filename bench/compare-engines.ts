// The engine of this checkout beside that of another, in one process and on the same rules: processor time per event. COMPILED_RULES (bench/corpora.ts) names the rules; where the
// other checkout does not know all of the IR, they have to be compiled there.
// Usage: RULE_CORPORA=<folder> COMPILED_RULES=<file> npx tsx bench/compare-engines.ts <folder of the other checkout, its packages installed>
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { compileRules } from '../src/engine/engine.ts';
import type { Engine } from '../src/engine/evaluation.ts';
import { compiledRules, engineRule } from './corpora.ts';
import { eventLanes, everyNth, processorTime } from './event-lanes.ts';

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('name the folder of the other checkout');
const theirs = (await import(pathToFileURL(resolve(folder, 'src/engine/engine.ts')).href)) as {
  readonly compileRules: typeof compileRules;
};
const rules = await compiledRules();
const engines = {
  theirs: theirs.compileRules(rules.map(engineRule)),
  ours: compileRules(rules.map(engineRule)),
};

/** The first round warms up. */
const ROUNDS = 4;

for (const [lane, all] of Object.entries(eventLanes(rules))) {
  const events = everyNth(all, 150);
  const times = { theirs: [] as number[], ours: [] as number[] };
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const which of ['theirs', 'ours'] as const) {
      const spent = events.map((event) => processorTime(() => judge(engines[which], event)));
      if (round > 0) times[which].push(...spent);
    }
  }
  const [before, now] = [mean(times.theirs), mean(times.ours)];
  console.log(
    `${lane}: ${events.length} events, theirs ${before.toFixed(2)} ms, ours ${now.toFixed(2)} ms on average: ${(now / before).toFixed(2)} times as much`,
  );
}

function judge(engine: Engine, event: unknown): number {
  return engine.evaluate(event).matches.length;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, each) => sum + each, 0) / values.length;
}

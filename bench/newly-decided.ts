// What is decided now and was open before: verdicts of all rules on raw events (bench/raw-events.ts, or a file of your own) are kept by one run, at an older state of the
// code, and a later one draws at random from what has changed, to be read.
// Usage: RULE_CORPORA=<folder> npx tsx bench/newly-decided.ts --keep <file> | --since <file> [--sample 60] [--seed 1] [--verdict matched|unmatched|undecided]
//   [--events <file of JSON: events by name>]
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { printCondition } from '../src/condition/print.ts';
import { compileRules } from '../src/engine/engine.ts';
import { isActive } from './open-fields.ts';
import { compiledRules, countBy, engineRule } from './corpora.ts';
import { RAW_EVENTS } from './raw-events.ts';

const { values: options } = parseArgs({
  options: {
    keep: { type: 'string' },
    since: { type: 'string' },
    events: { type: 'string' },
    sample: { type: 'string', default: '60' },
    seed: { type: 'string', default: '1' },
    verdict: { type: 'string' },
  },
});

type Verdict = 'matched' | 'unmatched' | 'undecided';
/** By event: the rules that match it, and those that are undecided; all others are unmatched, or skipped. */
type Verdicts = Readonly<Record<string, Readonly<Record<string, Verdict>>>>;

const events: Readonly<Record<string, unknown>> =
  options.events === undefined
    ? RAW_EVENTS
    : (JSON.parse(readFileSync(options.events, 'utf8')) as Record<string, unknown>);
const rules = (await compiledRules()).filter(isActive);
const ruleById = new Map(rules.map((rule) => [rule.id as string, rule]));
const now = verdicts();
if (options.keep !== undefined) writeFileSync(options.keep, JSON.stringify(now));
if (options.since !== undefined) report(JSON.parse(readFileSync(options.since, 'utf8')) as Verdicts);

function verdicts(): Verdicts {
  const engine = compileRules(rules.map(engineRule));
  return Object.fromEntries(
    Object.entries(events).map(([name, event]) => {
      const { matches, undecided } = engine.evaluate(event);
      const matched = matches.map(({ id }) => [id, 'matched'] as const);
      const open = undecided.map(({ id }) => [id, 'undecided'] as const);
      return [name, Object.fromEntries([...matched, ...open])];
    }),
  );
}

interface Change {
  readonly event: string;
  readonly id: string;
  readonly was: Verdict;
  readonly is: Verdict;
}

function report(before: Verdicts): void {
  const changes = Object.keys(now).flatMap((event) => changesOn(event, before[event] ?? {}));
  for (const [change, count] of countBy(changes, ({ was, is }) => `${was} → ${is}`))
    console.log(`${String(count).padStart(6)} ${change}`);
  const decided = changes.filter(
    ({ was, is }) => was === 'undecided' && (options.verdict === undefined || is === options.verdict),
  );
  const chosen = shuffled(decided, Number(options.seed)).slice(0, Number(options.sample));
  for (const [at, { event, id, is }] of chosen.entries()) {
    const rule = ruleById.get(id);
    if (rule === undefined) continue;
    console.log(`\n${at + 1}. ${is}: ${id} · ${rule.title}\n   event: ${event}`);
    console.log(`   ${printCondition(rule.condition).replaceAll('\n', '\n   ').slice(0, 3_000)}`);
  }
}

function changesOn(event: string, before: Readonly<Record<string, Verdict>>): readonly Change[] {
  const after = now[event] ?? {};
  const ids = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...ids].flatMap((id) => {
    const [was, is] = [before[id] ?? 'unmatched', after[id] ?? 'unmatched'];
    return was === is ? [] : [{ event, id, was, is }];
  });
}

/** The same for the same seed. */
function shuffled<T>(items: readonly T[], seed: number): readonly T[] {
  let state = seed;
  const next = (): number => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
  return items
    .map((item) => ({ item, at: next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

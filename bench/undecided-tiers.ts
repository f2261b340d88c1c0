// Raw events (bench/raw-events.ts) by all active rules: how many stay undecided, by tier and by cause, on average for each kind of log.
// Usage: RULE_CORPORA=<folder> npx tsx bench/undecided-tiers.ts [part of an event's name …] [--rules <tier>]
import { parseArgs } from 'node:util';
import { printConjuncts } from '../src/condition/print.ts';
import { compileRules } from '../src/engine/engine.ts';
import { compiledRules, engineRule } from './corpora.ts';
import { RAW_EVENTS } from './raw-events.ts';

const { positionals, values: options } = parseArgs({
  allowPositionals: true,
  options: { rules: { type: 'string' } },
});

const engine = compileRules((await compiledRules()).map(engineRule));
const counts = new Map<string, Map<string, number>>();
const events = new Map<string, number>();
for (const [name, event] of Object.entries(RAW_EVENTS)) {
  if (positionals.length > 0 && !positionals.some((part) => name.includes(part))) continue;
  const { origin, totals, undecided } = engine.evaluate(event, { explain: true });
  const { tiers, causes, wouldMatch, retired, withoutQuery } = totals;
  console.log(
    `${name}: ${totals.undecided} undecided (${said(tiers)}; ${said(causes)}), ${wouldMatch} would match; ${retired} retired, ${withoutQuery} without a query`,
  );
  for (const { id, tier, cause, deciding, parts } of undecided) {
    if (tier !== options.rules) continue;
    const [part] = deciding.length > 0 ? deciding : parts;
    const shown = part === undefined ? '' : printConjuncts(part.node).join(' and ').slice(0, 120);
    console.log(`    ${id} ${cause}: ${part?.negated === true ? 'not ' : ''}${shown}`);
  }
  const kind = kindOf(origin.product, origin.schema);
  events.set(kind, (events.get(kind) ?? 0) + 1);
  add(kind, { all: totals.undecided, ...tiers, would_match: wouldMatch });
}
for (const [kind, of] of counts) {
  const count = events.get(kind) ?? 1;
  const means = [...of].map(([key, sum]) => `${key} ${(sum / count).toFixed(1)}`);
  console.log(`\n${kind}, ${count} events, on average: ${means.join(', ')}`);
}

function kindOf(product: string | null, schema: string): string {
  if (product === 'windows' || schema === 'windows') return 'windows';
  return product === 'linux' ? 'linux' : 'services';
}

function add(kind: string, numbers: Readonly<Record<string, number>>): void {
  const of = counts.get(kind) ?? new Map<string, number>();
  counts.set(kind, of);
  for (const [key, number] of Object.entries(numbers)) of.set(key, (of.get(key) ?? 0) + number);
}

function said(of: Readonly<Record<string, number>>): string {
  return Object.entries(of)
    .map(([key, count]) => `${key} ${count}`)
    .join(', ');
}

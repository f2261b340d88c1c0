// How many predicates of the real corpora stand on fields that the tables know, by platform and log source, and which fields they do not know.
// Usage: RULE_CORPORA=<folder> npx tsx bench/mapped-fields.ts [platform …] [--log-source <text>] [--top <unmapped fields>] [--min <predicates>]
import { parseArgs } from 'node:util';
import type { RuleField } from '../src/analysis/facts.ts';
import { logSourceText } from '../src/rule/log-source.ts';
import { compileCorpora, share } from './corpora.ts';

const { positionals, values: options } = parseArgs({
  allowPositionals: true,
  options: {
    'log-source': { type: 'string', default: '' },
    top: { type: 'string', default: '8' },
    min: { type: 'string', default: '20' },
  },
});

interface Tally {
  rules: number;
  predicates: number;
  mapped: number;
  readonly unmapped: Map<string, number>;
}

const tallies = new Map<string, Tally>();
function tallyOf(key: string): Tally {
  const known = tallies.get(key);
  if (known !== undefined) return known;
  const fresh = { rules: 0, predicates: 0, mapped: 0, unmapped: new Map<string, number>() };
  tallies.set(key, fresh);
  return fresh;
}

for (const { rules } of await compileCorpora(positionals.length === 0 ? undefined : positionals)) {
  for (const { rule, facts } of rules) {
    const sources = rule.logSources.length === 0 ? ['(none)'] : rule.logSources.map(logSourceText);
    for (const source of ['(all)', ...new Set(sources)]) {
      add(tallyOf(`${rule.platform.padEnd(17)} ${source}`), facts.fields);
      add(tallyOf(`${'~ all platforms'.padEnd(17)} ${source}`), facts.fields);
    }
  }
}

function add(tally: Tally, fields: readonly RuleField[]): void {
  tally.rules++;
  for (const { nativeField, isMapped, predicateCount } of fields) {
    tally.predicates += predicateCount;
    if (isMapped) tally.mapped += predicateCount;
    else if (predicateCount > 0)
      tally.unmapped.set(nativeField, (tally.unmapped.get(nativeField) ?? 0) + predicateCount);
  }
}

const shown = [...tallies]
  .filter(([key, { predicates }]) => key.includes(options['log-source']) && predicates >= Number(options.min))
  .sort(([a, { predicates: many }], [b, { predicates: more }]) => {
    const [left, right] = [a.slice(0, 17), b.slice(0, 17)];
    return left < right ? -1 : left > right ? 1 : more - many;
  });
for (const [key, { rules, predicates, mapped, unmapped }] of shown) {
  const top = [...unmapped].sort((a, b) => b[1] - a[1]).slice(0, Number(options.top));
  const fields = top.map(([field, count]) => `${field} ${count}`).join(', ');
  console.log(
    `${key.padEnd(60)} ${String(rules).padStart(5)} rules ${String(predicates).padStart(6)} predicates ${share(mapped, predicates).padStart(8)} mapped  ${fields}`,
  );
}

// How many predicates of the real corpora stand on fields that the catalog knows, by platform and log source, as corpusHealth counts them (schema.graphql,
// FieldMappingRow): mapped, and of those translated; and which fields it does not know (--named: which have a name and no more).
// Usage: RULE_CORPORA=<folder> npx tsx bench/mapped-fields.ts [platform …] [--log-source <text>] [--top <fields>] [--min <predicates>] [--named]
import { parseArgs } from 'node:util';
import { predicateFields } from '../src/analysis/field-mapping.ts';
import type { FieldKnowledge } from '../src/analysis/field-mapping.ts';
import { knowledgeOfField } from '../src/fields/name-field.ts';
import { logSourceText } from '../src/rule/log-source.ts';
import type { LogSource } from '../src/rule/log-source.ts';
import { compileCorpora, share } from './corpora.ts';

const { positionals, values: options } = parseArgs({
  allowPositionals: true,
  options: {
    'log-source': { type: 'string', default: '' },
    top: { type: 'string', default: '8' },
    min: { type: 'string', default: '20' },
    named: { type: 'boolean', default: false },
  },
});

interface Tally {
  readonly rules: Set<string>;
  readonly predicates: Record<FieldKnowledge, number>;
  readonly fields: Map<string, number>;
}

const tallies = new Map<string, Tally>();
function tallyOf(key: string): Tally {
  const known = tallies.get(key);
  if (known !== undefined) return known;
  const fresh = {
    rules: new Set<string>(),
    predicates: { translated: 0, named: 0, unknown: 0 },
    fields: new Map(),
  };
  tallies.set(key, fresh);
  return fresh;
}

const shownKnowledge: FieldKnowledge = options.named ? 'named' : 'unknown';

for (const { rules } of await compileCorpora(positionals.length === 0 ? undefined : positionals)) {
  for (const { rule } of rules) {
    const knows = (native: string, logSources: readonly LogSource[]): FieldKnowledge =>
      knowledgeOfField(native, rule.eventSchema, logSources);
    for (const { native, logSource, knowledge } of predicateFields(rule, knows)) {
      const source = logSource === null ? '(none)' : logSourceText(logSource);
      for (const platform of [rule.platform, '~ all platforms']) {
        const { rules, predicates, fields } = tallyOf(`${platform.padEnd(17)} ${source}`);
        rules.add(rule.id);
        predicates[knowledge]++;
        if (knowledge === shownKnowledge) fields.set(native, (fields.get(native) ?? 0) + 1);
      }
    }
  }
}

function countOf({ predicates: { translated, named, unknown } }: Tally): number {
  return translated + named + unknown;
}

const shown = [...tallies]
  .filter(([key, tally]) => key.includes(options['log-source']) && countOf(tally) >= Number(options.min))
  .sort(([a, many], [b, more]) => {
    const [left, right] = [a.slice(0, 17), b.slice(0, 17)];
    return left < right ? -1 : left > right ? 1 : countOf(more) - countOf(many);
  });
for (const [key, tally] of shown) {
  const { translated, named } = tally.predicates;
  const count = countOf(tally);
  const top = [...tally.fields].sort((a, b) => b[1] - a[1]).slice(0, Number(options.top));
  console.log(
    `${key.padEnd(52)} ${String(tally.rules.size).padStart(5)} rules ${String(count).padStart(6)} predicates ` +
      `${share(translated + named, count).padStart(8)} mapped ${share(translated, count).padStart(8)} translated  ` +
      top.map(([field, times]) => `${field} ${times}`).join(', '),
  );
}

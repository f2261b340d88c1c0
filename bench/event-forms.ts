// One record in the forms in which people have it, each judged by all rules: what a form must not match, and what it must not lose.
// Usage: RULE_CORPORA=<folder> npx tsx bench/event-forms.ts [folder of forms] [part of a form's name …] [--rules]
//   The folder holds a folder a record, with a file a form; test/events/forms by default.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { compileRules } from '../src/engine/engine.ts';
import type { Evaluation } from '../src/engine/evaluation.ts';
import { logSourceText } from '../src/rule/log-source.ts';
import { logSourcesOf } from '../src/fields/event-origin.ts';
import { compiledRules, countBy, engineRule } from './corpora.ts';

const FORMS = new URL('../test/events/forms', import.meta.url).pathname;

/** The form that the record's source delivers; a record without one stands alone. */
const REFERENCES = ['raw', 'evtx-dump-event-system', 'diagnostic-record', 'event-hub-record', 'reference'];

const { positionals, values: options } = parseArgs({
  allowPositionals: true,
  options: { rules: { type: 'boolean', default: false } },
});
const [first] = positionals;
const folder = first !== undefined && existsSync(first) ? first : FORMS;
const parts = folder === first ? positionals.slice(1) : positionals;

const rules = await compiledRules();
const ruleById = new Map(rules.map((rule) => [rule.id as string, rule]));
const engine = compileRules(rules.map(engineRule));

interface Judged {
  readonly evaluation: Evaluation;
  readonly matched: ReadonlySet<string>;
  readonly undecided: ReadonlySet<string>;
}

const totals = { forms: 0, asReference: 0, unknown: 0, falseMatches: 0, lost: 0, open: 0 };

for (const record of readdirSync(folder).sort()) {
  const names = readdirSync(join(folder, record)).map((file) => file.replace(/\.json$/, ''));
  const referenceName = REFERENCES.find((each) => names.includes(each));
  const reference = referenceName === undefined ? null : judge(record, referenceName);
  for (const name of names.sort()) {
    if (parts.length > 0 && !parts.some((part) => `${record}/${name}`.includes(part))) continue;
    report(record, name, name === referenceName ? null : reference);
  }
}
console.log(
  `\n${totals.forms} forms: ${totals.asReference} as the reference, ${totals.unknown} of no known origin, ${totals.falseMatches} matches that the reference does not have, ${totals.lost} lost, ${totals.open} undecided that the reference matches`,
);
for (const [name, event] of Object.entries({ '{}': {}, 'a text': { message: 'x' } })) {
  console.log(`${name}: ${engine.evaluate(event).totals.matched} matches`);
}

function judge(record: string, name: string): Judged {
  const event: unknown = JSON.parse(readFileSync(join(folder, record, `${name}.json`), 'utf8'));
  const evaluation = engine.evaluate(event);
  return {
    evaluation,
    matched: new Set(evaluation.matches.map(({ id }) => id)),
    undecided: new Set(evaluation.undecided.map(({ id }) => id)),
  };
}

function report(record: string, name: string, reference: Judged | null): void {
  const { evaluation, matched, undecided } = judge(record, name);
  const { origin } = evaluation;
  const sources = logSourcesOf(origin).map(logSourceText).join(' ') || 'unknown';
  const line = `${record}/${name}: ${origin.schema} ${sources}; ${matched.size} match, ${undecided.size} undecided`;
  totals.forms += 1;
  if (logSourcesOf(origin).length === 0) totals.unknown += 1;
  if (reference === null) {
    console.log(line);
    return;
  }
  const falseMatches = [...matched].filter((id) => !reference.matched.has(id));
  const gone = [...reference.matched].filter((id) => !matched.has(id));
  const lost = gone.filter((id) => !undecided.has(id));
  const open = gone.filter((id) => undecided.has(id));
  totals.falseMatches += falseMatches.length;
  totals.lost += lost.length;
  totals.open += open.length;
  if (falseMatches.length + gone.length === 0) totals.asReference += 1;
  console.log(`${line}; ${falseMatches.length} more, ${lost.length} lost, ${open.length} open`);
  print('more', falseMatches);
  print('lost', lost);
  print('open', open);
}

function print(word: string, ids: readonly string[]): void {
  if (ids.length === 0) return;
  const platforms = countBy(ids, (id) => ruleById.get(id)?.platform ?? '')
    .map(([platform, count]) => `${platform} ${count}`)
    .join(', ');
  console.log(`    ${word}: ${platforms}`);
  if (!options.rules) return;
  for (const id of ids)
    console.log(
      `      ${id} · ${ruleById.get(id)?.title ?? ''} · ${ruleById.get(id)?.logSources.map(logSourceText).join(', ') ?? ''}`,
    );
}

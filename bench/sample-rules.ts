// Rules of the real corpora at random, each source beside what was made of it, for reading: does the condition say what the source says?
// Usage: RULE_CORPORA=<folder> npx tsx bench/sample-rules.ts <platform> [count] [seed] [--status FULL|PARTIAL|OPAQUE] [--language <id>]
import { parseArgs } from 'node:util';
import { compileCorpora } from './corpora.ts';
import { randomFrom, shuffled } from './mutate-event.ts';
import { ruleLines } from './print-rule.ts';

const { positionals, values: options } = parseArgs({
  allowPositionals: true,
  options: { status: { type: 'string', default: 'FULL' }, language: { type: 'string' } },
});
const [platform, count = '30', seed = '1'] = positionals;
if (platform === undefined) throw new Error('name a platform');

const corpora = await compileCorpora([platform]);
const rules = corpora
  .flatMap((corpus) => corpus.rules)
  .filter(({ rule }) => rule.parseStatus === options.status)
  .filter(({ rule }) => options.language === undefined || rule.language === options.language);
for (const each of shuffled(rules, randomFrom(seed)).slice(0, Number(count))) {
  console.log(`\n${'═'.repeat(100)}`);
  const [title = '', head = '', ...logic] = ruleLines(each);
  console.log(`${title}\n${head}\n${'─'.repeat(100)}`);
  console.log(each.rule.stages[0]?.source.trim() ?? '');
  console.log('─'.repeat(100));
  console.log(logic.join('\n'));
}
console.log(
  `\n${Math.min(Number(count), rules.length)} of ${rules.length} rules (${options.status}), seed ${seed}`,
);

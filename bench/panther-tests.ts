// Panther's own tests, judged by the catalog's engine: how many agree, are undecided, or are wrong, and each wrong one.
// Usage: RULE_CORPORA=<folder> npx tsx bench/panther-tests.ts [--list]
import { compileCorpora, share } from './corpora.ts';

const [panther] = await compileCorpora(['panther']);
if (panther === undefined) throw new Error('there is no Panther platform');
const judged = panther.rules
  .filter(({ rule }) => rule.kind === 'rule' || rule.kind === 'policy' || rule.kind === 'scheduled_rule')
  .flatMap(({ rule, testAgreements }) =>
    testAgreements.map((test) => ({
      rule,
      test,
      mocked: Object.keys(rule.tests.find(({ name }) => name === test.name)?.mocks ?? {}).length > 0,
    })),
  );
for (const kinds of [['rule', 'policy'], ['scheduled_rule']]) {
  const tests = judged.filter(({ rule }) => kinds.includes(rule.kind));
  const of = (agreement: string): number => tests.filter(({ test }) => test.agreement === agreement).length;
  console.log(
    `${kinds.join(' and ')} tests: ${tests.length}; agree ${of('agrees')} (${share(of('agrees'), tests.length)}), ` +
      `undecided ${of('undecided')} (${share(of('undecided'), tests.length)}), wrong ${of('disagrees')} (${share(of('disagrees'), tests.length)})`,
  );
}
for (const { rule, test } of judged.filter((each) => each.test.agreement === 'disagrees')) {
  console.log(
    `  wrong: ${rule.nativeId} · ${test.name} · expects ${test.expected} · ${rule.parseStatus} · ${rule.path}`,
  );
}
if (process.argv.includes('--list')) {
  for (const { rule, test } of judged.filter((each) => each.test.agreement === 'undecided')) {
    const reasons = rule.diagnostics.map(({ code }) => code).join(',');
    console.log(`  undecided: ${rule.nativeId} · ${test.name} · ${reasons}`);
  }
}

// Does the catalog agree with SigmaHQ's own regression data: Windows events, and the rules that each must match?
//   RULE_CORPORA=<folder of repositories> node --import ./bench/typescript.js bench/sigma-regression.ts
import { readFileSync } from 'node:fs';
import { readSigmaCorpus, regressionResults } from '../test/platforms/sigma/corpus.ts';

const corpora = process.env['RULE_CORPORA'];
if (corpora === undefined) {
  console.error('RULE_CORPORA names no folder of rule repositories.');
  process.exit(2);
}

const started = performance.now();
const corpus = readSigmaCorpus(corpora, (path) => readFileSync(path, 'utf8'));
const results = regressionResults(corpus);
const agreed = results.filter(({ matched, expected }) => matched >= expected);
for (const { rule, matched, expected } of results) {
  if (matched < expected) console.log(`${rule}: ${matched} of ${expected} events match`);
}
const seconds = ((performance.now() - started) / 1_000).toFixed(2);
console.log(`${agreed.length} of ${results.length} rules agree, ${seconds} s`);
process.exitCode = agreed.length === results.length ? 0 : 1;

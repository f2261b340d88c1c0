/** Against SigmaHQ/sigma itself, where RULE_CORPORA holds it (as SigmaHQ+sigma): how much is read, and is it right? */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseStatusOf } from '../../../src/analysis/parse-status.ts';
import { all } from '../../../src/condition/condition.ts';
import type { SourceRule } from '../../../src/platforms/platform.ts';
import type { ParseStatus } from '../../../src/rule/rule.ts';
import { lowerRule, readSigmaCorpus, regressionResults } from './corpus.ts';
import type { SigmaCorpus } from './corpus.ts';

const corpora = process.env['RULE_CORPORA'] ?? '';
const present = corpora !== '' && existsSync(join(corpora, 'SigmaHQ+sigma'));
if (!present) console.warn('SKIPPED: RULE_CORPORA names no folder with SigmaHQ+sigma');

interface JudgedRule {
  readonly path: string;
  readonly status: ParseStatus;
  readonly needsValues: boolean;
}

function judge(rule: SourceRule): JudgedRule {
  const lowered = lowerRule(rule);
  const diagnostics = [...rule.diagnostics, ...lowered.flatMap((each) => each.diagnostics)];
  const status = parseStatusOf(
    all(lowered.map(({ condition }) => condition)),
    lowered.flatMap(({ stages }) => stages),
    diagnostics,
  );
  return { path: rule.path, status, needsValues: diagnostics.some(({ code }) => code === 'placeholder') };
}

describe.skipIf(!present)('SigmaHQ/sigma', () => {
  let corpus: SigmaCorpus;
  beforeAll(() => {
    corpus = readSigmaCorpus(corpora, (path) => readFileSync(path, 'utf8'));
  });

  it('is read whole: every active rule but those with placeholders is FULL, none is OPAQUE', () => {
    const active = corpus.reading.rules.filter(({ path }) => path.startsWith('rules')).map(judge);
    const partial = active.filter(({ status, needsValues }) => status !== 'FULL' && !needsValues);
    expect(active.length).toBeGreaterThan(3_000);
    expect(corpus.reading.broken).toEqual([]);
    expect(partial.length / active.length).toBeLessThan(0.005);
    expect(active.filter(({ status }) => status === 'OPAQUE')).toEqual([]);
  });

  it('agrees with its regression data', () => {
    const results = regressionResults(corpus);
    expect(results.length).toBeGreaterThan(150);
    expect(results.filter(({ matched, expected }) => matched < expected)).toEqual([]);
  });
});

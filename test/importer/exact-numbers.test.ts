/** Integers of more digits than a number here keeps: exact as a text where the language compares by text, else open; in every language that has them. */
import { describe, expect, it } from 'vitest';
import { leaves } from '../../src/condition/fold.ts';
import { simplify } from '../../src/condition/simplify.ts';
import { withExactNumbers } from '../../src/importer/exact-numbers.ts';
import { languages } from '../../src/importer/languages.ts';
import { parseStatusOf } from '../../src/analysis/parse-status.ts';
import type { Lowered, Query } from '../../src/languages/language.ts';

const LARGE = '9007199254740993';

function lower(language: string, text: string): Lowered {
  const of = languages.get(language);
  if (of === undefined) throw new Error(`there is no language ${language}`);
  const query: Query = { language, text, line: 1, column: 1, context: null };
  return withExactNumbers(of.lower(query, (inner) => lower(inner.language, inner.text)));
}

const SIGMA = (value: string): string => `detection:\n  s:\n    a: ${value}\n  condition: s\n`;
const YARA_L = (value: string): string =>
  `rule r {\n  events:\n    $e.target.port = ${value}\n  condition:\n    $e\n}\n`;

describe('a large integer', () => {
  it.each([
    ['kusto', `T | where A == ${LARGE}`],
    ['kusto', `T | where A in (${LARGE}, 1)`],
    ['kusto', `T | where A > 9223372036854775807`],
    ['esql', `from x | where a == ${LARGE}`],
    ['eql', `any where a == ${LARGE}`],
    ['eql', `sequence [any where a == ${LARGE}] [any where b == 1]`],
    ['kuery', `a:${LARGE}`],
    ['kuery', `a > ${LARGE}`],
    ['lucene', `a:${LARGE}`],
    ['spl', `index=x a=${LARGE}`],
    ['spl', `index=x | where a=${LARGE}`],
    ['sql', `select * from t where a = ${LARGE}`],
    ['falco', `evt.num = ${LARGE}`],
    ['yara_l', YARA_L(LARGE)],
    ['sigma', SIGMA(LARGE)],
    ['sigma', SIGMA(`[${LARGE}, 1]`)],
  ])('of %s keeps its digits, or is open: %s', (language, text) => {
    const { condition, diagnostics } = lower(language, text);
    const found = leaves(condition).map(({ node }) => node);
    const values = found.flatMap((node) => (node.kind === 'compare' ? node.values : []));
    expect(values.filter((value) => typeof value === 'number' && value > 1)).toEqual([]);
    const isOpen = found.some((node) => node.kind === 'opaque' && node.reason === 'inexact_number');
    expect(isOpen || values.includes(LARGE)).toBe(true);
    expect(diagnostics.some(({ code }) => code === 'inexact_number')).toBe(isOpen);
  });

  it('leaves a rule with other predicates partly read', () => {
    const { condition, stages, diagnostics } = lower('kusto', `T | where A == ${LARGE} and B == 1`);
    expect(parseStatusOf(simplify(condition), stages, diagnostics)).toBe('PARTIAL');
  });
});

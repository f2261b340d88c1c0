/** What an author sees of a query that cannot be read (test/rejected/sql), and what no text may bring about. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leaves } from '../../../src/condition/fold.ts';
import { printCondition } from '../../../src/condition/print.ts';
import { sqlLanguage } from '../../../src/languages/sql/index.ts';
import type { Lowered } from '../../../src/languages/language.ts';
import { codeFrame } from '../../../src/text/code-frame.ts';
import { expectSoon } from '../../support/patience.ts';

const root = fileURLToPath(new URL('../../rejected/sql', import.meta.url));

function lower(text: string): Lowered {
  return sqlLanguage.lower({ language: 'sql', text, line: 1, column: 1, context: null }, () => {
    throw new Error('there is no query of another language');
  });
}

describe('sql rejects', () => {
  it.each(readdirSync(root))('%s', async (name) => {
    const text = readFileSync(`${root}/${name}/query`, 'utf8').replace(/\n$/, '');
    const frames = lower(text).diagnostics.map((each) => `${codeFrame(text, each)}\n`);
    expect(frames).not.toEqual([]);
    await expect(frames.join('\n')).toMatchFileSnapshot(`${root}/${name}/diagnostics.txt`);
  });
});

describe('sql, the ends of a text', () => {
  it.each([
    ["STARTSWITH(a, 'x')", 'a starts_with "x"'],
    ["ENDSWITH(a, 'x')", 'a ends_with "x"'],
    ['STARTSWITH(a, b)', 'a field_starts_with b'],
    ['ENDSWITH(a, b)', 'a field_ends_with b'],
  ])('%s', (text, printed) => {
    expect(printCondition(lower(`SELECT * FROM t WHERE ${text}`).condition)).toContain(printed);
  });
});

const SEEDS = [
  "WITH a AS (SELECT x:y[0]::string AS z, COUNT(*) AS n FROM db.s.t WHERE p_occurs_since('1 day') GROUP BY 1 HAVING n > 5) SELECT * FROM a LEFT JOIN b ON a.z = b.z WHERE b.z IS NULL",
  "SELECT DISTINCT COALESCE(a, b:c, 'x') AS d, CASE WHEN e LIKE 'f%' THEN 1 ELSE 0 END FROM t, LATERAL FLATTEN(input => g) h WHERE NOT (h.value:i IN ('j', 'k') OR d ILIKE ANY ('%l%', 'm_'))",
  'SELECT *, COUNT(DISTINCT a) OVER (PARTITION BY b) AS n FROM t WHERE c BETWEEN 1 AND 2 AND d NOT IN (SELECT e FROM u) -- f\nQUALIFY n > 3 ORDER BY a DESC LIMIT 10;',
];
const PIECES = [
  '(',
  ')',
  '[',
  ']',
  "'",
  '"',
  ',',
  ':',
  '::',
  '.',
  '*',
  ' AND ',
  ' OR ',
  ' NOT ',
  ' IN (',
  ' LIKE ',
  ' IS NULL',
  ' FROM ',
  ' WHERE ',
  'SELECT ',
  ' GROUP BY ',
  ' CASE WHEN ',
  ' END',
  '--',
  '/*',
  '$$',
  ';',
  'a',
  '5',
  '\n',
  '\u0000',
  'é',
];

/** Looks at all that is promised of any text. */
function check(text: string): void {
  const { condition, diagnostics } = lower(text);
  printCondition(condition);
  for (const each of diagnostics) {
    expect(each.span).not.toBeNull();
    codeFrame(text, each);
  }
  const opaque = leaves(condition).some(({ node }) => node.kind === 'opaque');
  expect(diagnostics.length > 0 || !opaque).toBe(true);
  expectSoon(() => lower(text));
}

describe('any text gets an answer', { timeout: 60_000 }, () => {
  it('of mutated queries', () => {
    const mutation = fc.record({
      seed: fc.constantFrom(...SEEDS),
      edits: fc.array(fc.record({ at: fc.nat(200), cut: fc.nat(8), piece: fc.constantFrom(...PIECES) }), {
        maxLength: 6,
      }),
    });
    fc.assert(
      fc.property(mutation, ({ seed, edits }) => {
        check(
          edits.reduce((text, { at, cut, piece }) => text.slice(0, at) + piece + text.slice(at + cut), seed),
        );
      }),
      { numRuns: 600 },
    );
  });

  it('of any characters at all', () => {
    fc.assert(fc.property(fc.string({ maxLength: 120, unit: 'binary' }), check), { numRuns: 300 });
  });

  it.each([
    ['parentheses', `select * from t where ${'('.repeat(30_000)}`],
    ['closed parentheses', `select * from t where ${'('.repeat(20_000)}a = 1${')'.repeat(20_000)}`],
    ['parentheses up to the limit', `select * from t where ${'('.repeat(39)}a = 1${')'.repeat(39)}`],
    ['queries within queries', `${'select * from ('.repeat(38)}t${')'.repeat(38)}`],
    ['functions', `select * from t where ${'f('.repeat(39)}a${')'.repeat(39)} = 1`],
    ['negations', `select * from t where ${'not '.repeat(10_000)}a = 1`],
    ['casts', `select * from t where a${'::int'.repeat(8_000)} = 1`],
    ['choices', `select * from t where ${'case when a = 1 then '.repeat(30)}b${' end'.repeat(30)} = 1`],
    ['a megabyte', 'select a, '.repeat(100_000)],
    ['a chain', `select * from t where ${'a = 1 or '.repeat(1_500)}b = 2`],
    ['texts that are not closed', `select * from t where a = '${"''".repeat(20_000)}`],
    ['a long list', `select * from t where a in (${'1, '.repeat(10_000)}2)`],
    [
      'aliases that double',
      `select a as x0, ${Array.from({ length: 30 }, (_, at) => `coalesce(x${at}, x${at}) as x${at + 1}`).join(', ')} from t where x30 = 1`,
    ],
    [
      'named queries that double',
      `with q0 as (select * from t where a = 1)${Array.from({ length: 25 }, (_, at) => `, q${at + 1} as (select * from q${at} union all select * from q${at})`).join('')} select * from q25`,
    ],
  ])('of %s', (_name, text) => {
    check(text);
  });
});

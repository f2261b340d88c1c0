/** Whatever the text, an answer comes, soon: never an exception, and an opaque condition has its diagnostic. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leaves } from '../../src/condition/fold.ts';
import { printCondition } from '../../src/condition/print.ts';
import { simplify } from '../../src/condition/simplify.ts';
import { eql } from '../../src/languages/eql/index.ts';
import { kuery } from '../../src/languages/kuery/index.ts';
import type { Language, Lowered } from '../../src/languages/language.ts';
import { codeFrame } from '../../src/text/code-frame.ts';

const SEEDS: Readonly<Record<string, readonly string[]>> = {
  kuery: [
    'event.action:("a b" or c* and not \\"d\\*) and not x.y:{ z >= 5 or w:* }',
    'source.ip:(10.0.0.0/8 or "::1") or message:"x y" and process.name.caseless:*foo*',
  ],
  eql: [
    'sequence by a.b, ?c with maxspan=5m [process where x : ("a*", "b?") and not y in~ (1, 2.5)] by d with runs=3 ![any where z != null] until [file where true] | tail 1',
    'process where cidrMatch(a.ip, "10.0.0.0/8") or length(b) + 2 > 5 and `x-y`.z regex~ """a.*"b"c""" and indexOf(c, "x") == null // end',
    'any where substring(a, 0, length(a) - 1) == "\\u{41}\\n" and ("x" not in (a, b)) == false',
  ],
};

const PIECES: Readonly<Record<string, readonly string[]>> = {
  kuery: [
    '(',
    ')',
    '{',
    '}',
    ':',
    '"',
    '\\',
    '*',
    ' and ',
    ' or ',
    ' not ',
    'a',
    '>=',
    '\n',
    '5',
    '\\u00e9',
    'null',
  ],
  eql: [
    ...[
      '(',
      ')',
      '[',
      ']',
      '![',
      '"',
      '"""',
      '\\',
      '`',
      '?',
      ' and ',
      ' or ',
      ' not ',
      ' where ',
      'any',
      ' in ',
      ' in~ (',
      '~',
    ],
    ...[
      ' : ',
      ' == ',
      ' like ',
      ' regex ',
      ',',
      '/*',
      '*/',
      '//',
      '\n',
      '|',
      'head 1',
      '-',
      '+',
      '5',
      '1m',
      'null',
      'a.b',
      'length(',
    ],
  ],
};

function ask({ id, lower }: Language, text: string): Lowered {
  return lower({ language: id, text, line: 1, column: 1, context: null });
}

function check(language: Language, text: string): void {
  const { condition, diagnostics } = ask(language, text);
  const simplified = simplify(condition);
  printCondition(simplified);
  for (const each of diagnostics) codeFrame(text, each);
  const reasons = leaves(condition).flatMap(({ node }) => (node.kind === 'opaque' ? [node.reason] : []));
  const codes = new Set(diagnostics.map(({ code }) => code));
  expect(reasons.filter((reason) => !codes.has(reason))).toEqual([]);
}

/** A seed with pieces put in, taken out and doubled. */
function mutant(language: Language): fc.Arbitrary<string> {
  const change = fc.record({
    at: fc.nat(200),
    cut: fc.nat(6),
    piece: fc.constantFrom('', ...(PIECES[language.id] ?? [])),
  });
  return fc
    .tuple(fc.constantFrom(...(SEEDS[language.id] ?? [])), fc.array(change, { minLength: 1, maxLength: 6 }))
    .map(([seed, changes]) =>
      changes.reduce((text, { at, cut, piece }) => text.slice(0, at) + piece + text.slice(at + cut), seed),
    );
}

/** Milliseconds of the fastest of three runs: a busy machine is not a slow parser. */
function fastest(run: () => void): number {
  const times = [1, 2, 3].map(() => {
    const started = performance.now();
    run();
    return performance.now() - started;
  });
  return Math.min(...times);
}

const DEEP = 10_000;
const LONG = 1_000_000;
const HUGE: readonly (readonly [name: string, text: string])[] = [
  ['open groups', `a:${'('.repeat(DEEP)}`],
  ['closed groups', `${'('.repeat(DEEP)}a:b${')'.repeat(DEEP)}`],
  ['groups in a condition', `any where ${'('.repeat(DEEP)}a${')'.repeat(DEEP)}`],
  ['calls', `any where ${'f('.repeat(DEEP)}`],
  ['lists', `any where ${'a : ('.repeat(DEEP)}`],
  ['lists that are not quite too deep', `any where ${'a : ('.repeat(190)}`],
  ['nested lists', 'a:{'.repeat(DEEP)],
  ['steps', `sequence ${'[any where child of '.repeat(DEEP)}`],
  ['negations', `any where ${'not '.repeat(DEEP)}a`],
  ['signs', `any where a == ${'- '.repeat(DEEP)}1`],
  ['sums', `any where a == ${'1 + '.repeat(DEEP)}1`],
  ['fields', `any where a${'.b'.repeat(DEEP)} == 1`],
  ['alternatives', `any where ${'a == "b" or '.repeat(8000)}c`],
  ['values', `a:(${'b or '.repeat(19_000)}c)`],
  ['a long string', `any where a == "${'x'.repeat(LONG)}"`],
  ['a long raw string', `any where a == """${'x'.repeat(LONG)}"""`],
  ['a long value', `a:"${'x'.repeat(LONG)}"`],
  ['words', `a:${'x '.repeat(49_000)}y`],
  ['quotes', '"'.repeat(LONG)],
  ['backslashes', '\\'.repeat(LONG)],
  ['an open comment', `any where /* ${'x'.repeat(LONG)}`],
  ['blanks', ' '.repeat(LONG)],
  ['a long regex', `any where a regex "${'(a*)+'.repeat(10_000)}"`],
  ['an open regex', `any where a regex "${'('.repeat(100_000)}"`],
  ['classes without an end', `any where a regex "${'['.repeat(100_000)}"`],
  ['quotes without an end', `any where a regex """${'"x'.repeat(50_000)}"""`],
  ['quantifiers', `any where a regex "a${'+'.repeat(50_000)}"`],
];

describe.each([kuery, eql])('$id', (language) => {
  it('answers to any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => check(language, text)));
  });

  it('answers to a query that was damaged', () => {
    fc.assert(
      fc.property(mutant(language), (text) => check(language, text)),
      { numRuns: 1000 },
    );
  });

  it('answers to its words in any order', () => {
    const words = fc.array(fc.constantFrom(...(PIECES[language.id] ?? [])), { maxLength: 40 });
    fc.assert(
      fc.property(words, (pieces) =>
        check(language, `${language.id === 'eql' ? 'any where ' : ''}${pieces.join('')}`),
      ),
      { numRuns: 1000 },
    );
  });

  it.each(HUGE)('answers soon: %s', (_name, text) => {
    expect(fastest(() => ask(language, text))).toBeLessThan(500);
  });
});

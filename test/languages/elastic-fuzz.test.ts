/** Whatever the text, an answer comes, soon: never an exception, and an opaque condition has its diagnostic. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leaves } from '../../src/condition/fold.ts';
import { printCondition } from '../../src/condition/print.ts';
import { simplify } from '../../src/condition/simplify.ts';
import { eql } from '../../src/languages/eql/index.ts';
import { esql } from '../../src/languages/esql/index.ts';
import { kuery } from '../../src/languages/kuery/index.ts';
import type { Language, LowerInner, Lowered } from '../../src/languages/language.ts';
import { lucene } from '../../src/languages/lucene/index.ts';
import { codeFrame } from '../../src/text/code-frame.ts';
import { expectSoon } from '../support/patience.ts';

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
  esql: [
    'from a-*, "b" metadata _id | where x == "y" and not z in (1, 2.5) or q is not null // end\n| eval c = case(x == 1, "a", y like "b*", d, null), d = coalesce(c, to_lower(e)) | where d != "q" | limit 5',
    'from a | mv_expand x | grok m """(?<u>[a-z]+) %{DATA:v}""" | dissect u "%{p}-%{?q}" | where x rlike ".*a" and p : "w" | stats n = count(*) where x == "y", m = max(case(a, b, null)) by k, w = date_trunc(5 minutes, @timestamp) | where n > 1 and m - n >= 2 | keep n*, k',
    'from a | where kql("""a:b""") and @timestamp > now() - 1h and `b c`.d::string == replace(f, "\\\\+", " ") | inline stats v = values(x) by y | lookup join t on y | where mv_contains(v, "z") | rename v as w | drop w',
  ],
  lucene: [
    'a.b:(c AND "d e"~2 OR f*) -g:[1 TO 2} +_exists_:h^2 NOT (i:/j[k]+/ || *:l~1) m\\:n >=5',
    'a:>=10 && b:{* TO "x"] AND !(c:d e)',
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
  esql: [
    ...['(', ')', '[', ']', '{', '}', '"', '"""', '\\', '`', '?', ' and ', ' or ', ' not ', ' in ('],
    ...[
      ' is null',
      ' like ',
      ' rlike ',
      ' | where ',
      ' | eval x = ',
      ' | stats n = count(*) by ',
      ' | inline stats ',
    ],
    ...[
      ' | mv_expand ',
      ' | grok a ',
      ' | dissect a ',
      ' | keep ',
      ' | fork ',
      'case(',
      'coalesce(',
      'mv_first(',
    ],
    ...[
      'split(',
      'to_lower(',
      'a.b',
      'x',
      '::',
      ' : ',
      ' == ',
      ' - ',
      ' / ',
      ',',
      '/*',
      '*/',
      '//',
      '\n',
      '5',
    ],
    ...['1 day', 'null', 'true'],
  ],
  lucene: [
    ...[
      '(',
      ')',
      '[',
      ']',
      '{',
      '}',
      ':',
      '"',
      '\\',
      '*',
      '?',
      ' AND ',
      ' OR ',
      ' NOT ',
      ' TO ',
      '~',
      '^2',
      '/',
    ],
    ...['+', '-', '!', '&&', '||', '>=', 'a', '5', '_exists_:', '\n'],
  ],
};

const STARTS: Readonly<Record<string, string>> = { eql: 'any where ', esql: 'from a | where ' };

const lowerInner: LowerInner = (inner) => (inner.language === 'kuery' ? kuery : lucene).lower(inner);

function ask({ id, lower }: Language, text: string): Lowered {
  return lower({ language: id, text, line: 1, column: 1, context: null }, lowerInner);
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
  ['ES|QL: groups', `from a | where ${'('.repeat(DEEP)}b`],
  ['ES|QL: groups that are not quite too deep', `from a | where ${'('.repeat(190)}b${')'.repeat(190)}`],
  ['ES|QL: negations', `from a | where ${'not '.repeat(DEEP)}b`],
  ['ES|QL: sums', `from a | where b == ${'1 + '.repeat(DEEP)}1`],
  ['ES|QL: commands', `from a${' | where b == 1'.repeat(6_000)}`],
  ['ES|QL: columns of columns', `from a${' | eval b = not b'.repeat(5_000)} | where b`],
  ['ES|QL: columns that double', `from a${' | eval b = case(b == c, b, b)'.repeat(2_000)} | where b == "d"`],
  ['ES|QL: truths that double', `from a${' | eval b = case(b, not b, b or c)'.repeat(2_000)} | where b`],
  [
    'ES|QL: definitions that double',
    `from a | stats b = max(c) by d${' | eval b = b / b'.repeat(2_000)} | where b > 1`,
  ],
  [
    'ES|QL: values that grow',
    `from a${' | eval b = case(b == "c", "d", b)'.repeat(2_000)} | stats n = count_distinct(b) by b | where n > 2`,
  ],
  [
    'ES|QL: joined values',
    `from a | stats b = values(c) by d | where ${'mv_concat(b, ",") like "*x*" or '.repeat(2_500)}d == 1`,
  ],
  ['ES|QL: cases', `from a | where case(${'b == "c", "d", '.repeat(5_000)}"e") == "d"`],
  ['ES|QL: alternatives', `from a | where ${'b == "c" or '.repeat(8_000)}d`],
  ['ES|QL: expansions', `from a${' | mv_expand b | mv_expand c'.repeat(2_000)} | where b == c`],
  ['ES|QL: an open comment', `from a /* ${'/*'.repeat(45_000)}`],
  ['ES|QL: an open command', `from a | fork ${'('.repeat(50_000)}`],
  ['ES|QL: an open string', `from a | where b == "${'x'.repeat(90_000)}`],
  ['ES|QL: a pattern', `from a | grok b "${'(?<c>'.repeat(15_000)}" | where c == "d"`],
  ['ES|QL: keys', `from a | dissect b "${'%{c} '.repeat(15_000)}" | where c == "d"`],
  ['Lucene: groups', `${'('.repeat(190)}a:b${')'.repeat(190)}`],
  ['Lucene: clauses', 'a:b AND '.repeat(12_000)],
  ['Lucene: an open phrase', `a:"${'x'.repeat(90_000)}`],
  ['Lucene: an open expression', `a:/${'(x'.repeat(45_000)}`],
  ['Lucene: wildcards', `a:${'*?'.repeat(45_000)}`],
];

describe.each([kuery, eql, esql, lucene])('$id', (language) => {
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
      fc.property(words, (pieces) => check(language, `${STARTS[language.id] ?? ''}${pieces.join('')}`)),
      { numRuns: 1000 },
    );
  });

  it.each(HUGE)('answers soon: %s', (_name, text) => {
    expectSoon(() => ask(language, text));
  });
});

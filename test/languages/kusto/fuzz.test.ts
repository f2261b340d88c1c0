/** Whatever the text, an answer comes, soon: never an exception, and what is opaque has its diagnostic, with a place. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leaves } from '../../../src/condition/fold.ts';
import { printCondition } from '../../../src/condition/print.ts';
import { simplify } from '../../../src/condition/simplify.ts';
import { codeFrame } from '../../../src/text/code-frame.ts';
import { lower } from './lowering.ts';
import { expectSoon } from '../../support/patience.ts';

const SEEDS: readonly string[] = [
  'let l = dynamic(["a", "b"]); T | where A in~ (l) and B has_any (l) | summarize n = count() by C, bin(TimeGenerated, 1h) | where n > 5',
  'let f = (t: string) { table(t) | where X == "y" | mv-expand L | where L.k has "v" }; union isfuzzy=true f("A"), f("B") | project a = X, L',
  'T | extend p = parse_json(D).q[0] | join kind=leftanti (U | where Z !startswith "w") on $left.A == $right.B | where p matches regex @"^\\d+$"',
  'T | where A between (1 .. 5) or not(ipv4_is_private(I)) | parse C with * "x=" y " " * | where iff(y == "", 1, 2) == 2 | top 5 by y',
  'search in (T, U) "foo" and X : "bar" | invoke f(1) | evaluate bag_unpack(D) | mv-apply e = L on (where e.a == 1) | distinct *',
];

const PIECES: readonly string[] = [
  ...['(', ')', '[', ']', '{', '}', '"', "'", '@"', '```', '\\', ',', ';', '..', '$left', '*', '//', '\n'],
  ...[' | where ', ' | extend ', ' | summarize ', ' | join (', ' | union ', ' | mv-expand ', ' by ', ' on '],
  ...[' and ', ' or ', ' not(', ' in ', ' in~ (', ' has_any (', ' has ', ' == ', ' =~ ', ' between ('],
  ...['let x = ', 'T', 'A', 'A.b', '5', '1d', 'true', 'dynamic([', 'ago(', 'case(', 'materialize(', 'range '],
];

function check(text: string): void {
  const { condition, diagnostics, stages } = lower(text);
  printCondition(simplify(condition));
  JSON.stringify(stages);
  for (const each of diagnostics) {
    expect(each.span).not.toBeNull();
    codeFrame(text, each);
  }
  const reasons = leaves(condition).flatMap(({ node }) => (node.kind === 'opaque' ? [node.reason] : []));
  const codes = new Set(diagnostics.map(({ code }) => code));
  expect(reasons.filter((reason) => !codes.has(reason))).toEqual([]);
}

/** A seed with pieces put in, taken out and doubled. */
const mutant: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom(...SEEDS),
    fc.array(fc.record({ at: fc.nat(200), cut: fc.nat(6), piece: fc.constantFrom('', ...PIECES) }), {
      minLength: 1,
      maxLength: 4,
    }),
  )
  .map(([seed, changes]) =>
    changes.reduce((text, { at, cut, piece }) => text.slice(0, at) + piece + text.slice(at + cut), seed),
  );

const DEEP = 10_000;
const LONG = 1_000_000;
const CALLS = Array.from(
  { length: 40 },
  (_none, at) => `let f${at + 1} = (x: long) { f${at}(x) + f${at}(x) };`,
).join('\n');
const UNIONS = Array.from({ length: 40 }, (_none, at) => `let t${at + 1} = union t${at}, t${at};`).join('\n');

const HUGE: readonly (readonly [name: string, text: string])[] = [
  ['open groups', `T | where ${'('.repeat(DEEP)}`],
  ['closed groups', `T | where ${'('.repeat(DEEP)}a${')'.repeat(DEEP)}`],
  ['groups that are not quite too deep', `T | where ${'('.repeat(95)}a${')'.repeat(95)}`],
  ['calls', `T | where ${'f('.repeat(DEEP)}`],
  ['lists', `T | where a == dynamic(${'['.repeat(DEEP)}`],
  ['subqueries', `T | where ${'a in (T | where '.repeat(90)}b${')'.repeat(90)}`],
  ['unions', 'union ('.repeat(DEEP)],
  ['functions that call each other twice', `let f0 = (x: long) { x };\n${CALLS}\nT | where f40(1) == 5`],
  ['unions of unions', `let t0 = T;\n${UNIONS}\nt40 | where a == 1`],
  ['a function that calls itself', 'let f = (x: long) { f(x) }; T | where f(1) == 5'],
  ['alternatives', `T | where ${'a == "b" or '.repeat(20_000)}c`],
  ['pipes', `T${' | where a'.repeat(20_000)}`],
  ['a long list', `T | where a in (${'"b", '.repeat(50_000)}"c")`],
  ['a long string', `T | where a == "${'x'.repeat(LONG)}"`],
  ['words', 'x '.repeat(LONG)],
  ['quotes', '"'.repeat(LONG)],
  ['backslashes', '\\'.repeat(LONG)],
  ['an open string', `T | where a == "${'x '.repeat(50_000)}`],
  ['blanks', ' '.repeat(LONG)],
  [
    'a value that each condition changes',
    `T | extend a = dynamic([])${' | extend a = iff(b contains "x", array_concat(a, pack_array("y")), a)'.repeat(60)} | where array_length(a) > 0`,
  ],
  [
    'many choices in one call',
    `T | extend a = array_concat(${Array.from({ length: 40 }, (_none, at) => `iff(b has "${at}", dynamic(["x"]), dynamic([]))`).join(', ')}) | where array_length(a) > 0`,
  ],
  ['comments', '//\n'.repeat(60_000)],
];

describe('kusto', () => {
  it('answers to any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 120 }), check), { numRuns: 40 });
  }, 60_000);

  it('answers to a query that was damaged', () => {
    fc.assert(fc.property(mutant, check), { numRuns: 120 });
  }, 60_000);

  it('answers to its words in any order', () => {
    const words = fc.array(fc.constantFrom(...PIECES), { maxLength: 25 });
    fc.assert(
      fc.property(words, (pieces) => {
        check(`T | where ${pieces.join('')}`);
      }),
      { numRuns: 120 },
    );
  }, 60_000);

  it.each(HUGE)('answers soon: %s', (_name, text) => {
    expectSoon(() => lower(text));
  });
});

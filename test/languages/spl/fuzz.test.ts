/** Whatever the text, an answer comes, soon: never an exception, and an opaque condition has its diagnostic with a place. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leaves } from '../../../src/condition/fold.ts';
import { printCondition } from '../../../src/condition/print.ts';
import { simplify } from '../../../src/condition/simplify.ts';
import { spl } from '../../../src/languages/spl/index.ts';
import type { Lowered } from '../../../src/languages/language.ts';
import { codeFrame } from '../../../src/text/code-frame.ts';
import { expectSoon } from '../../support/patience.ts';

const SEEDS: readonly string[] = [
  '`cloudtrail` eventName IN (A, "B*") (x=1 OR y!="a\\"b\\\\") NOT z=10.0.0.0/8 | eval k=case(x="a", lower(y), true(), null()) | where like(k, "a%_") AND NOT match(y, "(?i)^a.*b$") | stats count dc(z) as d by x y | where count>5 OR d>=2 | `f_filter`',
  '| tstats `security_content_summariesonly` count min(_time) as firstTime from datamodel=Endpoint.Processes where `process_cmd` Processes.process="*a*" by _time span=1h Processes.dest | `drop_dm_object_name(Processes)` | rename a as b, c.* as * | rex field=b "(?<c>\\d+)" | search c>5',
  'sourcetype=a [search b=1 | stats count by u | fields u] | lookup t u AS v OUTPUT w | join type=left u [| inputlookup x where y=1 | table u z] | transaction u startswith=(a=1) endswith=eval(b>2) maxspan=5m | mvexpand m | fillnull value=0 n | bin _time span=10m | eventstats avg(q) as avg by u | eval o=if(q > avg*3, 1, 0) ```comment``` | table u, o',
];

const PIECES: readonly string[] = [
  ...['(', ')', '[', ']', '"', '\\', "'", '`', '```', '|', ',', '=', '!=', '<', '*', '%', '.', '+', '-', ' '],
  ...[
    ' AND ',
    ' OR ',
    ' NOT ',
    ' by ',
    ' as ',
    ' where ',
    ' from ',
    ' IN (',
    '| search ',
    '| eval a=',
    '| where ',
  ],
  ...[
    '| stats count',
    '| tstats ',
    '| join a [',
    '| rex "(?<x>',
    '| lookup t a',
    '`m(',
    '$a$',
    'if(',
    'null()',
    '5',
    '\n',
  ],
];

const MACROS = new Map([
  ['process_cmd', { arguments: [], definition: '(Processes.process_name=cmd.exe OR `again`)' }],
  ['again', { arguments: [], definition: '`process_cmd`' }],
  ['twice(1)', { arguments: ['a'], definition: '$a$ $a$' }],
]);

function ask(text: string): Lowered {
  return spl.lower({ language: 'spl', text, line: 1, column: 1, context: { macros: MACROS } });
}

function check(text: string): void {
  const { condition, diagnostics } = ask(text);
  printCondition(simplify(condition));
  for (const each of diagnostics) {
    expect(each.span).not.toBeNull();
    codeFrame(text, each);
  }
  const reasons = leaves(condition).flatMap(({ node }) => (node.kind === 'opaque' ? [node.reason] : []));
  const codes = new Set(diagnostics.map(({ code }) => code));
  expect(reasons.filter((reason) => !codes.has(reason))).toEqual([]);
}

const change = fc.record({ at: fc.nat(500), cut: fc.nat(8), piece: fc.constantFrom('', ...PIECES) });
const mutant = fc
  .tuple(fc.constantFrom(...SEEDS), fc.array(change, { minLength: 1, maxLength: 6 }))
  .map(([seed, changes]) =>
    changes.reduce((text, { at, cut, piece }) => text.slice(0, at) + piece + text.slice(at + cut), seed),
  );

const DEEP = 10_000;
const LONG = 1_000_000;
const HUGE: readonly (readonly [name: string, text: string])[] = [
  ['open groups', '('.repeat(DEEP)],
  ['closed groups', `${'('.repeat(DEEP)}a=1${')'.repeat(DEEP)}`],
  ['groups that are not quite too deep', `${'('.repeat(55)}a=1${')'.repeat(55)}`],
  ['groups of an expression', `| where ${'('.repeat(55)}a=1${')'.repeat(55)}`],
  ['open groups of an expression', `| where ${'('.repeat(55)}a=1`],
  ['subsearches', `a=1 ${'[search b=1 '.repeat(DEEP)}`],
  ['subsearches that are not quite too deep', `a=1 ${'[search b=1 '.repeat(50)}${']'.repeat(50)}`],
  ['joins within each other', `a=1 ${'| join u [search b=1 '.repeat(50)}${']'.repeat(50)}`],
  ['calls', `| where ${'if(a,'.repeat(55)}1`],
  ['calls within calls', `| eval a=${'lower('.repeat(55)}b${')'.repeat(55)} | where a="x"`],
  ['choices within choices', `${'| eval a=if(a="x", b, a) '.repeat(40)}| where a="y"`],
  ['branches', `| eval a=case(${'b="x", c, '.repeat(110)}true(), d) | where a="y"`],
  ['negations', `${'NOT '.repeat(4900)}a=1`],
  ['negations of an expression', `| where ${'NOT '.repeat(4900)}a=1`],
  ['signs', `| where a=${'-'.repeat(19_000)}1`],
  ['sums', `| where a=${'1+'.repeat(9000)}1`],
  ['alternatives', `${'a=b OR '.repeat(2800)}c=d`],
  ['conjuncts', 'a=b '.repeat(4900)],
  ['values', `a IN (${'b, '.repeat(6000)}c)`],
  ['commands', '| eval a=1 '.repeat(1700)],
  ['renames', '| rename a.* as * '.repeat(1000)],
  ['macros', '`x` '.repeat(4900)],
  ['macros that grow', `\`twice("${'`twice('.repeat(20)}a${')`'.repeat(20)}")\``],
  ['pipes', '|'.repeat(LONG)],
  ['a long string', `a="${'x'.repeat(LONG)}"`],
  ['a long word', 'x'.repeat(19_900)],
  ['quotes', '"'.repeat(LONG)],
  ['quotes within the limit', '"'.repeat(19_901)],
  ['backslashes', '\\'.repeat(19_900)],
  ['backticks', '`'.repeat(19_901)],
  ['stars', `a=${'*x'.repeat(9900)}`],
  ['blanks', ' '.repeat(LONG)],
  ['a regex', `| regex a="${'(a*)+'.repeat(1_900)}"`],
  ['an open regex', `| rex field=a "${'('.repeat(5_000)}"`],
  ['options', `| join ${'a=b '.repeat(4900)}`],
  ['groups', `| stats count by ${'a '.repeat(9900)}`],
  ['aggregations', `| stats ${'count(eval(a=1)) '.repeat(1100)}`],
];

describe('spl', () => {
  it('answers to any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), check));
  });

  it('answers to a search that was damaged', () => {
    fc.assert(fc.property(mutant, check), { numRuns: 600 });
  });

  it('answers to its words in any order', () => {
    const words = fc.array(fc.constantFrom(...PIECES), { maxLength: 40 });
    fc.assert(
      fc.property(words, (pieces) => check(pieces.join('a'))),
      { numRuns: 600 },
    );
  });

  it.each(HUGE)('answers soon: %s', (_name, text) => {
    expectSoon(() => check(text));
  });
});

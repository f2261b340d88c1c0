/** Whatever the text, an answer comes, soon: never an exception, and an opaque condition has its diagnostic. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leaves } from '../../../src/condition/fold.ts';
import { printCondition } from '../../../src/condition/print.ts';
import { simplify } from '../../../src/condition/simplify.ts';
import type { Lowered } from '../../../src/languages/language.ts';
import { yaraL } from '../../../src/languages/yara-l/index.ts';
import { codeFrame } from '../../../src/text/code-frame.ts';
import { expectSoon } from '../../support/patience.ts';

const SEEDS: readonly string[] = [
  'rule a {\n  meta:\n    author = "x"\n  events:\n    $e.metadata.event_type = "USER_LOGIN"\n    re.regex($e.target.process.file.full_path, `\\\\cmd\\.exe$`) nocase\n    not ($e.principal.hostname = /a+b/ nocase or $e.principal.ip = "10.0.0.1")\n    $u = $e.target.user.userid\n  match:\n    $u over 5m\n  outcome:\n    $risk_score = max(if($e.network.sent_bytes > 5, 10, 20))\n    $n = count_distinct($e.principal.ip)\n  condition:\n    #e > 5 and $n >= 2\n}',
  'rule b {\n  events:\n    $e1.principal.hostname = $host\n    $e2.principal.hostname = $host\n    $e1.metadata.event_timestamp.seconds < $e2.metadata.event_timestamp.seconds\n    any $e1.principal.ip in %list\n    strings.to_lower(strings.concat($e2.target.file.full_path, "x", 5)) = "ax"\n  match:\n    $host over 10m after $e1\n  condition:\n    $e1 and !$e2\n}',
  'rule c {\n  events:\n    $e.additional.fields["a b"] = "c"\n    net.ip_in_range_cidr($e.principal.ip, "10.0.0.0/8")\n    $e.target.ip = $g.graph.entity.ip\n    $g.graph.metadata.entity_type = "ASSET"\n    $e.network.sent_bytes + 5 * 2 > 30 // end\n  condition:\n    $e and $g\n}',
];

const PIECES: readonly string[] = [
  ...[
    '(',
    ')',
    '{',
    '}',
    '[',
    ']',
    '"',
    '`',
    '/',
    '\\',
    ' = ',
    ' != ',
    ' >= ',
    ' over ',
    ' and ',
    ' or ',
    ' not ',
  ],
  ...[
    ' nocase',
    ' in ',
    ' in regex ',
    ' in cidr ',
    '%',
    'any ',
    'all ',
    '$e',
    '$e.a',
    '#e',
    '!$e',
    '$x',
    '5',
    '5m',
  ],
  ...[
    '\n',
    ' ',
    ',',
    '/*',
    '*/',
    '//',
    '-',
    '+',
    'rule z {',
    'events:',
    'match:',
    'outcome:',
    'condition:',
    'if(',
  ],
  ...[
    're.regex(',
    're.capture(',
    'strings.concat(',
    'count(',
    'null',
    '.graph',
    '["k"]',
    'of',
    'é',
    '\u0000',
  ],
];

function ask(text: string): Lowered {
  return yaraL.lower({ language: 'yara_l', text, line: 1, column: 1, context: null });
}

function check(text: string): void {
  const { condition, diagnostics } = ask(text);
  printCondition(simplify(condition));
  for (const each of diagnostics) codeFrame(text, each);
  const reasons = leaves(condition).flatMap(({ node }) => (node.kind === 'opaque' ? [node.reason] : []));
  const codes = new Set(diagnostics.map(({ code }) => code));
  expect(reasons.filter((reason) => !codes.has(reason))).toEqual([]);
}

const change = fc.record({ at: fc.nat(700), cut: fc.nat(8), piece: fc.constantFrom('', ...PIECES) });

/** A rule with pieces put in, taken out and doubled. */
const mutant = fc
  .tuple(fc.constantFrom(...SEEDS), fc.array(change, { minLength: 1, maxLength: 6 }))
  .map(([seed, changes]) =>
    changes.reduce((text, { at, cut, piece }) => text.slice(0, at) + piece + text.slice(at + cut), seed),
  );

function ruleOf(events: string, condition = '$e'): string {
  return `rule x {\n  events:\n    ${events}\n  condition:\n    ${condition}\n}`;
}

const DEEP = 10_000;
const LONG = 1_000_000;
const WIDE = 1000;
const HUGE: readonly (readonly [name: string, text: string])[] = [
  ['open groups', ruleOf('('.repeat(DEEP))],
  ['closed groups', ruleOf(`${'('.repeat(DEEP)}$e.a = 1${')'.repeat(DEEP)}`)],
  ['groups that are not quite too deep', ruleOf(`${'('.repeat(99)}$e.a = `)],
  ['calls', ruleOf('strings.to_lower('.repeat(DEEP))],
  ['calls that are not quite too deep', ruleOf(`${'strings.to_lower('.repeat(95)}$e.a`)],
  ['conditional values', ruleOf(`${'if($e.a = 1, '.repeat(90)}5, ${'6), '.repeat(89)}6) = 5`)],
  ['negations', ruleOf(`${'not '.repeat(DEEP)}$e.a = 1`)],
  ['negations in the condition', ruleOf('$e.a = 1', `${'not '.repeat(DEEP)}$e`)],
  ['signs', ruleOf(`$e.a = ${'- '.repeat(DEEP)}1`)],
  ['sums', ruleOf(`$e.a = ${'1 + '.repeat(DEEP)}1`)],
  ['fields', ruleOf(`$e${'.b'.repeat(DEEP)} = 1`)],
  ['repeated fields', ruleOf(`$e${'.intermediary'.repeat(200)}.ip = "1.2.3.4"`)],
  ['map keys', ruleOf(`$e.a${'["k"]'.repeat(DEEP)} = 1`)],
  ['predicates', ruleOf('$e.principal.ip != "10.0.0.1"\n'.repeat(WIDE))],
  ['alternatives', ruleOf(`${'$e.a = "b" or '.repeat(WIDE)}$e.c = "d"`)],
  [
    'alternatives that are joined',
    ruleOf('($e.principal.ip = "a" or $e.target.ip != "b" or not $e.about.ip = "c")\n'.repeat(300)),
  ],
  [
    'placeholders of placeholders',
    ruleOf(
      Array.from({ length: 60 }, (_, at) => `$p${at + 1} = strings.concat($p${at}, $p${at})`)
        .reverse()
        .join('\n') + '\n$p0 = $e.a\n$p60 = "x"',
    ),
  ],
  ['event variables', ruleOf(Array.from({ length: 500 }, (_, at) => `$e${at}.a = $h`).join('\n'))],
  ['a long string', ruleOf(`$e.a = "${'x'.repeat(LONG)}"`)],
  ['a long raw string', ruleOf(`$e.a = \`${'x'.repeat(LONG)}\``)],
  ['a long regex', ruleOf(`$e.a = /${'(a*)+'.repeat(10_000)}/`)],
  ['an open regex', ruleOf(`$e.a = /${'('.repeat(100_000)}/`)],
  ['quantifiers', ruleOf(`$e.a = /a${'+'.repeat(50_000)}/`)],
  ['classes without an end', ruleOf(`$e.a = /${'['.repeat(100_000)}/`)],
  ['quotes', '"'.repeat(LONG)],
  ['quotes in a rule', ruleOf('"'.repeat(LONG))],
  ['backquotes in a rule', ruleOf('`'.repeat(LONG + 1))],
  ['slashes', ruleOf('/ '.repeat(LONG / 2))],
  ['backslashes', '\\'.repeat(LONG)],
  ['an open comment', `rule x { /* ${'x'.repeat(LONG)}`],
  ['open comments', `rule x { ${'/* '.repeat(LONG / 3)}`],
  ['blanks', ' '.repeat(LONG)],
  ['braces', `rule x ${'{'.repeat(LONG)}`],
  ['rules', 'rule x {}\n'.repeat(LONG / 10)],
  ['sections', `rule x {${'events: '.repeat(LONG / 8)}}`],
  ['words', ruleOf('x '.repeat(50_000))],
];

describe('YARA-L', () => {
  it('answers to any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), check));
  });

  it('answers to a rule that was damaged', () => {
    fc.assert(fc.property(mutant, check), { numRuns: 1000 });
  });

  it('answers to its words in any order', () => {
    const words = fc.array(fc.constantFrom(...PIECES), { maxLength: 40 });
    fc.assert(
      fc.property(words, words, (events, condition) => check(ruleOf(events.join(''), condition.join('')))),
      { numRuns: 1000 },
    );
  });

  it.each(HUGE)('answers soon: %s', (_name, text) => {
    expectSoon(() => ask(text));
  });
});

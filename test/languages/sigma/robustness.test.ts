import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leaves } from '../../../src/condition/fold.ts';
import { detection, lower, selection } from './lower.ts';

const RULE = `title: A rule
logsource: {product: windows, category: process_creation}
detection:
  selection_img:
    - Image|endswith: ['\\a.exe', "\\\\b.exe"]
    - OriginalFileName: b.exe
  selection_cli:
    CommandLine|contains|all: [' -x ', '*y?']
    CommandLine|re|i: '^a.+(b|c){2}$'
    DestinationIp|cidr: 10.0.0.0/8
    User|fieldref: ParentUser
    Data|wide|base64offset|contains: text
  filter_main:
    Image: [null, '']
  keywords: [one, two]
  timeframe: 5m
  condition: (all of selection_* or keywords) and not 1 of filter_* | count() by User > 5
`;

/** Whatever the text: a condition, and a diagnostic of severity error for everything opaque in it. */
function check(text: string): void {
  const { condition, stages, diagnostics } = lower(text);
  const reasons = [
    ...leaves(condition).flatMap(({ node }) => (node.kind === 'opaque' ? [node.reason] : [])),
    ...stages.flatMap((stage) => (stage.kind === 'opaque' ? [stage.reason] : [])),
  ];
  const codes = new Set(diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code));
  // A fault in a selection that the condition does not use costs no logic.
  const unused = diagnostics.some(({ code }) => code === 'unused_selection');
  if (codes.size > 0 && !unused) expect(reasons.length, text).toBeGreaterThan(0);
  for (const reason of reasons)
    expect(
      [...codes].length > 0 && (codes.has(reason) || reason === 'syntax_error'),
      `${reason}: ${text}`,
    ).toBe(true);
  for (const { span } of diagnostics) {
    expect(span?.start.line ?? 1).toBeLessThanOrEqual(text.split('\n').length);
    expect(span?.start.column ?? 1).toBeGreaterThan(0);
  }
}

describe('whatever the text', () => {
  it('is read without an exception: mutations of a rule', () => {
    const place = fc.nat(RULE.length);
    const piece = fc.oneof(
      fc.string({ maxLength: 4 }),
      fc.constantFrom(
        '|',
        ':',
        '\n',
        '  ',
        '- ',
        '*',
        '\\',
        "'",
        '"',
        '(',
        ')',
        '{',
        '}',
        '[',
        ']',
        '&a ',
        '*a ',
        '!!',
        '%',
        '#',
        '\t',
        'not ',
        '1 of ',
      ),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(place, fc.nat(6), piece), { minLength: 1, maxLength: 4 }), (edits) => {
        let text = RULE;
        for (const [at, removed, added] of edits)
          text = `${text.slice(0, at)}${added}${text.slice(at + removed)}`;
        check(text);
      }),
      { numRuns: 1_500 },
    );
  });

  it('is read without an exception: any text as a condition, a modifier, a value', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), (text) => {
        const quoted = JSON.stringify(text);
        check(detection('a: {x: 1}', `condition: ${quoted}`));
        check(selection(`${quoted}: 1`));
        check(selection(`${JSON.stringify(`f|${text}`)}: 1`));
        for (const chain of [
          're',
          'contains',
          'windash',
          'base64offset',
          'cidr',
          'wide|base64',
          'fieldref',
          'expand',
          'gt',
        ]) {
          check(selection(`f|${chain}: ${quoted}`));
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('hostile texts take less than half a second', () => {
  const MB = 1_000_000;
  it.each<readonly [string, () => string]>([
    [
      '10,000 parentheses',
      () => detection('a: {x: 1}', `condition: ${'('.repeat(10_000)}a${')'.repeat(10_000)}`),
    ],
    ['10,000 open parentheses', () => detection('a: {x: 1}', `condition: ${'('.repeat(10_000)}`)],
    ['50,000 negations', () => detection('a: {x: 1}', `condition: ${'not '.repeat(50_000)}a`)],
    ['40,000 alternatives', () => detection('a: {x: 1}', `condition: a${' or a'.repeat(40_000)}`)],
    ['40,000 unknown words', () => detection('a: {x: 1}', `condition: b${' or b'.repeat(40_000)}`)],
    ['10,000 brackets', () => `detection: ${'['.repeat(10_000)}`],
    ['10,000 nested maps', () => `detection: ${'{a: '.repeat(10_000)}`],
    ['a value of 1 MB', () => selection(`f|contains: ${'x'.repeat(MB)}`)],
    ['a text of 1 MB that is no YAML', () => '"'.repeat(MB)],
    ['a list of 1 MB', () => detection('a:', '  - x\n    '.repeat(100_000))],
    ['a value of 400 KB', () => selection(`f|contains: ${'x'.repeat(400_000)}`)],
    ['a regex of 400 KB', () => selection(`f|re: ${'a'.repeat(400_000)}`)],
    ['a regex of groups', () => selection(`f|re: ${'(a'.repeat(4_000)}`)],
    ['a regex of repetitions', () => selection(`f|re: ${'a{1000}'.repeat(1_000)}`)],
    ['a regex of nested repetitions', () => selection("f|re: '((a{100}){100}){100}'")],
    ['dashes by the thousand', () => selection(`f|windash|contains: '${' -a'.repeat(10_000)}'`)],
    ['wildcards by the thousand', () => selection(`f: '${'*a'.repeat(50_000)}'`)],
    [
      'a pattern of stars',
      () => detection(`${'a'.repeat(1_000)}: {x: 1}`, `condition: 1 of ${'*a'.repeat(1_000)}*b`),
    ],
    [
      'half of 60 selections',
      () => detection(...Array.from({ length: 60 }, (_, at) => `s${at}: {x: ${at}}`), 'condition: 30 of s*'),
    ],
    [
      'aliases of aliases',
      () =>
        `a: &a [1, 1]\n${Array.from({ length: 40 }, (_, at) => `b${at}: &b${at} [*${at === 0 ? 'a' : `b${at - 1}`}, *${at === 0 ? 'a' : `b${at - 1}`}]\n`).join('')}detection: {s: *b39, condition: s}\n`,
    ],
  ])('%s', (_name, make) => {
    const text = make();
    lower('detection: {s: {a: 1}, condition: s}');
    // The best of three: the machine may have other things to do.
    const times = [1, 2, 3].map(() => {
      const started = performance.now();
      expect(lower(text).diagnostics.length).toBeLessThanOrEqual(100);
      return performance.now() - started;
    });
    expect(Math.min(...times)).toBeLessThan(500);
  });
});

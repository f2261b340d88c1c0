import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isQuery } from '../../../src/platforms/defender/kusto-text.ts';
import { splitQueries } from '../../../src/platforms/defender/split-queries.ts';

function firstLines(text: string): readonly string[] {
  return splitQueries(text).map((part) => part.text.trim().split('\n')[0] ?? '');
}

describe('a blank line ends a query', () => {
  it('where a table follows', () => {
    const parts = splitQueries('A\n| take 1\n\nB\n| take 2\n');
    expect(parts).toEqual([
      { text: 'A\n| take 1', line: 1 },
      { text: 'B\n| take 2', line: 4 },
    ]);
  });

  it.each([
    ['a union', 'A\n| take 1\n\nunion B, C\n| take 2', ['A', 'union B, C']],
    ['a let', 'A\n| take 1\n\nlet x = 1;\nB\n| where n == x', ['A', 'let x = 1;']],
    ['a function', 'A\n| take 1\n\n_Im_Dns()\n| take 2', ['A', '_Im_Dns()']],
    ['a parenthesis', 'A\n| take 1\n\n(B\n| take 2)', ['A', '(B']],
    ['words that are no Kusto', 'A\n| take 1\n\nThe same for B\n', ['A', 'The same for B']],
    [
      'a table with a space in its name',
      "A | take 1\n\n['My Table'] | take 1",
      ['A | take 1', "['My Table'] | take 1"],
    ],
  ])('where %s follows', (_what, text, expected) => {
    expect(firstLines(text)).toEqual(expected);
  });

  it('and what is said before the next one belongs to that', () => {
    expect(firstLines('// one\nA\n| take 1\n\n// two\n\n// still two\n\nB\n| take 2\n\n// the end')).toEqual([
      '// one',
      '// two',
    ]);
  });
});

describe('a blank line is none of a query', () => {
  it.each([
    ['before a pipe', 'A\n\n| take 1'],
    ['within brackets', 'A\n| where x in (\n\n"a",\n\nB)\n| take 1'],
    ['within a text of several lines', 'print x = ```\n\nB\n| take 1\n\n```'],
    ['behind a let', 'let x = 1;\n\nA\n| where n == x'],
    ['behind a let that lacks its end', 'let x = 1\n\nA\n| where n == x'],
    ['within a let', 'let f = () {\n\nA\n\n| take 1\n};\n\nf()'],
    ['behind a comma', 'A\n| project a,\n\nb\n| take 1'],
    ['behind an operator', 'A\n| where a == 1 and\n\nb == 2'],
    ['before an operator', 'A\n| where a == 1\n\nand b == 2'],
    ['before the rest of a list', 'A\n| extend x = 1\n\n, y = 2'],
    ['behind a join', 'A\n| join kind=inner\n\n(B | take 1) on k'],
    ['behind an equals sign', 'let x =\n\nB | take 1;\nx'],
    ['before an assignment', 'A\n| extend a = 1,\n\nb = 2'],
    ['behind a comment that ends in one', 'A // , \n\n| take 1'],
  ])('%s', (_where, text) => {
    expect(splitQueries(text)).toHaveLength(1);
  });

  it('and brackets, quotes and slashes in texts count for nothing', () => {
    expect(firstLines('A | where x == "(" and y == @"c:\\" and z == \'//\'\n\nB | take 1')).toEqual([
      'A | where x == "(" and y == @"c:\\" and z == \'//\'',
      'B | take 1',
    ]);
  });
});

describe('any text', () => {
  it('comes back whole, in order', () => {
    const piece = fc.constantFrom(
      'A',
      '| take 1',
      '',
      ' ',
      'let x = 1;',
      '(',
      ')',
      '"',
      '```',
      '// c',
      ',',
      'B | count',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (lines) => {
        const text = lines.join('\n');
        const parts = splitQueries(text);
        const squeeze = (each: string): string => each.replace(/\s+/g, '');
        expect(squeeze(parts.map((part) => part.text).join('\n'))).toBe(squeeze(text));
      }),
      { numRuns: 300 },
    );
  });

  it('of a million characters is split in good time', () => {
    const started = performance.now();
    splitQueries('let a = 1;\n\n'.repeat(20_000));
    splitQueries('A\n\n'.repeat(50_000));
    splitQueries('('.repeat(300_000));
    splitQueries('"'.repeat(300_001));
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

describe('a query', () => {
  it.each([
    ['A\n| where x == 1', true],
    ['let x = 1;\nA | take x', true],
    ['union A, B\n| summarize count()', true],
    ['['.concat("'My Table']\n| take 1"), true],
    ['cmd.exe WMIC /Node:localhost', false],
    ['Get-Process | Where-Object Name', false],
    ['index=main | where x=1', false],
    ['FROM logs-* | WHERE a == 1', false],
    ['https://example.com/?a=b|c', false],
    ['', false],
    ['let f = (a: string) {\n  A\n  | where x == a\n};', false],
    ["let pattern = '[0-9]+'", false],
    ['let x = 1\nA\n| where n == x', true],
    ['let x = 1;\nA\n| where n == x;', true],
    ['A', false],
  ])('%j: %s', (text, expected) => {
    expect(isQuery(text, false)).toBe(expected);
  });

  it('of a table alone must be called one', () => {
    expect(isQuery('A', true)).toBe(true);
    expect(isQuery('A b', true)).toBe(false);
  });
});

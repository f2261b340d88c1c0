import { describe, expect, it } from 'vitest';
import { guardedParse } from '../../src/text/guarded-parse.ts';
import type { GeneratedParser } from '../../src/text/guarded-parse.ts';

class GrammarError extends Error {
  readonly location = { start: { offset: 2 }, end: { offset: 3 } };
  readonly found = 'x';
  readonly expected: readonly unknown[] | null;
  constructor(message: string, expected: readonly unknown[] | null) {
    super(message);
    this.expected = expected;
  }
}

function parser(parse: (text: string) => string): GeneratedParser<string> {
  return { parse, SyntaxError: GrammarError };
}

const ECHO = parser((text) => text);
const TOKENS = /"[^"]*"|[()]/g;

function deeper(): number {
  return 1 + deeper();
}

describe('guardedParse', () => {
  it('gives the tree', () => {
    expect(guardedParse('a (b)', ECHO, { tokens: TOKENS })).toEqual({ tree: 'a (b)' });
  });

  it('refuses a text that is too long before it is parsed', () => {
    const parsed = guardedParse('abc', ECHO, { tokens: TOKENS, maxLength: 2 });
    expect(parsed).toMatchObject({ failure: { code: 'too_long', start: 0 } });
  });

  it('places the bracket that is one too deep, and does not count those of a string', () => {
    const limits = { tokens: TOKENS, maxDepth: 2 };
    expect(guardedParse('(()(("', ECHO, limits)).toMatchObject({ failure: { code: 'too_deep', start: 4 } });
    expect(guardedParse('"(((" ((a))', ECHO, limits)).toEqual({ tree: '"(((" ((a))' });
  });

  it('says what could have stood where the grammar stopped', () => {
    const stop = parser(() => {
      throw new GrammarError('-', [{ type: 'other', description: 'a field' }, { type: 'end' }]);
    });
    expect(guardedParse('abx', stop, { tokens: TOKENS })).toEqual({
      failure: {
        code: 'syntax_error',
        message: 'expected a field or the end of the query, found "x"',
        start: 2,
        end: 3,
      },
    });
  });

  it("keeps the grammar's own words", () => {
    const complain = parser(() => {
      throw new GrammarError('no such unit', null);
    });
    expect(guardedParse('abx', complain, { tokens: TOKENS })).toMatchObject({
      failure: { code: 'syntax_error', message: 'no such unit' },
    });
  });

  it('survives a stack that ran out, but no other bug', () => {
    expect(
      guardedParse(
        'abc',
        parser(() => String(deeper())),
        { tokens: TOKENS },
      ),
    ).toMatchObject({
      failure: { code: 'too_deep', start: 0, end: 3 },
    });
    const broken = parser(() => {
      throw new TypeError('a bug');
    });
    expect(() => guardedParse('abc', broken, { tokens: TOKENS })).toThrow('a bug');
  });
});

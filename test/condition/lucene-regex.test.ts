import { RE2JS } from 're2js';
import { describe, expect, it } from 'vitest';
import { luceneToRe2 } from '../../src/condition/lucene-regex.ts';

describe('luceneToRe2', () => {
  it.each([
    ['abc', '^(?:abc)$'],
    ['a.c', '(?s)^(?:a.c)$'],
    ['.*', '(?s)^(?:.*)$'],
    ['.*?x', '(?s)^(?:.*?x)$'],
    ['a+?', '^(?:(?:a+)?)$'],
    ['a**', '^(?:(?:a*)*)$'],
    ['(ab)+*', '^(?:(?:(?:ab)+)*)$'],
    ['^a$', '^(?:\\^a\\$)$'],
    ['a|b(c|d)', '^(?:a|b(?:c|d))$'],
    ['a{2}b{2,}c{2,3}', '^(?:a{2}b{2,}c{2,3})$'],
    ['\\.\\*\\"\\/\\\\', '^(?:\\.\\*"/\\\\)$'],
    ['\\d\\w+\\s', '^(?:\\d\\w+\\s)$'],
    ['[a-z0-9_\\-./]', '^(?:[a-z0-9_\\-./])$'],
    ['[^^\\]]', '^(?:[^\\^\\]])$'],
    ['[[&~]', '^(?:[\\[\\&\\~])$'],
    ['a"b.*"c', '^(?:a(?:b\\.\\*)c)$'],
    ['@x', '(?s)^(?:(?:.*)x)$'],
    ['a}b]', '^(?:a\\}b\\])$'],
    ['😀+', '^(?:😀+)$'],
    ['()', '^(?:(?:))$'],
  ])('writes %s as %s', (lucene, re2) => {
    expect(luceneToRe2(lucene)).toBe(re2);
    expect(() => RE2JS.compile(re2)).not.toThrow();
  });

  it.each([
    'a~b',
    'a&b',
    'x<1-5>',
    '#',
    '(',
    ')',
    'a)',
    '[a',
    '[]',
    '*a',
    '(?:a)',
    'a{',
    'a{x}',
    'a{2000}',
    '"a',
    'a\\',
    '\\b',
    '[\\n]',
  ])('has no words for %s', (lucene) => {
    expect(luceneToRe2(lucene)).toBeNull();
  });
});

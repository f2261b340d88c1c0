import { expectLinear } from '../support/work.ts';
import { describe, expect, it } from 'vitest';
import { hasAlternatives, topLevel } from '../../src/text/query-outline.ts';

describe('the outline of a query', () => {
  it.each([
    ['a and (b or (c)) and d', 'a and   and d'],
    ['a: "b.c" and d: "e (f or g"', 'a: b.c and d: ""'],
    ['a // (b\nand c', 'a  \nand c'],
    ['a /* ( or " */ and b', 'a   and b'],
    ['a ( b or c', 'a ( b or c'],
    ['a ) b', 'a ) b'],
    ['a (b) ) c ( d (e)', 'a   ) c ( d  '],
    ['a / b " c', 'a / b " c'],
    ['a /* b or c', 'a /* b or c'],
    ['(a or b)', ' '],
  ])('of %j is %j', (query, outline) => {
    expect(topLevel(query)).toBe(outline);
  });

  it('finds an or that holds of every event', () => {
    expect(hasAlternatives('a and (b or c)')).toBe(false);
    expect(hasAlternatives('(a) or (b)')).toBe(true);
  });

  it.each([
    ['parentheses within each other', '(', ')'],
    ['open parentheses', '(', ''],
    ['comments without an end', '/*', ''],
    ['quotes', '"', ''],
    ['strokes', '/', ''],
  ])('takes as many steps as there are %s', (_name, unit, closing) => {
    expectLinear((size) => topLevel(`a${unit.repeat(size)}b${closing.repeat(size)}`), 4_000);
  });
});

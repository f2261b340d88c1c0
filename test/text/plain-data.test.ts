import { expect, it } from 'vitest';
import {
  booleanOf,
  distinct,
  isRecord,
  listOf,
  numberOf,
  recordOf,
  recordsOf,
  textOf,
  textsOf,
} from '../../src/text/plain-data.ts';

it('texts are trimmed scalars', () => {
  expect([' a ', 1, true, '', '  ', null, undefined, {}, []].map(textOf)).toEqual([
    'a', '1', 'true', null, null, null, null, null, null,
  ]); // prettier-ignore
  expect(textsOf(['a', null, {}, 2])).toEqual(['a', '2']);
  expect(textsOf('a')).toEqual(['a']);
});

it('a lone value is a list of one, nothing is an empty list', () => {
  expect(listOf(3)).toEqual([3]);
  expect(listOf([3])).toEqual([3]);
  expect(listOf(null)).toEqual([]);
});

it('records are objects that are no lists', () => {
  expect([{}, [], null, 'a'].map(isRecord)).toEqual([true, false, false, false]);
  expect(recordOf('a')).toEqual({});
  expect(recordsOf([{ a: 1 }, 2])).toEqual([{ a: 1 }]);
});

it('numbers and truth values may be written as text', () => {
  expect([1, '2', ' ', 'x', Number.NaN, null].map(numberOf)).toEqual([1, 2, null, null, null, null]);
  expect([true, 'False', 'yes', 1].map(booleanOf)).toEqual([true, false, null, null]);
});

it('distinct keeps the order of first appearance', () => {
  expect(distinct(['b', 'a', 'b'])).toEqual(['b', 'a']);
});

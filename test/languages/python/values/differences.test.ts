import { expect, test } from 'vitest';
import { returning, verdicts } from '../lowering.ts';

test('a difference compared with a number', () => {
  const rule = 'def rule(event):\n    return (event["a"] - event.get("b", 0)) / (10 * 6) > 2\n';
  expect(verdicts(rule, { a: 300, b: 100 }, { a: 200, b: 100 }, { a: 121 }, { b: 1 })).toEqual([
    'matched',
    'unmatched',
    'matched',
    'unmatched',
  ]);
  expect(returning('event["a"] - event["b"] <= 5')).toEqual(['a field_lte add(b, 5)']);
  expect(returning('event["a"] - event["b"] == 0')).toEqual(['a field_eq b']);
});

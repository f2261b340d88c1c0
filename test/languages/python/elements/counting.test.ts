import { describe, expect, test } from 'vitest';
import { conjuncts, verdicts } from '../lowering.ts';

describe('counting', () => {
  test('the elements that satisfy a condition', () => {
    const rule =
      'def rule(event):\n    return len([x for x in event.get("l", []) if x.get("k") == 1]) >= 2\n';
    const one = { k: 1 };
    const other = { k: 2 };
    expect(
      verdicts(rule, { l: [one, one] }, { l: [one] }, { l: [other, other] }, {}, { l: [one, one, other] }),
    ).toEqual(['matched', 'unmatched', 'unmatched', 'unmatched', 'matched']);
    const few = 'def rule(event):\n    return len([x for x in event.get("l", []) if x.get("k") == 1]) < 2\n';
    expect(verdicts(few, { l: [one, one] }, { l: [one] }, {})).toEqual(['unmatched', 'matched', 'matched']);
  });

  test('constants that are found', () => {
    const rule = 'def rule(event):\n    return len({"a", "b", "c"} & set(event.get("l", []))) > 1\n';
    expect(verdicts(rule, { l: ['a', 'b'] }, { l: ['a', 'a', 'd'] }, {})).toEqual([
      'matched',
      'unmatched',
      'unmatched',
    ]);
    const exact = 'def rule(event):\n    return len([x for x in ("a", "b") if event.get(x)]) == 1\n';
    expect(verdicts(exact, { a: 1 }, { a: 1, b: 1 }, {})).toEqual(['matched', 'unmatched', 'unmatched']);
  });
});

test('sets of two lists', () => {
  const rule = 'def rule(event):\n    return set(event.get("a", [])) != set(event.get("b", []))\n';
  expect(verdicts(rule, { a: [1, 2], b: [2, 1, 1] }, { a: [1] }, { a: [1], b: [1, 2] }, {})).toEqual([
    'unmatched',
    'matched',
    'matched',
    'unmatched',
  ]);
});

test('a part of a short text', () => {
  const rule = 'def rule(event):\n    return event.get("a", "-") in "abc"\n';
  expect(verdicts(rule, { a: 'bc' }, { a: '' }, { a: 'ac' }, {})).toEqual([
    'matched',
    'matched',
    'unmatched',
    'unmatched',
  ]);
});

test("a shell's words", () => {
  const rule = 'import shlex\ndef rule(event):\n    return shlex.split(event.get("c", ""))[0] == "aws"\n';
  expect(conjuncts(rule)).toEqual(['at(shell_split(c), 0) eq "aws"']);
});

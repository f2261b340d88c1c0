import { describe, expect, test } from 'vitest';
import { returning, verdicts } from '../lowering.ts';

const RULE = (expression: string): string =>
  `from urllib.parse import unquote\ndef rule(event):\n    return ${expression}\n`;

describe('texts made from one field', () => {
  test('are that field with the rest around it', () => {
    expect(returning('event.get("a", "").endswith("." + event["b"])')).toEqual([
      'a field_ends_with prepend(to_string(b), ".")',
    ]);
    expect(returning('event["a"].endswith("@" + event["b"].split("@")[-1])')).toEqual([
      'a field_ends_with prepend(at(split(b, "@"), -1), "@")',
    ]);
  });

  test('compare with other fields as Python does', () => {
    const equal = RULE(`event.get("a") == f"x-{event.get('b')}"`);
    expect(
      verdicts(equal, { a: 'x-1', b: 1 }, { a: 'x-y', b: 'y' }, { a: 'x-None' }, { a: 'x-', b: 'y' }, {}),
    ).toEqual(['matched', 'matched', 'matched', 'unmatched', 'unmatched']);
    const inside = RULE(`(event["a"] + "/") in event["l"]`);
    expect(verdicts(inside, { a: 'x', l: ['x/'] }, { a: 'x', l: ['x'] }, { a: 'x', l: 'yx/' })).toEqual([
      'matched',
      'unmatched',
      'matched',
    ]);
    const listed = RULE(`("x" + event["a"]) in ("xy", "xz")`);
    expect(verdicts(listed, { a: 'y' }, { a: 'xy' })).toEqual(['matched', 'unmatched']);
  });

  test('have methods and are searched', () => {
    const lower = RULE(`("X" + event["a"]).lower().startswith("xy")`);
    expect(verdicts(lower, { a: 'Yz' }, { a: 'z' })).toEqual(['matched', 'unmatched']);
    const within = RULE(`"b/c" in ("a/" + event["a"])`);
    expect(verdicts(within, { a: 'b/c' }, { a: 'c' })).toEqual(['matched', 'unmatched']);
  });
});

describe('a list as one text', () => {
  test('join', () => {
    const joined = RULE('"b c" in " ".join(event.get("l", []))');
    expect(verdicts(joined, { l: ['a', 'b', 'c'] }, { l: ['b', 'x', 'c'] }, { l: [] }, {})).toEqual([
      'matched',
      'unmatched',
      'unmatched',
      'unmatched',
    ]);
  });

  test('join of str() takes every element', () => {
    const joined = RULE('"b 1" in " ".join(str(x) for x in event.get("l", [])).lower()');
    expect(verdicts(joined, { l: ['B', 1] }, { l: [1, 'B'] }, {})).toEqual([
      'matched',
      'unmatched',
      'unmatched',
    ]);
  });
});

test('unquote', () => {
  const decoded = RULE('"/etc" in unquote(event.get("u", ""))');
  expect(verdicts(decoded, { u: 'x=%2Fetc' }, { u: '%2f' }, {})).toEqual([
    'matched',
    'unmatched',
    'unmatched',
  ]);
});

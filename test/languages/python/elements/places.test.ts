import { describe, expect, test } from 'vitest';
import { conjuncts, verdicts } from '../lowering.ts';

describe('places of a list', () => {
  test('the element behind another', () => {
    const rule = `
def rule(event):
    words = event["c"].split(" ")
    for i, word in enumerate(words):
        if word == "-x" and i + 1 < len(words) and words[i + 1] == "y":
            return True
    return False
`;
    expect(verdicts(rule, { c: 'a -x y' }, { c: 'y -x a' }, { c: 'a -x' })).toEqual([
      'matched',
      'unmatched',
      'unmatched',
    ]);
  });

  test('a loop that asks for the elements alone goes through the list itself', () => {
    const rule = `
def rule(event):
    for i, one in enumerate(event["l"]):
        if one == 1:
            return True
    return False
`;
    expect(conjuncts(rule)).toEqual(['some l (@ eq 1)']);
  });

  test('while: the first element behind that is not skipped', () => {
    const rule = `
def rule(event):
    words = event["c"].split(" ")
    for i, word in enumerate(words):
        if word == "-x":
            j = i + 1
            while j < len(words) and words[j] == "":
                j += 1
            if j < len(words) and words[j] == "y":
                return True
    return False
`;
    const events = ['-x   y', '-x  z y', '-x', '-x  '].map((c) => ({ c }));
    expect(verdicts(rule, ...events)).toEqual(['matched', 'unmatched', 'unmatched', 'unmatched']);
  });

  test('a flag that an earlier element sets', () => {
    const rule = `
def rule(event):
    seen = False
    found = False
    for one in event["l"]:
        if one == "b" and seen:
            found = True
        if one == "a":
            seen = True
    return found
`;
    const events = [['a', 'b'], ['b', 'a'], ['b', 'a', 'b'], ['b'], []].map((l) => ({ l }));
    expect(verdicts(rule, ...events)).toEqual(['matched', 'unmatched', 'matched', 'unmatched', 'unmatched']);
  });

  test('a variable that is set only where the loop is broken', () => {
    const rule = `
def rule(event):
    is_open = event.get("o") == 1
    for one in event["l"]:
        if is_open or one == 2:
            is_open = True
            break
    return is_open
`;
    const events = [{ o: 1, l: [] }, { l: [1, 2] }, { l: [1] }, { o: 1, l: [3] }];
    expect(verdicts(rule, ...events)).toEqual(['matched', 'matched', 'unmatched', 'matched']);
  });
});

describe('values looked up by the elements of another list', () => {
  const rule = `
def rule(event):
    for one in event["l"]:
        if not event["d"].get(one, {}).get("good"):
            return True
    return False
`;
  test('of those that are a key, and of those that are none', () => {
    const d = { a: { good: true }, b: { good: false } };
    const events = [['a'], ['b'], ['c'], ['a', 'a'], []].map((l) => ({ l, d }));
    expect(verdicts(rule, ...events)).toEqual(['unmatched', 'matched', 'matched', 'unmatched', 'unmatched']);
  });
});

describe('texts of several fields', () => {
  const rule = 'def rule(event):\n    return f"{event[\'a\']}.{event[\'b\']}" in ("x.y", "x.y.z")\n';
  test('each way to take the constant apart', () => {
    const events = [
      { a: 'x', b: 'y' },
      { a: 'x.y', b: 'z' },
      { a: 'x', b: 'y.z' },
      { a: 'x', b: 'z' },
    ];
    expect(verdicts(rule, ...events)).toEqual(['matched', 'matched', 'matched', 'unmatched']);
  });
});

test('the parts of a URL, and the parameters of its query', () => {
  const rule = `
from urllib.parse import parse_qs, urlparse
def rule(event):
    parts = urlparse(event["u"])
    return parts.hostname == "example.com" and "b" in parse_qs(parts.query).get("a", [])
`;
  expect(conjuncts(rule).join(' ')).toContain('query_params(extract(u, ');
});

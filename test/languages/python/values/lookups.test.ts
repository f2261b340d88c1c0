import { describe, expect, test } from 'vitest';
import { verdicts } from '../lowering.ts';

describe('a dictionary made from the elements of a list', () => {
  const pair = (k: string, v: unknown): unknown => ({ k, v });
  const events = [
    { l: [pair('a', 'x'), pair('b', 'y')] },
    { l: [pair('a', 'y'), pair('b', 'x')] },
    { l: [pair('b', 'x')] },
    { l: [] },
    { l: [pair('a', 'y'), pair('a', 'x')] },
  ];
  const expected = ['matched', 'unmatched', 'unmatched', 'unmatched', 'matched'];

  test('by a comprehension', () => {
    const rule = (value: string): string =>
      `def rule(event):\n    d = {e["k"]: e["v"] for e in event.get("l", [])}\n    return ${value}\n`;
    expect(verdicts(rule('d.get("a") == "x"'), ...events)).toEqual(expected);
    expect(verdicts(rule('"a" in d and d["a"] == "x"'), ...events)).toEqual(expected);
    expect(verdicts(rule('"a" in d'), ...events)).toEqual([
      'matched',
      'matched',
      'unmatched',
      'unmatched',
      'matched',
    ]);
    expect(verdicts(rule('not d'), ...events.slice(2))).toEqual(['unmatched', 'matched', 'unmatched']);
    expect(verdicts(rule('any(k == "b" for k in d)'), ...events.slice(2))).toEqual([
      'matched',
      'unmatched',
      'unmatched',
    ]);
    // A later element with the same key would replace the value.
    expect(verdicts(rule('any(v == "y" for v in d.values())'), events[0], events[3])).toEqual([
      'undecided',
      'unmatched',
    ]);
  });

  test('filled in a loop', () => {
    const rule =
      'def rule(event):\n    d = {}\n    for e in event.get("l", []):\n        d[e.get("k")] = e.get("v")\n' +
      '    return d.get("a", "none") == "x"\n';
    expect(verdicts(rule, ...events)).toEqual(expected);
  });

  test('that held something before', () => {
    const rule =
      'def rule(event):\n    d = {"a": "x"}\n    for e in event.get("l", []):\n        d[e["k"]] = e["v"]\n' +
      '    return d["a"] == "x"\n';
    expect(verdicts(rule, ...events)).toEqual(['matched', 'unmatched', 'matched', 'matched', 'matched']);
  });

  test('read while it is filled is not known', () => {
    const rule =
      'def rule(event):\n    d = {}\n    for e in event.get("l", []):\n        if d.get("a") == "x":\n            return True\n' +
      '        d[e["k"]] = e["v"]\n    return False\n';
    expect(verdicts(rule, { l: [pair('a', 'x'), pair('b', 'y')] })).not.toContain('unmatched');
  });

  test('its lists are gone through', () => {
    const rule =
      'def rule(event):\n    d = {e["k"]: e["v"] for e in event.get("l", [])}\n' +
      '    return bool({"p", "q"} & set(d.get("a", "").split(",")))\n';
    expect(
      verdicts(
        rule,
        { l: [pair('a', 'r,p')] },
        { l: [pair('a', 'r')] },
        { l: [pair('b', 'p')] },
        { l: [pair('a', 'p'), pair('a', 'r')] },
      ),
    ).toEqual(['matched', 'unmatched', 'unmatched', 'unmatched']);
    const loop =
      'def rule(event):\n    d = {e["k"]: e["v"] for e in event.get("l", [])}\n' +
      '    for one in d.get("a") or []:\n        if one.startswith("p"):\n            return True\n    return False\n';
    expect(verdicts(loop, { l: [pair('a', ['x', 'pp'])] }, { l: [pair('a', ['x'])] }, { l: [] })).toEqual([
      'matched',
      'unmatched',
      'unmatched',
    ]);
  });
});

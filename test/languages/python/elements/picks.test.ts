import { describe, expect, test } from 'vitest';
import { conjuncts, verdicts } from '../lowering.ts';

describe('a value that one element of a list gives', () => {
  const LOOK_UP =
    'def look_up(params, name):\n    for p in params:\n        if p.get("name") == name:\n            return p.get("value")\n    return None\n';
  const events = [
    { l: [{ name: 'k', value: 'x' }] },
    { l: [{ name: 'k', value: 'y' }] },
    { l: [{ name: 'n', value: 'x' }] },
    { l: [] },
    {},
    {
      l: [
        { name: 'k', value: 'x' },
        { name: 'k', value: 'y' },
      ],
    },
    {
      l: [
        { name: 'k', value: 'x' },
        { name: 'n', value: 'y' },
      ],
    },
  ];
  // Of the two in the sixth the first counts.
  const expected = ['matched', 'unmatched', 'unmatched', 'unmatched', 'unmatched', 'matched', 'matched'];

  test('returned from a loop', () => {
    const rule = `${LOOK_UP}def rule(event):\n    return look_up(event.get("l", []), "k") == "x"\n`;
    expect(verdicts(rule, ...events)).toEqual(expected);
    expect(conjuncts(rule)[0]).toBe('first l with (@.name eq "k") (@.value eq "x")');
  });

  test('returned from a loop, with a default', () => {
    const rule = `${LOOK_UP}def rule(event):\n    return look_up(event.get("l", []), "k") != "x"\n`;
    const opposite = { matched: 'unmatched', unmatched: 'matched', undecided: 'undecided' };
    expect(verdicts(rule, ...events)).toEqual(expected.map((one) => Reflect.get(opposite, one) as unknown));
  });

  test('given to methods, tests and f-strings', () => {
    const rule =
      `${LOOK_UP}def rule(event):\n    v = look_up(event.get("l", []), "k") or "none"\n` +
      '    w = f"<{v.lower()}>"\n    return w.startswith("<x") and len(v) < 3 and v.upper() in ("X", "Y")\n';
    expect(verdicts(rule, ...events)).toEqual(expected);
  });

  test('set before a break', () => {
    const rule =
      'def rule(event):\n    v = "none"\n    for p in event.get("l", []):\n        if p.get("name") == "k":\n' +
      '            v = p.get("value")\n            break\n    return v == "x"\n';
    expect(verdicts(rule, ...events)).toEqual(expected);
  });

  test('set by the last', () => {
    const rule =
      'def rule(event):\n    v = "none"\n    for p in event.get("l", []):\n        if p.get("name") == "k":\n' +
      '            v = p.get("value")\n    return v == "x"\n';
    expect(verdicts(rule, ...events)).toEqual(expected.with(5, 'unmatched'));
  });

  test('a break before it is set leaves it', () => {
    const rule =
      'def rule(event):\n    v = "none"\n    for p in event.get("l", []):\n        if p.get("stop"):\n            break\n' +
      '        v = "x"\n    return v == "x"\n';
    expect(verdicts(rule, { l: [{ stop: true }, {}] }, { l: [{}] })).not.toContain('unmatched');
    expect(verdicts(rule, { l: [] })).toEqual(['unmatched']);
  });

  test('next, and the first of a list of them', () => {
    const next = 'next((p.get("value") for p in event.get("l", []) if p.get("name") == "k"), None)';
    expect(verdicts(`def rule(event):\n    return ${next} == "x"\n`, ...events)).toEqual(expected);
    const first = '[p for p in event.get("l", []) if p.get("name") == "k"]';
    const rule = `def rule(event):\n    found = ${first}\n    return bool(found) and found[0]["value"] == "x"\n`;
    expect(verdicts(rule, ...events)).toEqual(expected);
  });

  test('two of them are each of their own element', () => {
    const rule =
      `${LOOK_UP}def rule(event):\n    l = event.get("l", [])\n` +
      '    a = look_up(l, "k")\n    b = look_up(l, "n")\n    return a is not None and a == b\n';
    expect(verdicts(rule, events[0], { l: [{ name: 'n', value: 'x' }] })).toEqual(['unmatched', 'unmatched']);
    const both = (b: string): unknown => ({
      l: [
        { name: 'k', value: 'x' },
        { name: 'n', value: b },
      ],
    });
    expect(verdicts(rule, both('x'))).not.toContain('unmatched');
    expect(verdicts(rule, both('y'))).not.toContain('matched');
  });
});

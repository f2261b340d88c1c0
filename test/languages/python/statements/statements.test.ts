import { describe, expect, test } from 'vitest';
import { lower, conjuncts, judge, verdicts } from '../lowering.ts';

const rule = (...lines: readonly string[]): string =>
  ['def rule(event):', ...lines.map((line) => `    ${line}`), ''].join('\n');

describe('early returns', () => {
  test('become conjuncts in the order of the code', () => {
    const text = rule(
      'if event.get("s", "") != "svc":',
      '    return False',
      'if event.get("ip", "").endswith(".x") or event.deep_get("u", "t", default="") == "A":',
      '    return False',
      'if event.get("e", "") == "Dry":',
      '    return False',
      'if event.get("n", "") in ["b", "a"]:',
      '    return True',
      'return False',
    );
    expect(conjuncts(text)).toEqual([
      's eq "svc"',
      'not (ip ends_with ".x" or u.t eq "A")',
      'e ne "Dry"',
      'n in ["a", "b"]',
    ]);
  });

  test('a path that raises does not alert', () => {
    const text = rule('if event.get("a").startswith("x"):', '    return False', 'return True');
    expect(verdicts(text, {}, { a: 'x1' }, { a: 'y' })).toEqual(['unmatched', 'unmatched', 'matched']);
  });

  test('a function without return gives None', () => {
    expect(conjuncts(rule('event.get("a")'))).toEqual(['never']);
  });
});

describe('variables', () => {
  test('both sides of a branch are merged', () => {
    const text = rule(
      'kind = "a"',
      'if event.get("x") == 1:',
      '    kind = "b"',
      'return event.get("k") == kind',
    );
    expect(verdicts(text, { x: 1, k: 'b' }, { x: 1, k: 'a' }, { k: 'a' })).toEqual([
      'matched',
      'unmatched',
      'matched',
    ]);
  });

  test('a list that is changed in place is seen under each of its names', () => {
    expect(
      conjuncts(rule('a = []', 'b = a', 'if event.get("x") == 1:', '    a.append(1)', 'return bool(b)')),
    ).toEqual(['x eq 1']);
  });
});

describe('a loop over the list of an event', () => {
  test('that returns', () => {
    const text = rule(
      'for x in event.get("l", []):',
      '    if x.get("k") == 1:',
      '        return True',
      'return False',
    );
    expect(conjuncts(text)).toEqual(['some l (@.k eq 1)']);
  });

  test('that continues and excludes', () => {
    const text = rule(
      'for x in event.get("l", []):',
      '    if x.get("k") == 1:',
      '        continue',
      '    return False',
      'return True',
    );
    expect(conjuncts(text)).toEqual(['not (some l (@.k ne 1))']);
  });

  test('that sets a flag and breaks', () => {
    const text = rule(
      'found = False',
      'for x in event.get("l", []):',
      '    if x == 1:',
      '        found = True',
      '        break',
      'return found',
    );
    expect(conjuncts(text)).toEqual(['some l (@ eq 1)']);
  });

  test('that appends', () => {
    const text = rule(
      'out = []',
      'for x in event.get("l", []):',
      '    if x.get("k"):',
      '        out.append(x.get("n"))',
      'return "z" in out',
    );
    expect(conjuncts(text)).toEqual(['some l (truthy(@.k) eq true and @.n eq "z")']);
  });

  test('inside another', () => {
    const text = rule(
      'for x in event.get("l", []):',
      '    for y in x.get("m", []):',
      '        if x.get("a") == 1 and y.get("b") == 2:',
      '            return True',
      'return False',
    );
    expect(conjuncts(text)).toEqual(['some l (@.a eq 1 and some @.m (@.b eq 2))']);
  });

  test('that counts is opaque', () => {
    const text = rule('n = 0', 'for x in event.get("l", []):', '    n += 1', 'return n > 2');
    expect(judge(text, { l: [1, 2, 3] })).toBe('undecided');
  });
});

describe('a loop over constants is unrolled', () => {
  test('with break and else', () => {
    const text = rule(
      'for x in ["a", "b"]:',
      '    if event.get("k") == x:',
      '        break',
      'else:',
      '    return False',
      'return True',
    );
    expect(conjuncts(text)).toEqual(['k in ["a", "b"]']);
  });

  test('over many', () => {
    const text =
      `WORDS = [${Array.from({ length: 300 }, (_, index) => `"w${index}"`).join(', ')}]\n` +
      rule('for x in WORDS:', '    if x in event.get("k", ""):', '        return True', 'return False');
    const condition = lower(text).condition;
    expect(condition).toMatchObject({ kind: 'compare', operator: 'contains' });
  });
});

describe('try', () => {
  test('the handler runs where the body raises', () => {
    const text = rule(
      'try:',
      '    x = event["a"]["b"]',
      'except KeyError:',
      '    return True',
      'return x == 1',
    );
    expect(verdicts(text, { a: { b: 1 } }, { a: { b: 2 } }, {})).toEqual(['matched', 'unmatched', 'matched']);
  });

  test('an exception of another kind goes on', () => {
    const text = rule('try:', '    x = event["a"]', 'except ValueError:', '    return True', 'return x == 1');
    expect(verdicts(text, { a: 1 }, {})).toEqual(['matched', 'unmatched']);
  });
});

describe('functions', () => {
  test('are inlined, with defaults and keywords', () => {
    const text = `def named(event, key, *, value="x"):\n    return event.get(key) == value\n${rule('return named(event, "a") or named(event, key="b", value="y")')}`;
    expect(conjuncts(text)).toEqual(['a eq "x" or b eq "y"']);
  });

  test('that recurse without end are opaque', () => {
    const text = `def again(x):\n    return again(x)\n${rule('return again(event)')}`;
    expect(judge(text, {})).toBe('undecided');
  });

  test('of an imported module are followed, and their fields named', () => {
    const modules = new Map([
      ['h', 'SERVICE = "svc"\ndef ok(event):\n    return event.get("s") == SERVICE\n'],
    ]);
    expect(
      conjuncts(
        `import h as helper\nfrom h import ok\n${rule('return ok(event) and event.get("t") != helper.SERVICE')}`,
        { modules },
      ),
    ).toEqual(['s eq "svc"', 't ne "svc"']);
  });

  test('methods of a class see what its constructor set', () => {
    const text = `class Base:\n    def __init__(self, event):\n        self.name = event.get("n")\nclass Thing(Base):\n    def __init__(self, event):\n        super().__init__(event)\n    def good(self):\n        return self.name == "x"\n${rule('return Thing(event).good()')}`;
    expect(conjuncts(text)).toEqual(['n eq "x"']);
  });
});

describe('what cannot be expressed', () => {
  test('is opaque in place, with its reason and where it stands', () => {
    const lowered = lower(
      `import time\n${rule('if event.get("a") != 1:', '    return False', 'return event.get("t") < time.time()')}`,
    );
    expect(lowered.diagnostics).toMatchObject([
      { code: 'current_time', span: { start: { line: 5, column: 12 } } },
    ]);
    expect(judge(`import time\n${rule('return event.get("a") == 1 and time.time() > 3')}`, { a: 2 })).toBe(
      'unmatched',
    );
  });

  test('two opaque calls that read alike are not taken for one', () => {
    const text = `import boto3\ndef ask(x):\n    return boto3.ask(x)\n${rule('return ask(1) and not ask(2)')}`;
    expect(judge(text, {})).toBe('undecided');
  });
});

describe('networks', () => {
  const text = (expression: string): string => `import ipaddress\n${rule(`return ${expression}`)}`;

  test('a network is private when all of it is', () => {
    const network = text('ipaddress.ip_network(event.get("n")).is_private');
    expect(
      verdicts(
        network,
        { n: '10.1.0.0/16' },
        { n: '10.0.0.1' },
        { n: '0.0.0.0/0' },
        { n: '8.8.8.0/24' },
        { n: 'x' },
        {},
      ),
    ).toEqual(['matched', 'matched', 'unmatched', 'unmatched', 'unmatched', 'unmatched']);
  });

  test('two networks are equal by address and length, not by spelling', () => {
    const everything = text('ipaddress.ip_network(event.get("n")) == ipaddress.ip_network("::/0")');
    expect(verdicts(everything, { n: '::/0' }, { n: '0::0/0' }, { n: '::/1' }, { n: '0.0.0.0/0' })).toEqual([
      'matched',
      'matched',
      'unmatched',
      'unmatched',
    ]);
  });
});

describe('deep_walk', () => {
  test('gives the one value, or the list of several', () => {
    const equal = rule('return event.deep_walk("l", "k") == "x"');
    expect(
      verdicts(
        equal,
        { l: { k: 'x' } },
        { l: [{ k: 'x' }, { k: 'x' }] },
        { l: [{ k: 'x' }, { k: 'y' }] },
        {},
      ),
    ).toEqual(['matched', 'matched', 'unmatched', 'unmatched']);
    const listed = rule('return isinstance(event.deep_walk("l", "k"), list)');
    expect(verdicts(listed, { l: [{ k: 'x' }] }, { l: [{ k: 'x' }, { k: 'y' }] }, {})).toEqual([
      'unmatched',
      'matched',
      'unmatched',
    ]);
  });
});

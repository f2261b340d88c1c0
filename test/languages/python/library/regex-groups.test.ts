import { describe, expect, test } from 'vitest';
import { verdicts } from '../lowering.ts';

const rule = (...lines: readonly string[]): string =>
  `import re\ndef rule(event):\n${lines.map((line) => `    ${line}\n`).join('')}`;

describe('groups of a match', () => {
  test('by number, by name and by index', () => {
    const events = [{ a: 'from x to admin' }, { a: 'from admin to x' }, { a: 'no' }];
    const expected = ['matched', 'unmatched', 'unmatched'];
    const start = 'm = re.search(r"from (\\w+) to (?P<role>\\w+)", event.get("a", ""))';
    for (const group of [
      'm.group(2)',
      'm.group("role")',
      'm["role"]',
      'm[2]',
      'm.groups()[1]',
      'm.group(1, 2)[1]',
    ])
      expect(verdicts(rule(start, `return bool(m) and ${group} == "admin"`), ...events)).toEqual(expected);
    expect(verdicts(rule(start, 'return m is not None and m.group().endswith("admin")'), ...events)).toEqual(
      expected,
    );
  });

  test('None where the group took no part', () => {
    const text = rule('m = re.match(r"a(b)?", event.get("a", ""))', 'return bool(m) and m.group(1) is None');
    expect(verdicts(text, { a: 'ac' }, { a: 'ab' }, { a: 'x' })).toEqual([
      'matched',
      'unmatched',
      'unmatched',
    ]);
  });

  test('of a constant', () => {
    const text = rule('m = re.match(r"(\\d+)", "12x")', 'return m.group(1) == event.get("a")');
    expect(verdicts(text, { a: '12' }, { a: '1' })).toEqual(['matched', 'unmatched']);
  });

  test('the first of findall', () => {
    const text = rule(
      'found = re.findall(r"from (\\w+) to (\\w+)", event.get("a", "")) or [("none", "none")]',
      'a, b = found[0]',
      'return b == "admin" and a != "admin"',
    );
    expect(verdicts(text, { a: 'from x to admin' }, { a: 'from admin to x' }, { a: '' })).toEqual([
      'matched',
      'unmatched',
      'unmatched',
    ]);
    const any = rule('return any(x == "b" for x in re.findall(r"\\w", event.get("a", "")))');
    expect(verdicts(any, { a: 'b' }, { a: 'ab' }, { a: '-' })).toEqual(['matched', 'undecided', 'unmatched']);
  });
});

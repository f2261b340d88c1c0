import { describe, expect, test } from 'vitest';
import { lower, verdicts } from '../lowering.ts';

const CONFIG = [
  'class Defaults:',
  '    DOMAINS = ["corp.example"]',
  'class Config:',
  '    def __getattr__(self, name):',
  '        return getattr(Defaults(), name, None)',
  'config = Config()',
].join('\n');

describe('an attribute that only __getattr__ gives', () => {
  test('is what it returns', () => {
    const text = `${CONFIG}\ndef rule(event):\n    return event.get("d") not in config.DOMAINS\n`;
    expect(verdicts(text, { d: 'corp.example' }, { d: 'other' })).toEqual(['unmatched', 'matched']);
  });

  test('may be None', () => {
    const text = `${CONFIG}\ndef rule(event):\n    return config.OTHER is None and event.get("d") == "x"\n`;
    expect(verdicts(text, { d: 'x' }, { d: 'y' })).toEqual(['matched', 'unmatched']);
  });
});

describe('an entry that is compared with None', () => {
  test('is taken for null where it is missing', () => {
    const text = 'def rule(event):\n    return event["a"] is None\n';
    expect(verdicts(text, { a: null }, { a: 1 }, { a: '' })).toEqual(['matched', 'unmatched', 'unmatched']);
  });

  test('raises where it is missing and the rule would catch that', () => {
    const text = [
      'def rule(event):',
      '    try:',
      '        return event["a"] is None',
      '    except KeyError:',
      '        return event.get("b") == 1',
      '',
    ].join('\n');
    expect(verdicts(text, { a: 1 }, { b: 1 }, {})).toEqual(['unmatched', 'matched', 'unmatched']);
  });

  test('and is not None where it is there', () => {
    const text = 'def rule(event):\n    return event["a"]["b"] is not None\n';
    expect(verdicts(text, { a: { b: 1 } }, { a: { b: null } }, { a: {} })).toEqual([
      'matched',
      'unmatched',
      'unmatched',
    ]);
  });
});

describe('several targets of an assignment', () => {
  const text = [
    'def rule(event):',
    '    try:',
    '        head, tail = event.get("a", "").split("-")',
    '    except ValueError:',
    '        return event.get("b") == 1',
    '    return head == "x"',
    '',
  ].join('\n');

  test('want as many values, neither more nor less', () => {
    expect(
      verdicts(
        text,
        { a: 'x-y' },
        { a: 'x-y-z' },
        { a: 'x-y-z', b: 1 },
        { a: 'x' },
        { a: 'x', b: 1 },
        { b: 1 },
      ),
    ).toEqual(['matched', 'unmatched', 'matched', 'unmatched', 'matched', 'matched']);
  });
});

describe('a list that grows under many conditions', () => {
  const text = [
    'def rule(event):',
    '    return event.get("a") == "x"',
    'def title(event):',
    '    shown = []',
    ...Array.from({ length: 40 }, (_, at) => [
      `    if event.get("f${at}"):`,
      `        shown.append(event.get("f${at}"))`,
    ]).flat(),
    '    return ", ".join(shown)',
    '',
  ].join('\n');

  test('ends in a note, in little time', () => {
    const started = performance.now();
    const { diagnostics, condition } = lower(text);
    expect(performance.now() - started).toBeLessThan(3000);
    expect(condition.kind).toBe('compare');
    expect(diagnostics.map(({ code }) => code)).toEqual(
      diagnostics.length === 0 ? [] : ['output_fields_incomplete'],
    );
  });
});

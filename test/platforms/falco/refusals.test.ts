/** What Falco's loader refuses of a change is told, and changes nothing. */
import { describe, expect, it } from 'vitest';
import { readFalco } from '../../../src/platforms/falco/read.ts';

const RULE = '- rule: r\n  desc: d\n  condition: evt.type = open\n  output: o\n  priority: INFO\n';
const MACRO = '- macro: m\n  condition: evt.type = open\n';
const LIST = '- list: l\n  items: [a]\n';

interface Told {
  /** Codes of the rule's diagnostics, and of the file's. */
  readonly rule: readonly string[];
  readonly file: readonly string[];
  readonly queries: readonly string[];
}

function told(text: string): Told {
  const { rules, broken } = readFalco([{ path: 'rules.yaml', text }]);
  return {
    rule: rules.flatMap(({ diagnostics }) => diagnostics.map(({ code }) => code)),
    file: broken.flatMap(({ diagnostics }) => diagnostics.map(({ code }) => code)),
    queries: rules.flatMap(({ queries }) => queries.map((query) => query.text)),
  };
}

describe('a change of a rule', () => {
  it.each([
    ['under another source', 'append: true\n  source: okta\n  condition: and a = b'],
    [
      'a definition under another source',
      'desc: d\n  output: o\n  priority: INFO\n  source: okta\n  condition: a = b',
    ],
    ['that appends nothing', 'append: true\n  tags: [t]'],
    ['both ways at once', 'append: true\n  condition: and a = b\n  override:\n    condition: append'],
    ['in no known manner', 'condition: and a = b\n  override:\n    condition: add'],
    ['appended to a key that has no end', 'priority: DEBUG\n  override:\n    priority: append'],
    ['of a key that is not there', 'override:\n    condition: append'],
    ['with a key that is not named', 'condition: and a = b\n  output: x\n  override:\n    condition: append'],
    ['with a new exception without values', 'append: true\n  exceptions: [{name: e, fields: [a]}]'],
    ['with a new exception without fields', 'append: true\n  exceptions: [{name: e, values: [[a]]}]'],
  ])('%s is refused', (_name, change) => {
    expect(told(`${RULE}- rule: r\n  ${change}\n`)).toEqual({
      rule: ['refused_change'],
      file: [],
      queries: ['evt.type = open'],
    });
  });

  it.each([
    ['append: true\n  condition: and a = b', 'evt.type = open and a = b'],
    ['append: true\n  source: syscall\n  condition: and a = b', 'evt.type = open and a = b'],
    ['condition: and a = b\n  override:\n    condition: append', 'evt.type = open and a = b'],
    ['condition: a = b\n  override:\n    condition: replace', 'a = b'],
    ['desc: d\n  output: o\n  priority: INFO\n  condition: a = b', 'a = b'],
    ['enabled: false\n  tags: [t]', 'evt.type = open'],
  ])('%s is taken', (change, query) => {
    expect(told(`${RULE}- rule: r\n  ${change}\n`)).toEqual({ rule: [], file: [], queries: [query] });
  });
});

describe('a change of a macro or a list', () => {
  it.each([
    [MACRO, '- macro: m\n  append: true\n  condition: or x = y\n  override:\n    condition: append\n'],
    [MACRO, '- macro: m\n  condition: or x = y\n  override:\n    items: append\n'],
    [LIST, '- list: l\n  items: [b]\n  override:\n    items: add\n'],
  ])('%s then %s is refused', (first, second) => {
    expect(told(`${first}${second}`).file).toEqual(['refused_change']);
  });

  it('is taken', () => {
    expect(
      told(`${MACRO}- macro: m\n  condition: or x = y\n  override:\n    condition: append\n`).file,
    ).toEqual([]);
  });
});

it('a rule without what Falco asks of each is read, with a warning', () => {
  expect(told('- rule: r\n  condition: evt.type = open\n  priority: INFO\n')).toEqual({
    rule: ['missing_key', 'missing_key'],
    file: [],
    queries: ['evt.type = open'],
  });
});

import { describe, expect, it } from 'vitest';
import { readYaml, shiftYaml, yamlEntry } from '../../src/text/yaml-tree.ts';
import type { YamlNode } from '../../src/text/yaml-tree.ts';

function plain(node: YamlNode): unknown {
  switch (node.kind) {
    case 'scalar':
      return node.value;
    case 'list':
      return node.items.map(plain);
    case 'map':
      return node.entries.map(({ key, value }) => [key.source, plain(value)]);
  }
}
const only = (text: string): YamlNode => readYaml(text)[0]!.root;

describe('readYaml', () => {
  it('keeps order, repeated keys and empty values', () => {
    expect(plain(only('b: 1\na: [x, ~]\nb:\n'))).toEqual([
      ['b', 1],
      ['a', ['x', null]],
      ['b', null],
    ]);
  });

  it('keeps how a scalar is written', () => {
    const root = only('a: 00000429\nb: 0x1F\nc: "q\\tr"\nd: off\ne: True\n');
    expect(['a', 'b', 'c', 'd', 'e'].map((key) => yamlEntry(root, key))).toMatchObject([
      { value: 429, source: '00000429' },
      { value: 31, source: '0x1F' },
      { value: 'q\tr', source: 'q\tr' },
      { value: 'off', source: 'off' },
      { value: true, source: 'True' },
    ]);
  });

  it('says where everything is', () => {
    const text = 'a:\n  - b: "c"\n';
    const list = yamlEntry(only(text), 'a');
    const item = list?.kind === 'list' ? list.items[0] : undefined;
    const value = yamlEntry(item, 'b')!;
    expect(text.slice(value.start, value.end)).toBe('"c"');
    expect(shiftYaml(value, 5)).toMatchObject({ start: value.start + 5, end: value.end + 5 });
  });

  it('cuts a file into documents that span it whole', () => {
    const text = '# licence\n---\na: 1\n---\nb: 2\n...\n---\nc: 3\n';
    const documents = readYaml(text);
    expect(documents.map(({ root }) => plain(root))).toEqual([[['a', 1]], [['b', 2]], [['c', 3]]]);
    expect(documents.map(({ start, end }) => text.slice(start, end)).join('')).toBe(text);
  });

  it('follows aliases and merge keys', () => {
    expect(plain(only('base: &b {x: 1, y: 2}\nc: *b\nd: {<<: *b, y: 3}\n'))).toEqual([
      [
        'base',
        [
          ['x', 1],
          ['y', 2],
        ],
      ],
      [
        'c',
        [
          ['x', 1],
          ['y', 2],
        ],
      ],
      [
        'd',
        [
          ['y', 3],
          ['x', 1],
        ],
      ],
    ]);
  });

  it.each([
    ['an open list', 'a: [1\n', 'syntax_error'],
    ['a tab', 'a:\n\t- 1\n', 'syntax_error'],
    ['an unknown alias', 'a: *missing\n', 'syntax_error'],
    ['a list as a key', '? [a]\n: 1\n', 'invalid_key'],
    ['5,000 brackets', `a: ${'['.repeat(5_000)}`, 'too_deep'],
    ['200 nested lists', `a: ${'[a, '.repeat(200)}${']'.repeat(200)}`, 'too_deep'],
    ['a long text', 'x'.repeat(600_000), 'too_large'],
    ['a long list', `a:\n${' - a\n'.repeat(99_999)}`, 'too_large'],
  ])('reports %s', (_name, text, code) => {
    expect(readYaml(text)[0]?.problems[0]?.code).toBe(code);
  });
});

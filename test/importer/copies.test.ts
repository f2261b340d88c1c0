import { expect, it } from 'vitest';
import { createCompiler } from '../../src/catalog/compiler.ts';
import { openSource } from '../../src/importer/compile-source.ts';
import { sigmaPlatform } from '../../src/platforms/sigma/index.ts';

function rule(id: string): string {
  return `title: ${id}\nid: ${id}\nname: ${id}\nlogsource:\n  product: aws\n  service: cloudtrail\ndetection:\n  s:\n    eventName: ${id}\n  condition: s\n`;
}

const FILES = [
  { path: 'a.yml', text: rule('aaa') },
  { path: 'b.yml', text: rule('bbb') },
  {
    path: 'c.yml',
    text: 'title: c\nid: ccc\ncorrelation:\n  type: temporal\n  rules: [aaa, bbb]\n  timespan: 5m\n',
  },
];

function open(owners: ReadonlyMap<string, string>, known: ReadonlyMap<string, string> = new Map()) {
  return openSource(sigmaPlatform, FILES, createCompiler(), known, undefined, { name: 'me/fork', owners });
}

it('a rule whose id another source holds gets an id of its own, and says so', () => {
  const { changed, compile } = open(new Map([['sigma:aaa', 'sigma/SigmaHQ/sigma']]));
  expect(changed.map(({ id }) => id)).toEqual(['sigma:aaa@me/fork', 'sigma:bbb', 'sigma:ccc']);
  const { rule: copy } = compile('sigma:aaa@me/fork');
  expect(copy).toMatchObject({ id: 'sigma:aaa@me/fork', nativeId: 'aaa@me/fork', parseStatus: 'FULL' });
  expect(copy.diagnostics).toMatchObject([{ code: 'copy', severity: 'info' }]);
  expect(copy.diagnostics[0]?.message).toContain('sigma/SigmaHQ/sigma');
});

it('what builds on it builds on the copy', () => {
  const { compile } = open(new Map([['sigma:aaa', 'sigma/SigmaHQ/sigma']]));
  const { rule: correlation } = compile('sigma:ccc');
  const [, sequence] = correlation.stages;
  expect(sequence).toMatchObject({
    kind: 'sequence',
    steps: [{ ruleId: 'sigma:aaa@me/fork' }, { ruleId: 'sigma:bbb' }],
  });
});

it('what is stored as a copy stays one when the other rule goes', () => {
  const [first] = open(new Map([['sigma:aaa', 'x']])).changed;
  const known = new Map([['sigma:aaa@me/fork', first?.contentHash ?? '']]);
  const { changed, unchanged } = open(new Map(), known);
  expect(unchanged).toEqual(['sigma:aaa@me/fork']);
  expect(changed.map(({ id }) => id)).toEqual(['sigma:bbb', 'sigma:ccc']);
});

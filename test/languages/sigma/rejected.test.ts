/** Every folder of test/rejected/sigma: a rule, and exactly what its author is told. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { leaves } from '../../../src/condition/fold.ts';
import { codeFrame } from '../../../src/text/code-frame.ts';
import { lower } from './lower.ts';

const folder = join(import.meta.dirname, '../../rejected/sigma');

it.each(readdirSync(folder))('%s', async (name) => {
  const text = readFileSync(join(folder, name, 'query.yml'), 'utf8');
  const { condition, stages, diagnostics } = lower(text);
  const frames = diagnostics.map((found) => codeFrame(text, found)).join('\n\n');
  await expect(`${frames}\n`).toMatchFileSnapshot(join(folder, name, 'diagnostics.txt'));
  const kinds = [...leaves(condition).map(({ node }) => node.kind), ...stages.map(({ kind }) => kind)];
  expect(kinds).toContain('opaque');
});

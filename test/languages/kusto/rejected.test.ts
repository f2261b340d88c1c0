/** What an author sees of a query that cannot be read, or not wholly: test/rejected/kusto/<case>/. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { codeFrame } from '../../../src/text/code-frame.ts';
import { lower } from './lowering.ts';

const root = fileURLToPath(new URL('../../rejected/kusto', import.meta.url));

describe('kusto rejects', () => {
  it.each(readdirSync(root))('%s', async (name) => {
    const text = readFileSync(`${root}/${name}/query`, 'utf8').replace(/\n$/, '');
    const frames = lower(text)
      .diagnostics.map((each) => `${codeFrame(text, each)}\n`)
      .join('\n');
    await expect(frames).toMatchFileSnapshot(`${root}/${name}/diagnostics.txt`);
  });
});

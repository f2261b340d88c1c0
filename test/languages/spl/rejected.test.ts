/** What an author sees of a search that cannot be read, or not wholly: test/rejected/spl/<case>/. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { spl } from '../../../src/languages/spl/index.ts';
import { codeFrame } from '../../../src/text/code-frame.ts';

const root = fileURLToPath(new URL('../../rejected/spl', import.meta.url));

describe('spl rejects', () => {
  it.each(readdirSync(root))('%s', async (name) => {
    const text = readFileSync(`${root}/${name}/query`, 'utf8').replace(/\n$/, '');
    const { diagnostics } = spl.lower({ language: 'spl', text, line: 1, column: 1, context: null });
    const frames = diagnostics.map((each) => `${codeFrame(text, each)}\n`).join('\n');
    await expect(frames).toMatchFileSnapshot(`${root}/${name}/diagnostics.txt`);
  });
});

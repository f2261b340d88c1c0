/** What an author sees of a rule that cannot be read, or not wholly: test/rejected/yara_l/<case>/. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { yaraL } from '../../../src/languages/yara-l/index.ts';
import { codeFrame } from '../../../src/text/code-frame.ts';

const root = fileURLToPath(new URL('../../rejected/yara_l', import.meta.url));

describe('YARA-L rejects', () => {
  it.each(readdirSync(root))('%s', async (name) => {
    const text = readFileSync(`${root}/${name}/query`, 'utf8').replace(/\n$/, '');
    const { diagnostics } = yaraL.lower({ language: 'yara_l', text, line: 1, column: 1, context: null });
    const frames = diagnostics.map((each) => `${codeFrame(text, each)}\n`).join('\n');
    await expect(frames).toMatchFileSnapshot(`${root}/${name}/diagnostics.txt`);
  });
});

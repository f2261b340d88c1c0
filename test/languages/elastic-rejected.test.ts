/** What an author sees of a query that cannot be read, or not wholly: test/rejected/<language>/<case>/. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { eql } from '../../src/languages/eql/index.ts';
import { esql } from '../../src/languages/esql/index.ts';
import { kuery } from '../../src/languages/kuery/index.ts';
import { lucene } from '../../src/languages/lucene/index.ts';
import { codeFrame } from '../../src/text/code-frame.ts';

const root = fileURLToPath(new URL('../rejected', import.meta.url));

describe.each([kuery, eql, esql, lucene])('$id rejects', ({ id, lower }) => {
  it.each(readdirSync(`${root}/${id}`))('%s', async (name) => {
    const text = readFileSync(`${root}/${id}/${name}/query`, 'utf8').replace(/\n$/, '');
    const { diagnostics } = lower({ language: id, text, line: 1, column: 1, context: null });
    const frames = diagnostics.map((each) => `${codeFrame(text, each)}\n`).join('\n');
    await expect(frames).toMatchFileSnapshot(`${root}/${id}/${name}/diagnostics.txt`);
  });
});

/** A large source is compiled in threads: the same rules come, in the same order, and a failure ends the import and not the process. */
import { afterAll, describe, expect, it } from 'vitest';
import { createCompilePool } from '../../src/catalog/compile-pool.ts';
import { createCompiler } from '../../src/catalog/compiler.ts';
import { compileHere } from '../../src/catalog/source-compiler.ts';
import type { CompilableSource, SourceCompiler } from '../../src/catalog/source-compiler.ts';
import type { SourceFile } from '../../src/platforms/platform.ts';
import { sigmaPlatform } from '../../src/platforms/sigma/index.ts';
import { ruleId } from '../../src/rule/rule.ts';
import type { RuleBatch } from '../../src/store/rule-batch.ts';

const COUNT = 130;
/** Together more text than is compiled in the caller's thread. */
const COMMENT = `# ${'x'.repeat(10_000)}\n`;

const files: readonly SourceFile[] = Array.from({ length: COUNT }, (_, at) => {
  const id = `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`;
  const logic = `detection:\n  selection:\n    Image|endswith: '\\tool${at}.exe'\n  condition: selection\n`;
  const head = `title: Rule ${at}\nid: ${id}\nlogsource:\n  product: windows\n  category: process_creation\n`;
  return { path: `rules/${String(at).padStart(3, '0')}.yml`, text: `${head}${logic}${COMMENT}` };
});

const here = compileHere(createCompiler());
const mustNotBeAsked: SourceCompiler = () => Promise.reject(new Error('the source is large'));
const pool = createCompilePool(mustNotBeAsked, { error: () => undefined });
afterAll(() => pool.close());

async function compileAll({ changed, compile, close }: CompilableSource): Promise<readonly RuleBatch[]> {
  const batches: RuleBatch[] = [];
  for await (const batch of compile(changed.map(({ id }) => id))) batches.push(batch);
  close();
  return batches;
}

function countOf(batches: readonly RuleBatch[]): number {
  return batches.reduce((sum, { ids }) => sum + ids.length, 0);
}

describe('threads', () => {
  it('compile what the caller’s own thread would', async () => {
    const beside = await pool.compile(sigmaPlatform, files, new Map());
    const own = await here(sigmaPlatform, files, new Map());
    expect(beside.changed).toEqual(own.changed);
    const compiled = await compileAll(beside);
    expect(countOf(compiled)).toBe(COUNT);
    expect(compiled).toEqual(await compileAll(own));
  }, 120_000);

  it('leave out what is known', async () => {
    const { changed } = await here(sigmaPlatform, files, new Map());
    const known = new Map(changed.slice(1).map(({ id, contentHash }) => [id as string, contentHash]));
    const beside = await pool.compile(sigmaPlatform, files, known);
    expect(beside.changed).toEqual(changed.slice(0, 1));
    expect(beside.unchanged).toHaveLength(COUNT - 1);
  }, 120_000);

  it('take the next source when one is compiled, stored or not', async () => {
    const opened = await Promise.all([1, 2, 3].map(() => pool.compile(sigmaPlatform, files, new Map())));
    for (const source of opened.toReversed()) expect(countOf(await compileAll(source))).toBe(COUNT);
  }, 120_000);

  it('take the next source when one is given up', async () => {
    for (const each of [1, 2, 3, 4]) {
      const { changed, close } = await pool.compile(sigmaPlatform, files, new Map());
      expect([each, changed.length]).toEqual([each, COUNT]);
      close();
    }
  }, 120_000);

  it('hand a failure on, and go on with the next source', async () => {
    const { compile } = await pool.compile(sigmaPlatform, files, new Map());
    const asked = compile([ruleId('sigma', 'nowhere')])[Symbol.asyncIterator]();
    await expect(asked.next()).rejects.toThrow('the source has no rule sigma:nowhere');
    const again = await pool.compile(sigmaPlatform, files, new Map());
    expect(countOf(await compileAll(again))).toBe(COUNT);
  }, 120_000);
});

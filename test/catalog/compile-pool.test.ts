/** A source is compiled in threads: the same rules come, in the same order, and a failure ends the import and not the process. */
import { afterAll, describe, expect, it } from 'vitest';
import { createCompilePool } from '../../src/catalog/compile-pool.ts';
import type { CompilePool } from '../../src/catalog/compile-pool.ts';
import { createCompiler } from '../../src/catalog/compiler.ts';
import { compileHere } from '../../src/catalog/source-compiler.ts';
import type { CompilableSource } from '../../src/catalog/source-compiler.ts';
import type { SourceFile } from '../../src/platforms/platform.ts';
import { panther } from '../../src/platforms/panther/index.ts';
import { sigmaPlatform } from '../../src/platforms/sigma/index.ts';
import { ruleId } from '../../src/rule/rule.ts';
import type { RuleBatch } from '../../src/store/rule-batch.ts';

const COUNT = 130;
const files: readonly SourceFile[] = Array.from({ length: COUNT }, (_, at) => {
  const id = `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`;
  const logic = `detection:\n  selection:\n    Image|endswith: '\\tool${at}.exe'\n  condition: selection\n`;
  const head = `title: Rule ${at}\nid: ${id}\nlogsource:\n  product: windows\n  category: process_creation\n`;
  return { path: `rules/${String(at).padStart(3, '0')}.yml`, text: `${head}${logic}` };
});

const here = compileHere(createCompiler());
const pool = createCompilePool({ error: () => undefined });
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

/** A rule for a tool of this name. */
function file(name: string, at: number): SourceFile {
  const id = `00000000-0000-4000-9000-${String(at).padStart(12, '0')}`;
  const text = `title: ${name} ${at}\nid: ${id}\nlogsource:\n  category: process_creation\ndetection:\n  s:\n    Image|endswith: '\\${name}.exe'\n  condition: s\n`;
  return { path: `rules/${at}.yml`, text };
}

function statusesOf(batches: readonly RuleBatch[]): readonly string[] {
  return batches.flatMap(({ ids, parseStatuses }) =>
    ids.map((id, at) => `${Number(id.slice(-12))} ${parseStatuses[at] ?? ''}`),
  );
}

function textOf(batches: readonly RuleBatch[]): string {
  return JSON.stringify(
    batches.flatMap(({ parts }) => parts.diagnostic.map((rows) => Buffer.from(rows).toString('utf8'))),
  );
}

describe('a rule that no thread gets through', () => {
  const given: { readonly about: string; readonly why: string }[] = [];
  /** `looks`: so many, fifty milliseconds apart, at one rule. */
  const start = (looks: number): CompilePool =>
    createCompilePool(
      { error: (found: unknown) => given.push(found as (typeof given)[number]) },
      {
        limits: { lookMs: 50, rule: looks, reading: 2_400 },
        threadHeap: 192,
        thread: new URL('hostile-thread.ts', import.meta.url),
      },
    );
  const impatient = start(20);
  const patient = start(2_400);
  afterAll(() => Promise.all([impatient.close(), patient.close()]));

  it.each([
    ['hangs', impatient, 'took too long'],
    ['exhausts', patient, 'needed too much memory'],
  ])(
    'as it %s, is given up, and the others are compiled',
    async (name, guarded, why) => {
      given.length = 0;
      // More than a batch, and the hostile ones in two of them.
      const names = Array.from({ length: 160 }, (_, at) => (at === 3 || at === 155 ? name : 'tool'));
      const source = await guarded.compile(
        sigmaPlatform,
        names.map((each, at) => file(each, at)),
        new Map(),
      );
      const compiled = await compileAll(source);
      expect(statusesOf(compiled).toSorted()).toEqual(
        names.map((each, at) => `${at} ${each === 'tool' ? 'FULL' : 'OPAQUE'}`).toSorted(),
      );
      expect(textOf(compiled).match(/gave_up/g)).toHaveLength(2);
      expect(given.map((each) => `${each.about.slice(-4)} ${each.why}`).toSorted()).toEqual([
        `0003 ${why}`,
        `0155 ${why}`,
      ]);
    },
    300_000,
  );

  it('leaves a correlation on it open, which is not blamed for it', async () => {
    given.length = 0;
    const rule = (id: string, value: string): SourceFile => ({
      path: `rules/${id}.yml`,
      text: `AnalysisType: rule\nRuleID: ${id}\nEnabled: true\nSeverity: Info\nLogTypes: [AWS.CloudTrail]\nDetection:\n  - Key: a\n    Condition: Equals\n    Value: ${value}\n`,
    });
    const both = `AnalysisType: correlation_rule\nRuleID: A.Both\nEnabled: true\nSeverity: High\nDetection:\n  - Sequence:\n      - {ID: X, RuleID: B.Hangs}\n      - {ID: Y, RuleID: C.Tool}\n    LookbackWindowMinutes: 60\n`;
    const source = await impatient.compile(
      panther,
      [
        { path: 'correlation_rules/both.yml', text: both },
        rule('B.Hangs', 'hangs.exe'),
        rule('C.Tool', 'tool.exe'),
      ],
      new Map(),
    );
    const statuses = (await compileAll(source)).flatMap(({ ids, parseStatuses }) =>
      ids.map((id, at) => `${id} ${parseStatuses[at] ?? ''}`),
    );
    expect(statuses.toSorted()).toEqual([
      'panther:A.Both PARTIAL',
      'panther:B.Hangs OPAQUE',
      'panther:C.Tool FULL',
    ]);
    expect(given).toEqual([{ about: 'panther:B.Hangs', why: 'took too long' }]);
  }, 300_000);
});

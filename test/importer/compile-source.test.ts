import { describe, expect, it } from 'vitest';
import type { CatalogRule } from '../../src/analysis/catalog-rule.ts';
import { compileSource } from '../../src/importer/compile-source.ts';
import type { CompiledSource } from '../../src/importer/compile-source.ts';
import type { SourceRule } from '../../src/platforms/platform.ts';
import { ruleSequenceStage } from '../../src/rule/declare-stage.ts';
import type { RuleId } from '../../src/rule/rule.ts';
import { makeSourceRule, plainCompiler, platformOf } from '../support/source-rule.ts';
import type { LoggedBug } from '../support/source-rule.ts';

async function compileAll(
  rules: readonly SourceRule[],
  bugs: LoggedBug[] = [],
  known: ReadonlyMap<string, string> = new Map(),
): Promise<CompiledSource> {
  const files = rules.map(({ path }, index) => ({ path, text: String(index) }));
  const platform = platformOf(({ text }) => {
    const rule = rules[Number(text)];
    if (rule === undefined) throw new Error('no such rule');
    return rule;
  });
  return compileSource(platform, files, plainCompiler(bugs), { known, onProgress: () => undefined });
}

function correlation(nativeId: string, ...ids: readonly RuleId[]): SourceRule {
  const steps = ids.map((ruleId) => ({ name: null, ruleId, by: [], runs: 1, missing: false }));
  const stage = ruleSequenceStage(true, steps, 60, nativeId);
  return makeSourceRule(nativeId, {
    kind: 'correlation',
    queries: [],
    stages: [{ stage, queries: [] }],
  });
}

function summary({ rules }: CompiledSource): Readonly<Record<string, string>> {
  return Object.fromEntries(
    rules.map(({ rule, conditionText }) => [rule.nativeId, `${rule.parseStatus} ${conditionText}`]),
  );
}

function codesOf({ rule }: CatalogRule): readonly string[] {
  return rule.diagnostics.map(({ code }) => code);
}

describe('compiling a source', () => {
  it('gives each of two rules with one id an id of its own, the first in path order keeping it', async () => {
    const later = makeSourceRule('same', { path: 'rules/z.txt' });
    const hunt = makeSourceRule('same', { path: 'hunting/a.txt', kind: 'hunt' });
    const first = makeSourceRule('same', { path: 'rules/b.txt' });
    const { rules } = await compileAll([later, hunt, first]);
    expect(rules.map(({ rule }) => [rule.id, rule.path])).toEqual([
      ['made:same', 'rules/b.txt'],
      ['made:same@rules/z.txt', 'rules/z.txt'],
      ['made:same@hunting/a.txt', 'hunting/a.txt'],
    ]);
    expect(rules.map(codesOf)).toEqual([[], ['duplicate_id'], ['duplicate_id']]);
    expect(rules.map(({ rule }) => rule.parseStatus)).toEqual(['FULL', 'FULL', 'FULL']);
  });

  it('keeps a rule whose language nobody knows, as opaque', async () => {
    const query = { language: 'unheard_of', text: 'x', line: 1, column: 1, context: null };
    const compiled = await compileAll([makeSourceRule('a', { queries: [query] }), makeSourceRule('b')]);
    expect(summary(compiled)).toEqual({ a: 'OPAQUE opaque "x"', b: 'FULL name eq "b"' });
    expect(compiled.rules.map(codesOf)).toEqual([['unsupported_language'], []]);
  });

  it('keeps a rule without a query, with the reason', async () => {
    const compiled = await compileAll([
      makeSourceRule('a', { queries: [], noQuery: 'machine_learning', body: 'job' }),
    ]);
    expect(summary(compiled)).toEqual({ a: 'OPAQUE opaque "job"' });
    expect(compiled.rules.map(codesOf)).toEqual([['machine_learning']]);
  });

  it('joins several queries, and turns an inverted rule round', async () => {
    const query = (text: string): SourceRule['queries'][number] => ({
      language: 'plain',
      text,
      line: 1,
      column: 1,
      context: null,
    });
    const compiled = await compileAll([
      makeSourceRule('both', { queries: [query('x'), query('refuses')] }),
      makeSourceRule('policy', { inverted: true }),
    ]);
    expect(summary(compiled)).toEqual({
      both: 'PARTIAL name eq "x"\nopaque "refuses"',
      policy: 'FULL name ne "policy"',
    });
  });
});

describe('correlations', () => {
  it('are compiled after what they build on, whatever the order of the files', async () => {
    const compiled = await compileAll([
      correlation('above', 'made:below', 'made:z'),
      correlation('below', 'made:a', 'made:z'),
      makeSourceRule('a'),
      makeSourceRule('z'),
    ]);
    expect(summary(compiled)).toEqual({
      a: 'FULL name eq "a"',
      above: 'FULL name in ["a", "z"]',
      below: 'FULL name in ["a", "z"]',
      z: 'FULL name eq "z"',
    });
  });

  it('say so where a step names a rule that is not there', async () => {
    const compiled = await compileAll([correlation('c', 'made:a', 'made:gone'), makeSourceRule('a')]);
    expect(summary(compiled)['c']).toBe('PARTIAL name eq "a" or opaque "made:gone"');
    expect(compiled.rules.flatMap(codesOf)).toEqual(['unknown_rule']);
  });

  it('end where they come back to themselves', async () => {
    const compiled = await compileAll([
      correlation('c', 'made:d', 'made:a'),
      correlation('d', 'made:c'),
      makeSourceRule('a'),
    ]);
    expect(summary(compiled)).toEqual({
      a: 'FULL name eq "a"',
      c: 'PARTIAL opaque "made:c" or name eq "a"',
      d: 'PARTIAL opaque "made:d" or name eq "a"',
    });
  });
});

describe('an import of what is stored', () => {
  it('does nothing for a rule whose content hash is known', async () => {
    const rules = [makeSourceRule('a'), makeSourceRule('b')];
    const first = await compileAll(rules);
    const known = new Map(first.rules.map(({ rule, contentHash }) => [rule.id, contentHash]));
    const again = await compileAll(rules, [], known);
    expect(again.rules).toEqual([]);
    expect(again.unchanged).toEqual(['made:a', 'made:b']);
    const changed = await compileAll(
      [makeSourceRule('a'), makeSourceRule('b', { contentHash: 'other' })],
      [],
      known,
    );
    expect(changed.rules.map(({ rule }) => rule.id)).toEqual(['made:b']);
    expect(changed.unchanged).toEqual(['made:a']);
  });
});

describe('a bug of ours', () => {
  it('costs the rule on which it shows, and no other', async () => {
    const bugs: LoggedBug[] = [];
    const rules = [
      makeSourceRule('throws', { tests: [{ name: 't', expected: true, event: {}, mocks: {} }] }),
      makeSourceRule('b'),
      correlation('c', 'made:throws', 'made:b'),
    ];
    const compiled = await compileAll(rules, bugs);
    expect(summary(compiled)).toEqual({
      throws: 'OPAQUE opaque "throws"',
      b: 'FULL name eq "b"',
      c: 'PARTIAL opaque "throws" or name eq "b"',
    });
    expect(bugs.map(({ about }) => about)).toEqual(['made:throws']);
    const broken = compiled.rules.find(({ rule }) => rule.nativeId === 'throws');
    expect(broken?.rule.diagnostics).toMatchObject([{ code: 'internal_error', severity: 'error' }]);
    expect(broken?.rule.diagnostics[0]?.message).toContain('bug-1');
    expect(broken?.testAgreements).toMatchObject([{ name: 't', agreement: 'undecided' }]);
  });

  it('in reading costs the file on which it shows', async () => {
    const bugs: LoggedBug[] = [];
    const platform = platformOf(({ path }) => {
      if (path === 'bad.txt') throw new TypeError('a bug');
      return makeSourceRule(path, { path });
    });
    const files = ['good.txt', 'bad.txt'].map((path) => ({ path, text: '' }));
    const compiled = await compileSource(platform, files, plainCompiler(bugs), {
      known: new Map(),
      onProgress: () => undefined,
    });
    expect(compiled.rules.map(({ rule }) => rule.nativeId)).toEqual(['good.txt']);
    expect(compiled.broken).toMatchObject([{ path: 'bad.txt', diagnostics: [{ code: 'internal_error' }] }]);
    expect(bugs.map(({ about }) => about)).toEqual(['made:bad.txt']);
  });

  it('that no single file brings about is not hidden', async () => {
    const platform = {
      ...platformOf(() => makeSourceRule('x')),
      read: (files: readonly unknown[]) => {
        if (files.length > 1) throw new TypeError('a bug');
        return { rules: [], broken: [], skippedFileCount: 0 };
      },
    };
    const files = ['a.txt', 'b.txt'].map((path) => ({ path, text: '' }));
    const options = { known: new Map(), onProgress: () => undefined };
    await expect(compileSource(platform, files, plainCompiler(), options)).rejects.toThrow('a bug');
  });
});

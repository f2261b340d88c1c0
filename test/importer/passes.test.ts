/** The passes of compiling, each alone. */
import { describe, expect, it } from 'vitest';
import { all, always, compare, from, not, opaque } from '../../src/condition/condition.ts';
import type { Condition } from '../../src/condition/condition.ts';
import { fieldPath } from '../../src/condition/field-path.ts';
import { printCondition } from '../../src/condition/print.ts';
import { completeRule } from '../../src/importer/complete-rule.ts';
import { deriveFacts } from '../../src/importer/derive-facts.ts';
import { lowerRule } from '../../src/importer/lower-rule.ts';
import { nameRuleFields, nameRuleSources } from '../../src/importer/name-rule.ts';
import type { LoweredRule, NamedRule } from '../../src/importer/rule-draft.ts';
import { simplifyRule } from '../../src/importer/simplify-rule.ts';
import type { Language, Lowered } from '../../src/languages/language.ts';
import type { SourceRule } from '../../src/platforms/platform.ts';
import { logSource } from '../../src/rule/log-source.ts';
import type { JoinStage, Stage } from '../../src/rule/stage.ts';
import { diagnostic } from '../../src/text/diagnostic.ts';
import { makeSourceRule, plainCompiler } from '../support/source-rule.ts';

const a = compare(fieldPath('a'), 'eq', ['x']);
const b = compare(fieldPath('b'), 'exists');
const process = logSource('windows', 'process_creation');

function languageOf(id: string, lowered: Partial<Lowered>): readonly [string, Language] {
  const whole = { condition: always, stages: [], outputFields: [], diagnostics: [], ...lowered };
  return [id, { id, lower: () => whole }];
}

const query = (language: string): SourceRule['queries'][number] => ({
  language,
  text: language,
  line: 1,
  column: 1,
  context: null,
});

function loweredRule(conditions: readonly Condition[], over: Partial<LoweredRule> = {}): LoweredRule {
  return {
    source: makeSourceRule('one'),
    asked: { conditions, sources: [], logSources: [] },
    tested: null,
    stages: [],
    declaredStages: [],
    outputFields: [],
    diagnostics: [],
    ...over,
  };
}

function namedRule(condition: Condition, over: Partial<NamedRule> = {}): NamedRule {
  const { asked: _asked, declaredStages: _stages, ...rest } = loweredRule([]);
  return { ...rest, tested: null, asked: { condition, sources: [], logSources: [process] }, ...over };
}

const unreadList: Stage = { kind: 'opaque', reason: 'unread', source: 'a list' };

function joinOf(condition: Condition | null): JoinStage {
  return {
    kind: 'join',
    type: 'semi',
    with: 'others',
    on: [],
    condition,
    stages: [],
    window: null,
    source: 'join',
  };
}

describe('lowering', () => {
  const languages = new Map([
    languageOf('first', {
      condition: a,
      sources: ['T'],
      outputFields: [{ name: 'user', source: 'user', origin: 'fields' }],
      columns: new Map([['user', fieldPath('account.name')]]),
      diagnostics: [diagnostic('one', 'of the first')],
    }),
    languageOf('second', { condition: b, diagnostics: [diagnostic('two', 'of the second')] }),
  ]);

  it('keeps a condition a query, in their order, and what stands beside them', () => {
    const source = makeSourceRule('one', {
      queries: [query('first'), query('second')],
      outputFields: [{ name: 'user', source: 'user', origin: 'fields' }],
    });
    const lowered = lowerRule(source, languages);
    expect(lowered.asked).toEqual({ conditions: [a, b], sources: ['T'], logSources: [] });
    expect(lowered.diagnostics.map(({ code }) => code)).toEqual(['one', 'two']);
    expect(lowered.outputFields).toEqual([{ name: 'user', source: 'account.name', origin: 'fields' }]);
    expect(lowered.tested).toBeNull();
  });

  it('keeps a query in an unknown language as text', () => {
    const { asked, diagnostics } = lowerRule(makeSourceRule('one', { queries: [query('other')] }), languages);
    expect(asked.conditions).toEqual([opaque('other', 'unsupported_language')]);
    expect(diagnostics.map(({ code }) => code)).toEqual(['unsupported_language']);
  });

  it('fills in the other side of a join, with what is said of it', () => {
    const join = joinOf(null);
    const source = makeSourceRule('one', {
      queries: [query('first')],
      stages: [{ stage: join, queries: [query('second')] }],
    });
    const lowered = lowerRule(source, languages);
    expect(lowered.declaredStages).toEqual([{ ...join, condition: b }]);
    expect(lowered.diagnostics.map(({ code }) => code)).toEqual(['one', 'two']);
  });

  it('keeps apart what the tests of a rule over rows are about', () => {
    const source = makeSourceRule('one', {
      queries: [query('second')],
      stages: [{ stage: unreadList, queries: [query('first')], precedes: true }],
    });
    const lowered = lowerRule(source, languages);
    expect(lowered.tested?.conditions).toEqual([b]);
    expect(printCondition(all(lowered.asked.conditions))).toContain('a eq "x"');
    expect(lowered.source.stages).toEqual([]);
  });
});

describe('naming sources', () => {
  const knowledge = { logSourcesOf: (name: string) => (name === 'T' ? [process] : []) };
  const of = (sources: readonly string[], over: Partial<SourceRule> = {}): LoweredRule =>
    nameRuleSources(
      loweredRule([all([from('T'), a])], {
        source: makeSourceRule('one', over),
        asked: { conditions: [all([from('T'), a])], sources, logSources: [] },
      }),
      knowledge,
    );

  it('gives the rule the log sources of what its queries read', () => {
    const named = of(['T']);
    expect(named.source.logSources).toEqual([process]);
    expect(named.asked.logSources).toEqual([process]);
    expect(named.asked.conditions).toEqual([all([always, a])]);
  });

  it('says nothing of the rule as a whole where one of them is not known, and falls back on what was declared', () => {
    expect(of(['T', 'U']).source.logSources).toEqual([]);
    const declared = [logSource('linux')];
    expect(of(['T', 'U'], { declaredLogSources: declared }).source.logSources).toEqual(declared);
  });

  it('leaves log sources that the envelope names', () => {
    const own = [logSource('linux')];
    expect(of(['T'], { logSources: own }).source.logSources).toEqual(own);
  });
});

describe('naming fields', () => {
  const image = compare(fieldPath('Image'), 'exists');
  const source = makeSourceRule('one', { eventSchema: 'windows', logSources: [process] });
  const fields = (condition: Condition): readonly string[] =>
    condition.kind === 'all' || condition.kind === 'any'
      ? condition.of.flatMap(fields)
      : condition.kind === 'not'
        ? fields(condition.of)
        : condition.kind === 'compare'
          ? [condition.field.name]
          : [];

  it('joins the conditions under the names of the catalog', () => {
    const { asked } = nameRuleFields(loweredRule([image, b], { source }));
    expect(fields(asked.condition)).toEqual(['process.executable', 'winlog.event_data.b']);
  });

  it('turns a policy round', () => {
    const inverted = makeSourceRule('one', { inverted: true });
    expect(nameRuleFields(loweredRule([b], { source: inverted })).asked.condition).toEqual(not(all([b])));
  });

  it('puts the declared stages behind those of the queries', () => {
    const stage: Stage = { ...unreadList, source: 'of the query' };
    const named = nameRuleFields(loweredRule([b], { stages: [stage], declaredStages: [unreadList] }));
    expect(named.stages).toEqual([stage, unreadList]);
  });

  it('keeps a rule without a query as the text that it is', () => {
    const none = makeSourceRule('one', { queries: [], noQuery: 'machine_learning' });
    expect(nameRuleFields(loweredRule([], { source: none })).asked.condition).toEqual(
      opaque('one', 'machine_learning'),
    );
  });
});

describe('simplifying', () => {
  it('takes in the rule, what its tests are about, and its stages', () => {
    const doubled = all([a, all([a])]);
    const asked = { condition: doubled, sources: [], logSources: [] };
    const join = joinOf(doubled);
    const simple = simplifyRule(namedRule(doubled, { tested: asked, stages: [join] }));
    expect(simple.asked.condition).toEqual(a);
    expect(simple.tested?.condition).toEqual(a);
    expect(simple.stages).toEqual([{ ...join, condition: a }]);
  });
});

describe('completing', () => {
  it('puts the filter in front', () => {
    const { rule, tested } = completeRule(namedRule(a, { stages: [unreadList] }));
    expect(rule.condition).toBe(a);
    expect(rule.stages.map(({ kind }) => kind)).toEqual(['filter', 'opaque']);
    expect(rule.parseStatus).toBe('PARTIAL');
    expect(tested).toBe(a);
  });

  it('asks for the source where the rule takes all that it holds', () => {
    const { rule } = completeRule(
      namedRule(always, { asked: { condition: always, sources: ['T'], logSources: [process] } }),
    );
    expect(rule.condition).toEqual(from('T', [process]));
  });

  it('leaves open what a stage before the queries selects; the tests are about the queries alone', () => {
    const source = makeSourceRule('one', { stages: [{ stage: unreadList, queries: [], precedes: true }] });
    const { rule, tested } = completeRule(namedRule(a, { source }));
    expect(rule.condition).toEqual(all([opaque('a list', 'unread'), a]));
    expect(tested).toBe(a);
  });
});

describe('deriving facts', () => {
  it('reads them off the complete rule', () => {
    const complete = completeRule(namedRule(all([a, not(compare(fieldPath('b'), 'starts_with', ['y']))])));
    const { facts, conditionText, canonicalHash } = deriveFacts(
      complete,
      makeSourceRule('one'),
      plainCompiler(),
    );
    expect(facts.indicators).toHaveLength(1);
    expect(facts.exclusions).toHaveLength(1);
    expect(conditionText).toContain('a eq "x"');
    expect(canonicalHash).toMatch(/^[0-9a-f]{64}$/);
  });

  it('judges the tests by what they are about', () => {
    const asked: Condition[] = [];
    const compiler = {
      ...plainCompiler(),
      judge: (_rule: unknown, condition: Condition) => {
        asked.push(condition);
        return true;
      },
    };
    const source = makeSourceRule('one', {
      tests: [{ name: 'a test', expected: true, event: {}, mocks: {} }],
    });
    const complete = completeRule(namedRule(a, { source }));
    const { testAgreements } = deriveFacts({ ...complete, tested: b }, source, compiler);
    expect(asked).toEqual([b]);
    expect(testAgreements.map(({ agreement }) => agreement)).toEqual(['agrees']);
  });
});

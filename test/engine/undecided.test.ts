/** What an analyst is told of rules that stay undecided, of those that are not judged, and of one rule that is asked for. */
import { describe, expect, it } from 'vitest';
import { all, any, compare, from, not, opaque } from '../../src/condition/condition.ts';
import type { Condition } from '../../src/condition/condition.ts';
import { fieldPath } from '../../src/condition/field-path.ts';
import { compileRules } from '../../src/engine/engine.ts';
import type { EngineRule, EvaluateOptions, Evaluation, Undecided } from '../../src/engine/evaluation.ts';
import { logSource } from '../../src/rule/log-source.ts';

const okta = logSource('okta', null, 'okta');
const OF_OKTA = { logSource: okta, explain: true };

const is = (field: string, ...values: readonly string[]): Condition =>
  compare(fieldPath(field), 'in', values);
const text = (name: string, reason = 'unsupported_call'): Condition => opaque(name, reason);

function rule(id: string, condition: Condition, more: Partial<EngineRule> = {}): EngineRule {
  return { id, condition, eventSchema: 'raw', logSources: [okta], needsMoreEvents: false, ...more };
}

/** By the index, which must say what the full scan says. */
function evaluate(rules: readonly EngineRule[], event: unknown, options: EvaluateOptions): Evaluation {
  const engine = compileRules(rules);
  const [found, scanned] = [engine.evaluate(event, options), engine.evaluateFullScan(event, options)];
  expect(ids(found)).toEqual(ids(scanned));
  expect(found.totals).toEqual(scanned.totals);
  return found;
}

function ids({ matches, undecided, wouldMatch }: Evaluation): unknown {
  return [matches, undecided, wouldMatch].map((list) => list.map(({ id }) => id));
}

function told(condition: Condition, event: unknown): Undecided | undefined {
  return evaluate([rule('r', condition)], event, OF_OKTA).undecided[0];
}

const shown = (parts: Undecided['parts']): readonly string[] =>
  parts.map(
    ({ node, negated }) => `${negated ? 'not ' : ''}${node.kind === 'opaque' ? node.text : node.kind}`,
  );

describe('the tier of an undecided rule', () => {
  const event = { a: 'x' };
  it.each<readonly [string, Condition, string, readonly string[]]>([
    ['is open by one thing', all([is('a', 'x'), text('f')]), 'one_open', ['f']],
    ['is open by one exclusion', all([is('a', 'x'), not(text('f'))]), 'one_open', ['not f']],
    ['is open by either of two', all([is('a', 'x'), any([text('f'), text('g')])]), 'one_open', ['f', 'g']],
    ['is open by two', all([is('a', 'x'), text('f'), text('g')]), 'partly_matched', []],
    ['shows nothing that it looks for', all([not(is('b', 'y')), text('f')]), 'not_observable', []],
    [
      'shows nothing but where the event is from',
      all([compare(fieldPath('a', { name: 'event.dataset' }), 'eq', ['x']), text('f')]),
      'not_observable',
      [],
    ],
    ['has a part for an unknown source', all([is('a', 'x'), from('t')]), 'source_unknown', []],
  ])('%s', (_title, condition, tier, deciding) => {
    const undecided = told(condition, event);
    expect([undecided?.tier, shown(undecided?.deciding ?? [])]).toEqual([tier, deciding]);
  });

  it('counts once what several parts wait for', () => {
    const open = compare(fieldPath('a'), 'regex', ['(?=x)']);
    const condition = all([is('a', 'x'), any([open, is('b', 'y')]), open]);
    expect(told(condition, event)).toMatchObject({ tier: 'one_open', deciding: [{ node: open }] });
  });

  it('takes no account of an alternative that fails anyway', () => {
    const undecided = told(all([is('a', 'x'), any([all([is('a', 'y'), text('f')]), text('g')])]), event);
    expect([undecided?.tier, shown(undecided?.parts ?? [])]).toEqual(['one_open', ['g']]);
  });

  it('takes no account of what is open beside an alternative that holds', () => {
    const undecided = told(all([any([is('a', 'x'), text('f')]), text('g')]), event);
    expect([undecided?.tier, shown(undecided?.parts ?? [])]).toEqual(['one_open', ['g']]);
  });
});

describe('the cause of an undecided rule', () => {
  it.each<readonly [string, Condition]>([
    ['logic', text('f')],
    ['list', text('%admins%', 'placeholder')],
    ['list', text('join t', 'external_list')],
    ['pattern', compare(fieldPath('a'), 'regex', ['(?=x)'])],
    ['pattern', compare(fieldPath('a'), 'cidr', ['nothing'])],
    ['limit', compare(fieldPath('long'), 'contains', ['x'])],
    ['log_source', from('t')],
    ['field', compare(fieldPath('source.geo.city_name'), 'eq', ['Rome'])],
  ])('is %s', (cause, condition) => {
    const of = rule('r', all([is('a', 'x'), condition]), cause === 'field' ? { eventSchema: 'ecs' } : {});
    const open = cause === 'field' ? { ...of, condition } : of;
    const event = { a: 'x', long: 'y'.repeat(200_000) };
    const { undecided, totals } = evaluate([open], event, OF_OKTA);
    expect(undecided.map((each) => each.cause)).toEqual([cause]);
    expect(totals.causes).toMatchObject({ [cause]: 1 });
  });

  it('is the most telling one of several', () => {
    expect(told(all([is('a', 'x'), text('f'), text('%l%', 'placeholder')]), { a: 'x' })?.cause).toBe('list');
  });
});

describe('rules for log sources of which the event may be', () => {
  const duo = logSource('cisco', null, 'duo');
  const rules = [
    rule('another value', is('a', 'y'), { logSources: [duo] }),
    rule('nothing of it', all([is('b', 'x'), text('f')]), { logSources: [duo] }),
    rule('open', all([is('a', 'x'), text('f')]), { logSources: [duo] }),
    rule('only absence', not(is('b', 'x')), { logSources: [duo] }),
    rule('would', all([is('a', 'x'), not(is('b', 'x'))]), { logSources: [duo] }),
    rule('unnamed', all([is('a', 'x'), not(is('b', 'x'))]), { logSources: [] }),
    rule('matched', is('a', 'x'), { logSources: [] }),
  ];
  const { undecided, wouldMatch, matches, totals } = evaluate(rules, { a: 'x' }, { explain: true });

  it('say whether all of their predicates hold, and for which log source', () => {
    expect(wouldMatch.map(({ id, logSources }) => [id, logSources])).toEqual([
      ['would', [duo]],
      ['unnamed', []],
    ]);
    expect(matches.map(({ id }) => id)).toEqual(['matched']);
    expect(totals).toMatchObject({ undecided: 5, wouldMatch: 2, tiers: { source_unknown: 5 } });
  });

  it('come in the order of what they say', () => {
    expect(undecided.map(({ id }) => id)).toEqual([
      'would',
      'unnamed',
      'open',
      'nothing of it',
      'only absence',
    ]);
  });
});

describe('rules that name no log source', () => {
  const open = (id: string, field: string): EngineRule =>
    rule(id, all([compare(fieldPath(field), 'eq', ['x']), text('f')]), {
      eventSchema: 'ecs',
      logSources: [],
    });
  const rules = [open('dns', 'dns.question.name'), open('any', 'a'), open('process', 'process.name')];

  it('come in the order of what they are probably about, which decides nothing', () => {
    const declared = { logSource: logSource('windows', 'process_creation'), explain: true };
    const { undecided } = evaluate(rules, { message: 'x' }, declared);
    expect(undecided.map(({ id, assumed }) => [id, assumed?.category ?? null])).toEqual([
      ['process', 'process_creation'],
      ['any', null],
      ['dns', 'dns'],
    ]);
  });
});

describe('undecided rules', () => {
  const rules = [
    rule('nothing', text('f')),
    rule('two', all([is('a', 'x'), text('f'), text('g')])),
    rule('one', all([is('a', 'x'), text('f')])),
    rule('one of more', all([is('a', 'x'), is('b', 'y'), text('f')])),
  ];
  const event = { a: 'x', b: 'y' };

  it('come by tier, then the nearest first', () => {
    const found = evaluate(rules, event, OF_OKTA);
    expect(found.undecided.map(({ id }) => id)).toEqual(['one of more', 'one', 'two', 'nothing']);
    expect(found.nearestUndecided(1).map(({ id }) => id)).toEqual(['one of more']);
    expect(found.nearestUndecided(9, { tiers: ['partly_matched'] }).map(({ id }) => id)).toEqual(['two']);
    expect(found.nearestUndecided(9, { causes: ['field'] })).toEqual([]);
    expect(found.totals.tiers).toEqual({
      one_open: 2,
      partly_matched: 1,
      not_observable: 1,
      source_unknown: 0,
    });
  });
});

describe('rules that are not judged', () => {
  const rules = [
    rule('active', is('a', 'x')),
    rule('old', is('a', 'x'), { standing: 'retired' }),
    rule('old, for another', is('a', 'x'), { standing: 'retired', logSources: [logSource('github')] }),
    rule('job', text('job'), { standing: 'without_query' }),
  ];
  const event = { a: 'x' };

  it('are counted', () => {
    const { matches, undecided, totals } = evaluate(rules, event, OF_OKTA);
    expect(matches.map(({ id }) => id)).toEqual(['active']);
    expect(undecided).toEqual([]);
    expect(totals).toMatchObject({ evaluated: 1, retired: 1, withoutQuery: 1, skippedByLogSource: 1 });
  });

  it('judge when they are asked for, but those without a query', () => {
    const { matches, undecided, totals } = evaluate(rules, event, { ...OF_OKTA, includeRetired: true });
    expect(matches.map(({ id }) => id)).toEqual(['active', 'old']);
    expect(undecided).toEqual([]);
    expect(totals).toMatchObject({ evaluated: 2, retired: 0, withoutQuery: 1, skippedByLogSource: 1 });
  });
});

describe('one rule', () => {
  const rules = [
    rule('hit', is('a', 'x'), { needsMoreEvents: true }),
    rule('miss', is('a', 'y')),
    rule('open', all([is('a', 'x'), text('f')])),
    rule('other', is('a', 'x'), { logSources: [logSource('github')] }),
    rule('job', text('job'), { standing: 'without_query' }),
  ];
  const engine = compileRules(rules);
  const ruleIds = new Set(['hit', 'miss', 'open', 'other', 'job']);

  it.each([
    ['hit', 'matched'],
    ['miss', 'unmatched'],
    ['open', 'undecided'],
    ['other', 'skipped'],
    ['job', 'not_judged'],
  ])('%s is %s, and says why', (id, verdict) => {
    const found = engine.evaluate({ a: 'x' }, { ...OF_OKTA, ruleIds }).ofRule(id);
    expect(found).toMatchObject({ id, verdict, effect: id === 'hit' ? 'CONTRIBUTES' : 'ALERTS' });
    expect(found?.undecided?.tier).toBe(verdict === 'undecided' ? 'one_open' : undefined);
    expect(found?.trace.verdict).toBe(
      { miss: 'unmatched', open: 'undecided', job: 'undecided' }[id] ?? 'matched',
    );
  });

  it('is none that nobody asked for', () => {
    expect(engine.hasRule('nobody')).toBe(false);
    expect(engine.evaluate({ a: 'x' }, { ...OF_OKTA, ruleIds }).ofRule('nobody')).toBeNull();
    expect(engine.evaluate({}, { ...OF_OKTA, ruleIds: new Set(['hit']) }).ofRule('miss')).toBeNull();
  });
});

import { describe, expect, it } from 'vitest';
import { correlation, file, LOGIN, lowerSource, read, ruleOf, SUCCESS } from './source.ts';
import { withThresholds } from '../../support/thresholds.ts';

const path = (native: string): unknown => expect.objectContaining({ native });

describe('correlations that count', () => {
  it('counts events of a rule by group', () => {
    const reading = read(
      file(
        LOGIN,
        correlation(
          'type: event_count\nrules: [login_failed]\ngroup-by: [user]\ntimespan: 1h\ncondition:\n    gt: 10\n    lte: 99',
        ),
      ),
    );
    const { condition, stages, diagnostics } = lowerSource(reading, 'corr');
    expect(ruleOf(reading, 'corr').kind).toBe('correlation');
    expect(ruleOf(reading, 'corr').logSources).toEqual([{ product: 'app', category: null, service: 'auth' }]);
    expect(condition).toBe('event eq~ "login_failed"');
    expect(withThresholds(stages)).toMatchObject([
      {
        kind: 'aggregate',
        by: [{ native: 'user' }],
        window: 3600,
        having: [
          { function: 'count', field: null, operator: 'gt', value: 10 },
          { function: 'count', field: null, operator: 'lte', value: 99 },
        ],
      },
    ]);
    expect(diagnostics).toEqual([]);
  });

  it.each([
    [
      'value_count',
      'field: ip\n    gte: 3',
      { function: 'cardinality', field: path('ip'), operator: 'gte', value: 3 },
    ],
    [
      'value_sum',
      'field: bytes\n    gt: 5',
      { function: 'sum', field: path('bytes'), operator: 'gt', value: 5 },
    ],
    [
      'value_avg',
      'field: bytes\n    lt: 5.5',
      { function: 'avg', field: path('bytes'), operator: 'lt', value: 5.5 },
    ],
    [
      'value_min',
      'field: bytes\n    eq: 5',
      { function: 'min', field: path('bytes'), operator: 'eq', value: 5 },
    ],
    [
      'value_max',
      'field: bytes\n    neq: 5',
      { function: 'max', field: path('bytes'), operator: 'ne', value: 5 },
    ],
    [
      'value_percentile',
      'field: b\n    gte: 5\n    percentile: 95',
      { function: 'percentile', field: path('b'), operator: 'gte', value: 5, percentile: 95 },
    ],
    [
      'value_median',
      'field: b\n    gte: 5',
      { function: 'percentile', field: path('b'), operator: 'gte', value: 5, percentile: 50 },
    ],
  ])('%s', (type, condition, having) => {
    const reading = read(
      file(
        LOGIN,
        correlation(
          `type: ${type}\nrules: login-failed\ngroup-by: user\ntimespan: 5m\ncondition:\n    ${condition}`,
        ),
      ),
    );
    expect(withThresholds(lowerSource(reading, 'corr').stages)).toEqual([
      expect.objectContaining({ kind: 'aggregate', by: [path('user')], window: 300, having: [having] }),
    ]);
  });

  it('takes the union of several rules, and an alias that means one field', () => {
    const text = correlation(
      'type: event_count\nrules: [login_failed, login-ok]\ngroup-by: [who]\ntimespan: 30s\naliases:\n    who: {login_failed: user, login-ok: user}\ncondition: {gte: 5}',
    );
    const { condition, stages } = lowerSource(read(file(LOGIN, SUCCESS, text)), 'corr');
    expect(condition).toBe('event in~ ["login", "login_failed"]');
    expect(stages).toMatchObject([{ kind: 'aggregate', by: [{ native: 'user' }] }]);
  });

  it.each([
    ['type: event_count\nrules: [login_failed]\ntimespan: 1h', 'unsupported_correlation'],
    [
      'type: value_count\nrules: [login_failed]\ntimespan: 1h\ncondition: {gte: 2}',
      'unsupported_correlation',
    ],
    [
      'type: value_percentile\nrules: [login_failed]\ntimespan: 1h\ncondition: {gte: 2, field: x}',
      'unsupported_correlation',
    ],
    ['type: dance\nrules: [login_failed]\ntimespan: 1h\ncondition: {gte: 2}', 'unsupported_correlation'],
    ['type: event_count\nrules: [login_failed]\ntimespan: 1h\ncondition: {atleast: 2}', 'invalid_value'],
    ['type: event_count\nrules: [login_failed]\ntimespan: long\ncondition: {gte: 2}', 'invalid_timeframe'],
    ['type: event_count\nrules: []\ntimespan: 1h\ncondition: {gte: 2}', 'missing_rules'],
    ['type: event_count\nrules: [nobody]\ntimespan: 1h\ncondition: {gte: 2}', 'unknown_rule'],
    [
      'type: event_count\nrules: [login_failed]\ngroup-by: [[a]]\ntimespan: 1h\ncondition: {gte: 2}',
      'invalid_value',
    ],
    [
      'type: event_count\nrules: [login_failed]\naliases: [a]\ntimespan: 1h\ncondition: {gte: 2}',
      'invalid_value',
    ],
    [
      'type: event_count\nrules: [login_failed]\naliases: {a: {b: []}}\ntimespan: 1h\ncondition: {gte: 2}',
      'invalid_value',
    ],
    [
      'type: event_count\nrules: [login_failed, login_ok]\ngroup-by: [who]\naliases: {who: {login_failed: a, login_ok: b}}\ntimespan: 1h\ncondition: {gte: 2}',
      'unsupported_correlation',
    ],
  ])('%s: %s', (text, code) => {
    const { stages, diagnostics } = lowerSource(read(file(LOGIN, SUCCESS, correlation(text))), 'corr');
    expect(diagnostics.map((found) => found.code)).toContain(code);
    if (code !== 'unknown_rule')
      expect(stages.map(({ kind }) => kind)).toEqual(code === 'missing_rules' ? [] : ['opaque']);
    expect(diagnostics.every((found) => found.severity === 'error')).toBe(true);
  });
});

it('warns of a key that a correlation does not have', () => {
  const text = correlation(
    'type: event_count\nrules: [login_failed]\ngroup_by: [user]\ntimespan: 1h\ncondition: {gte: 2}',
  );
  expect(lowerSource(read(file(LOGIN, text)), 'corr').diagnostics).toMatchObject([
    { code: 'unknown_key', severity: 'warning' },
  ]);
});

describe('temporal correlations', () => {
  it('are sequences of rules', () => {
    const text = correlation(
      'type: temporal_ordered\nrules: [login_failed, login_ok]\ngroup-by: [user]\ntimespan: 1h',
    );
    const { condition, stages } = lowerSource(read(file(LOGIN, SUCCESS, text)), 'corr');
    expect(condition).toBe('event in~ ["login", "login_failed"]');
    expect(stages).toMatchObject([
      {
        kind: 'sequence',
        ordered: true,
        window: 3600,
        by: [{ native: 'user' }],
        steps: [
          { ruleId: 'sigma:login-failed', name: 'login_failed', runs: 1, missing: false, by: [] },
          { ruleId: 'sigma:login-ok', name: 'login_ok', runs: 1, missing: false, by: [] },
        ],
      },
    ]);
  });

  it('join by aliases', () => {
    const text = correlation(
      'type: temporal\nrules: [login_failed, login_ok]\ngroup-by: [host, who]\naliases:\n    who: {login_failed: src.user, login_ok: user}\ntimespan: 5m\ncondition: {gte: 2}',
    );
    expect(lowerSource(read(file(LOGIN, SUCCESS, text)), 'corr').stages).toMatchObject([
      {
        kind: 'sequence',
        ordered: false,
        by: [{ native: 'host' }],
        steps: [{ by: [{ native: 'src.user' }] }, { by: [{ native: 'user' }] }],
      },
    ]);
  });

  it('read an expression of rules', () => {
    const text = correlation(
      'type: temporal\ngroup-by: [user]\ntimespan: 5m\ncondition: login_failed and not login_ok',
    );
    const { condition, stages, diagnostics } = lowerSource(read(file(LOGIN, SUCCESS, text)), 'corr');
    expect(condition).toBe('event eq~ "login_failed"');
    expect(stages).toMatchObject([{ steps: [{ missing: false }, { missing: true }] }]);
    expect(diagnostics).toEqual([]);
  });

  it.each(['condition: {gte: 1}', 'condition: login_failed or login_ok', 'condition: {lt: 2}'])(
    '%s is kept as text',
    (line) => {
      const text = correlation(`type: temporal\nrules: [login_failed, login_ok]\ntimespan: 5m\n${line}`);
      const { stages, diagnostics } = lowerSource(read(file(LOGIN, SUCCESS, text)), 'corr');
      expect(stages).toMatchObject([{ kind: 'opaque', reason: 'unsupported_correlation' }]);
      expect(diagnostics).toMatchObject([{ code: 'unsupported_correlation' }]);
    },
  );
});

describe('what a correlation refers to', () => {
  const COUNT =
    'type: event_count\nrules: [login_failed]\ngroup-by: [user]\ntimespan: 1h\ncondition: {gte: 10}';

  it('may lie in another file, by id', () => {
    const reading = read({
      'rules/a.yml': LOGIN,
      'rules/b.yml': correlation(COUNT.replace('login_failed', 'login-failed')),
    });
    expect(lowerSource(reading, 'corr').condition).toBe('event eq~ "login_failed"');
  });

  it('may be a correlation', () => {
    const many = correlation(COUNT, 'many').replace('title: C', 'title: C\nname: many');
    const outer = correlation(
      'type: temporal_ordered\nrules: [many, login_ok]\ngroup-by: [user]\ntimespan: 1d',
      'outer',
    );
    const { condition, stages } = lowerSource(read(file(LOGIN, SUCCESS, many, outer)), 'outer');
    expect(condition).toBe('event in~ ["login", "login_failed"]');
    expect(stages).toMatchObject([{ steps: [{ ruleId: 'sigma:many' }, { ruleId: 'sigma:login-ok' }] }]);
  });

  it('keeps the stages of a correlation that is counted', () => {
    const many = correlation(COUNT, 'many');
    const days = correlation(
      'type: event_count\nrules: [many]\ngroup-by: [user]\ntimespan: 7d\ncondition: {gte: 3}',
      'days',
    );
    expect(lowerSource(read(file(LOGIN, many, days)), 'days').stages).toMatchObject([
      { kind: 'aggregate', window: 3600 },
      { kind: 'aggregate', window: 604_800 },
    ]);
  });

  it('is reported when it goes round in circles or is ambiguous', () => {
    const a = correlation('type: temporal\nrules: [b, login_ok]\ntimespan: 1h', 'a');
    const b = correlation('type: temporal\nrules: [a, login_ok]\ntimespan: 1h', 'b');
    const circle = read(file(SUCCESS, a, b));
    expect(lowerSource(circle, 'a').diagnostics.map(({ code }) => code)).toContain('incomplete_rule');
    const twice = read({
      'rules/a.yml': LOGIN,
      'rules/b.yml': LOGIN.replace('id: login-failed', 'id: other'),
      'rules/c.yml': correlation(COUNT),
    });
    expect(lowerSource(twice, 'corr').diagnostics).toMatchObject([{ code: 'unknown_rule' }]);
  });

  it('is a building block unless the correlation generates it', () => {
    expect(ruleOf(read(file(LOGIN, correlation(COUNT))), 'login-failed').kind).toBe('building_block');
    const generated = correlation(COUNT.replace('timespan', 'generate: true\ntimespan'));
    expect(ruleOf(read(file(LOGIN, generated)), 'login-failed').kind).toBe('rule');
  });

  it('changes the hash', () => {
    const hash = (login: string): string => ruleOf(read(file(login, correlation(COUNT))), 'corr').contentHash;
    expect(hash(LOGIN)).not.toBe(hash(LOGIN.replace('login_failed}', 'failure}')));
  });
});

import { describe, expect, it } from 'vitest';
import { all, any, compare, not, opaque } from '../../src/condition/condition.ts';
import type { Condition } from '../../src/condition/condition.ts';
import { fieldPath, withTransform } from '../../src/condition/field-path.ts';
import { compileRules } from '../../src/engine/engine.ts';
import { LIMITS } from '../../src/engine/limits.ts';
import type { EngineRule } from '../../src/engine/evaluation.ts';

function rule(id: string, condition: Condition, more: Partial<EngineRule> = {}): EngineRule {
  return { id, condition, eventSchema: 'raw', logSources: [], needsMoreEvents: false, ...more };
}

const isA = compare(fieldPath('a'), 'eq', ['1']);
const parsed = compare(withTransform(withTransform(fieldPath('json'), 'parse_json'), 'key', 'k'), 'eq', [
  'v',
]);

describe('rules that share predicates', () => {
  const engine = compileRules([
    rule('plain', isA),
    rule('turned', not(isA)),
    rule('many', all([any([isA, parsed]), any([isA, not(parsed)])])),
    rule('parsed', parsed),
  ]);
  const matching = (event: unknown): readonly string[] => engine.evaluate(event).matches.map(({ id }) => id);

  it('say of each event what holds for it, whatever came before', () => {
    expect(matching({ a: '1' })).toEqual(['plain', 'many']);
    expect(matching({ a: '2', json: '{"k":"v"}' })).toEqual(['turned', 'parsed']);
    expect(matching({ a: '1', json: '{"k":"v"}' })).toEqual(['plain', 'many', 'parsed']);
  });

  it('explain an event after another was judged', () => {
    const first = engine.evaluate({ a: '1' });
    engine.evaluate({ a: '2' });
    expect(first.matches.map(({ trace }) => trace.verdict)).toEqual(['matched', 'matched']);
    expect(first.matches[0]?.trace).toMatchObject({ kind: 'leaf', actual: ['1'] });
  });
});

describe('rules that can read no field of an event', () => {
  const ecs = { eventSchema: 'ecs' } as const;
  const engine = compileRules([
    rule(
      'open',
      all([compare(fieldPath('process.name'), 'eq', ['x']), opaque('f()', 'unsupported_call')]),
      ecs,
    ),
    rule('partly', all([isA, opaque('f()', 'unsupported_call')])),
    rule('settled', any([compare(fieldPath('process.name'), 'eq', ['x']), { kind: 'always' }]), ecs),
  ]);

  it('are undecided, or what they are by themselves where the event surely is one of theirs', () => {
    for (const judge of [engine.evaluate, engine.evaluateFullScan]) {
      const { matches, undecided } = judge({ a: '1' });
      expect(matches).toEqual([]);
      expect(undecided.map(({ id }) => id)).toEqual(['open', 'partly', 'settled']);
      const own = judge({ 'process.name': 'y' }, { schema: 'ecs' });
      expect(own.matches.map(({ id }) => id)).toEqual(['settled']);
    }
  });

  it('come after those of which the event decides something', () => {
    for (const judge of [engine.evaluate, engine.evaluateFullScan]) {
      const { undecided } = judge({ a: '1' }, { explain: true });
      expect(undecided.map(({ id }) => id)).toEqual(['partly', 'open', 'settled']);
    }
  });
});

describe('a field with many texts', () => {
  const engine = compileRules([
    rule('early', compare(fieldPath('a'), 'contains', ['needle'])),
    rule('late', compare(fieldPath('a'), 'contains', ['hay end'])),
    rule('equal', compare(fieldPath('a'), 'eq', ['last'])),
  ]);
  const a = ['a needle', ...Array.from({ length: 4 }, () => 'x'.repeat(LIMITS.text / 2)), 'hay end', 'last'];

  it('is searched so far, and undecided beyond', () => {
    const { matches, undecided } = engine.evaluate({ a }, { explain: true });
    expect(matches.map(({ id }) => id)).toEqual(['early', 'equal']);
    expect(undecided.map(({ id, open }) => [id, open.map(({ reason }) => reason)])).toEqual([
      ['late', ['event_too_large']],
    ]);
  });
});

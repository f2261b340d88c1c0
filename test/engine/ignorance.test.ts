/** Where it is not known whether a rule is for such events, it never alerts, and what the event lacks decides nothing. */
import { describe, expect, it } from 'vitest';
import { all, any, compare, not } from '../../src/condition/condition.ts';
import type { Condition } from '../../src/condition/condition.ts';
import { fieldPath } from '../../src/condition/field-path.ts';
import { compileRules } from '../../src/engine/engine.ts';
import type { EngineRule, EvaluateOptions } from '../../src/engine/evaluation.ts';
import { logSource } from '../../src/rule/log-source.ts';
import type { LogSource } from '../../src/rule/log-source.ts';
import type { EventSchema } from '../../src/rule/rule.ts';

const is = (field: string, value: string): Condition => compare(fieldPath(field), 'eq', [value]);

function verdict(
  condition: Condition,
  logSources: readonly LogSource[],
  event: unknown,
  options: EvaluateOptions = {},
  eventSchema: EventSchema = 'raw',
): string {
  const rule: EngineRule = { id: 'r', condition, eventSchema, logSources, needsMoreEvents: false };
  const engine = compileRules([rule]);
  const [indexed, scanned] = [engine.evaluate(event, options), engine.evaluateFullScan(event, options)];
  expect(indexed.totals).toEqual(scanned.totals);
  if (indexed.totals.skippedByLogSource === 1) return 'skipped';
  if (indexed.matches.length === 1) return 'matched';
  return indexed.undecided.length === 1 ? 'undecided' : 'unmatched';
}

describe('of a rule whose log source may be another than the event’s', () => {
  const duo = [logSource('cisco', null, 'duo')];
  it.each([
    ['what holds', is('a', 'x'), { a: 'x' }, 'undecided'],
    ['what does not hold', is('a', 'x'), { a: 'y' }, 'unmatched'],
    ['what the event lacks', is('a', 'x'), { b: 'x' }, 'undecided'],
    ['an exclusion that the event lacks', all([is('a', 'x'), not(is('b', 'y'))]), { a: 'x' }, 'undecided'],
    ['a presence test', compare(fieldPath('a'), 'is_null'), { b: 'x' }, 'undecided'],
    ['one alternative that does not hold', any([is('a', 'x'), is('b', 'y')]), { a: 'z' }, 'undecided'],
    ['nothing at all', { kind: 'always' }, {}, 'undecided'],
  ] as const)('%s: %j', (_title, condition, event, expected) => {
    expect(verdict(condition, duo, event)).toBe(expected);
    expect(verdict(condition, duo, event, { logSource: logSource('okta', null, 'okta') })).toBe('skipped');
  });

  it('is what it is where the event is declared to be of the rule’s log source', () => {
    const declared = { logSource: logSource('cisco', null, 'duo') };
    expect(verdict(is('a', 'x'), duo, { a: 'x' }, declared)).toBe('matched');
    expect(verdict(is('a', 'x'), duo, { b: 'x' }, declared)).toBe('unmatched');
    expect(verdict(not(is('a', 'x')), duo, { b: 'x' }, declared)).toBe('matched');
  });

  it('is what it is where the event names its source, also one that the catalog has no table for', () => {
    const acme = [logSource('acme', null, 'door')];
    expect(verdict(not(is('a', 'x')), acme, { p_log_type: 'Acme.Door', b: 'x' })).toBe('matched');
    expect(verdict(is('b', 'x'), acme, { p_log_type: 'Acme.Window', b: 'x' })).toBe('skipped');
  });
});

describe('of a rule that names no log source', () => {
  it.each([
    ['what holds', is('a', 'x'), { a: 'x' }, 'matched'],
    ['what holds by what is there', not(is('a', 'x')), { a: 'y' }, 'matched'],
    ['what the event lacks', not(is('a', 'x')), { b: 'x' }, 'undecided'],
    ['nothing at all', { kind: 'always' }, {}, 'undecided'],
  ] as const)('%s: %j', (_title, condition, event, expected) => {
    expect(verdict(condition, [], event)).toBe(expected);
  });
});

describe('of what no event of the source can have', () => {
  const cloudtrail = {
    eventVersion: '1.08',
    eventSource: 'cloudtrail.amazonaws.com',
    eventName: 'StopLogging',
    awsRegion: 'eu-west-1',
    eventCategory: 'Management',
  };
  const ofAny: readonly LogSource[] = [];
  it.each([
    ['registry.path', ofAny, compare(fieldPath('registry.path'), 'exists'), 'ecs', 'unmatched'],
    ['not registry.path', ofAny, not(compare(fieldPath('registry.path'), 'exists')), 'ecs', 'undecided'],
    ['no registry.path', ofAny, compare(fieldPath('registry.path'), 'is_null'), 'ecs', 'undecided'],
    ['an open field', ofAny, compare(fieldPath('labels.x'), 'exists'), 'ecs', 'undecided'],
    ['a type that it never is', ofAny, is('metadata.event_type', 'PROCESS_LAUNCH'), 'udm', 'unmatched'],
    ['a type that it may be', ofAny, is('metadata.event_type', 'RESOURCE_READ'), 'udm', 'undecided'],
  ] as const)('%s: a rule that names no log source', (_title, sources, condition, schema, expected) => {
    expect(verdict(condition, sources, cloudtrail, {}, schema)).toBe(expected);
  });
});

describe('of a rule about what is no log event', () => {
  const bucket = [logSource('aws', 'resource', 's3.bucket')];
  it('an event is skipped that is not said to be such a thing', () => {
    expect(verdict(not(is('a', 'x')), bucket, { b: 'x' })).toBe('skipped');
    expect(verdict(not(is('a', 'x')), bucket, { b: 'x' }, { logSource: logSource('aws') })).toBe('skipped');
  });

  it('a resource is judged', () => {
    expect(
      verdict(
        not(is('a', 'x')),
        bucket,
        { b: 'x' },
        { logSource: logSource('aws', 'resource', 's3.bucket') },
      ),
    ).toBe('matched');
  });
});

describe('a log source that is declared', () => {
  const cloudtrail = { eventName: 'StopLogging', eventSource: 'cloudtrail.amazonaws.com', awsRegion: 'x' };
  const engine = compileRules([]);

  it('outranks the one that is detected, and the contradiction is said', () => {
    const { origin, contradicted } = engine.evaluate(cloudtrail, {
      logSource: logSource('okta', null, 'okta'),
    });
    expect(origin).toMatchObject({ product: 'okta', services: ['okta'] });
    expect(contradicted).toMatchObject({ product: 'aws', services: ['cloudtrail'] });
  });

  it('leaves what it does not say to be detected', () => {
    const { origin, contradicted } = engine.evaluate(cloudtrail, { logSource: logSource('aws') });
    expect(origin).toMatchObject({ product: 'aws', services: ['cloudtrail'], categories: [] });
    expect(contradicted).toBeNull();
  });
});

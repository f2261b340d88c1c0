import { describe, expect, it } from 'vitest';
import { fieldMapping, predicateFields } from '../../src/analysis/field-mapping.ts';
import type { FieldKnowledge } from '../../src/analysis/field-mapping.ts';
import { all, any, compare, from, not, some } from '../../src/condition/condition.ts';
import type { Condition } from '../../src/condition/condition.ts';
import { fieldPath, withTransform } from '../../src/condition/field-path.ts';
import { logSource, logSourceText } from '../../src/rule/log-source.ts';
import type { LogSource } from '../../src/rule/log-source.ts';
import type { EventSchema } from '../../src/rule/rule.ts';

const cloudtrail = logSource('aws', null, 'cloudtrail');
const okta = logSource('okta', null, 'okta');
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  'aws.cloudtrail': ['eventName', 'requestParameters.policyDocument', 'resources.ARN', 'both'],
  'okta.okta': ['eventType', 'both'],
};

function knows(native: string, logSources: readonly LogSource[]): FieldKnowledge {
  return logSources.some((each) => KNOWN[logSourceText(each)]?.includes(native) === true)
    ? 'translated'
    : 'unknown';
}

function counted(
  condition: Condition,
  eventSchema: EventSchema = 'raw',
  logSources: readonly LogSource[] = [cloudtrail, okta],
): readonly string[] {
  return predicateFields({ condition, logSources, eventSchema }, knows)
    .map(({ native, logSource, knowledge }) =>
      [logSource === null ? '–' : logSourceText(logSource), native, knowledge].join(' '),
    )
    .sort();
}

const name = compare(fieldPath('eventName'), 'eq', ['x']);
const type = compare(fieldPath('eventType'), 'eq', ['x']);
const nonsense = compare(fieldPath('nonsense'), 'eq', ['x']);

describe('predicates on known fields', () => {
  it('count for the log source whose name it is, and for each where it is nobody’s', () => {
    expect(counted(all([name, any([type, nonsense]), not(compare(fieldPath('both'), 'eq', [1]))]))).toEqual([
      'aws.cloudtrail both translated',
      'aws.cloudtrail eventName translated',
      'aws.cloudtrail nonsense unknown',
      'okta.okta both translated',
      'okta.okta eventType translated',
      'okta.okta nonsense unknown',
    ]);
  });

  it('count for each log source that a shared schema is filled from', () => {
    expect(counted(name, 'splunk')).toEqual([
      'aws.cloudtrail eventName translated',
      'okta.okta eventName unknown',
    ]);
  });

  it('count where their branch is for, which is no predicate itself', () => {
    const branch = all([from('okta', [okta]), nonsense]);
    const ofType = all([compare(fieldPath('p_log_type'), 'eq', ['AWS.CloudTrail']), type]);
    expect(counted(any([branch, ofType]))).toEqual([
      'aws.cloudtrail eventType unknown',
      'okta.okta nonsense unknown',
    ]);
  });

  it('count once, and both fields of a comparison of two', () => {
    const both = compare(fieldPath('eventName'), 'field_eq', [], { other: fieldPath('nonsense') });
    expect(counted(all([name, any([name, both])]), 'raw', [cloudtrail])).toEqual([
      'aws.cloudtrail eventName translated',
      'aws.cloudtrail eventName translated',
      'aws.cloudtrail nonsense unknown',
    ]);
    expect(counted(name, 'raw', [])).toEqual(['– eventName unknown']);
  });

  it('in a list are known by the list’s field, or by the text that it was parsed from, and not read elsewhere', () => {
    const element = (own: string): Condition => compare(fieldPath(own, { scope: 'element' }), 'eq', ['x']);
    const policy = withTransform(fieldPath('requestParameters.policyDocument'), 'parse_json');
    expect(
      counted(
        all([some(fieldPath('resources'), element('ARN')), some(policy, element('Principal'))]),
        'raw',
        [cloudtrail],
      ),
    ).toEqual([
      'aws.cloudtrail requestParameters.policyDocument.Principal named',
      'aws.cloudtrail resources.ARN named',
    ]);
  });

  it('make counts by log source', () => {
    const rule = { condition: all([name, nonsense]), logSources: [cloudtrail], eventSchema: 'raw' as const };
    expect(fieldMapping(rule, knows)).toEqual([
      { logSource: cloudtrail, predicateCount: 2, mappedCount: 1, translatedCount: 1 },
    ]);
  });
});

/** `from`: a rule that reads several sources tells its parts apart by where the event comes from. */
import { describe, expect, it } from 'vitest';
import { all, any, compare, from, not } from '../../src/condition/condition.ts';
import { fieldPath } from '../../src/condition/field-path.ts';
import { compileRules } from '../../src/engine/engine.ts';
import { nameSources, logSourcesOfAll } from '../../src/importer/name-sources.ts';
import { logSource } from '../../src/rule/log-source.ts';

const CLOUDTRAIL = logSource('aws', null, 'cloudtrail');
const OKTA = logSource('okta', null, 'okta');
const logSourcesOf = (source: string) =>
  source === 'AWSCloudTrail' ? [CLOUDTRAIL] : source === 'Okta_CL' ? [OKTA] : [];

const condition = any([
  all([from('AWSCloudTrail', [CLOUDTRAIL]), compare(fieldPath('eventName'), 'eq', ['StopLogging'])]),
  all([from('Okta_CL', [OKTA]), compare(fieldPath('eventName'), 'ne', ['StopLogging'])]),
]);

function verdict(event: unknown): string {
  const engine = compileRules([
    { id: 'r', condition, eventSchema: 'raw', logSources: [CLOUDTRAIL, OKTA], needsMoreEvents: false },
  ]);
  const scanned = engine.evaluateFullScan(event).totals;
  const { totals } = engine.evaluate(event);
  expect(totals).toEqual(scanned);
  return totals.matched === 1 ? 'matched' : totals.undecided === 1 ? 'undecided' : 'unmatched';
}

describe('from', () => {
  it('holds for events of its log source only', () => {
    const base = { eventSource: 'cloudtrail.amazonaws.com', awsRegion: 'us-east-1' };
    expect(verdict({ ...base, eventName: 'StopLogging' })).toBe('matched');
    expect(verdict({ ...base, eventName: 'StartLogging' })).toBe('unmatched');
    expect(verdict({ eventType: 'user.session.start', actor: {}, outcome: { result: 'SUCCESS' } })).toBe(
      'matched',
    );
  });

  it('is undecided where the event does not show where it comes from', () => {
    expect(verdict({ eventName: 'StopLogging' })).toBe('undecided');
  });
});

describe('nameSources', () => {
  const rule = { sources: ['AWSCloudTrail', 'Okta_CL'], logSources: [CLOUDTRAIL, OKTA] };

  it('fills in what each source monitors', () => {
    expect(nameSources(not(from('Okta_CL')), rule, { logSourcesOf })).toEqual(not(from('Okta_CL', [OKTA])));
    expect(nameSources(from('Custom_CL'), rule, { logSourcesOf })).toEqual(from('Custom_CL', []));
  });

  it('drops what is true of every event of the rule', () => {
    const one = { sources: ['Okta_CL', 'Okta_CL'], logSources: [OKTA] };
    expect(nameSources(from('Okta_CL'), one, { logSourcesOf })).toEqual({ kind: 'always' });
    const covered = { sources: ['AWSCloudTrail', 'Custom_CL'], logSources: [CLOUDTRAIL] };
    expect(nameSources(from('AWSCloudTrail'), covered, { logSourcesOf })).toEqual({ kind: 'always' });
  });

  it('narrows a rule to its sources only where all of them are known', () => {
    expect(logSourcesOfAll(['AWSCloudTrail', 'Okta_CL', 'Okta_CL'], { logSourcesOf })).toEqual([
      CLOUDTRAIL,
      OKTA,
    ]);
    expect(logSourcesOfAll(['AWSCloudTrail', 'Custom_CL'], { logSourcesOf })).toEqual([]);
  });
});

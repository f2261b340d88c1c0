/** How rules for Splunk read events: their keys by letter case, the keys of their groups, and the text in which they look for words. */
import { describe, expect, it } from 'vitest';
import { all, compare, not } from '../../src/condition/condition.ts';
import type { Condition } from '../../src/condition/condition.ts';
import { fieldPath } from '../../src/condition/field-path.ts';
import { compileRules } from '../../src/engine/engine.ts';
import type { EngineRule } from '../../src/engine/evaluation.ts';
import { logSource } from '../../src/rule/log-source.ts';
import type { LogSource } from '../../src/rule/log-source.ts';
import type { EventSchema } from '../../src/rule/rule.ts';

const CLOUDTRAIL = [logSource('aws', null, 'cloudtrail')];
const OKTA = [logSource('okta', null, 'okta')];

function verdict(
  condition: Condition,
  event: unknown,
  logSources: readonly LogSource[] = CLOUDTRAIL,
  eventSchema: EventSchema = 'splunk',
): string {
  const rule: EngineRule = { id: 'r', condition, eventSchema, logSources, needsMoreEvents: false };
  const engine = compileRules([rule]);
  const [indexed, scanned] = [engine.evaluate(event), engine.evaluateFullScan(event)];
  expect(indexed.totals).toEqual(scanned.totals);
  if (indexed.matches.length === 1) return 'matched';
  return indexed.undecided.length === 1 ? 'undecided' : 'unmatched';
}

const row = { sourcetype: 'aws:cloudtrail', source: 'aws', index: 'main', eventName: 'StopLogging' };
const record = {
  eventVersion: '1.09',
  eventSource: 'cloudtrail.amazonaws.com',
  eventName: 'StopLogging',
  awsRegion: 'eu-west-1',
  sourceIPAddress: '192.0.2.1',
  userIdentity: { type: 'Root' },
};
const okta = {
  eventType: 'user.session.start',
  actor: { id: '1' },
  outcome: { result: 'SUCCESS' },
  displayMessage: 'x',
};
const key = (name: string): Condition => compare(fieldPath(name), 'is_key');
const is = (name: string, value: string): Condition => compare(fieldPath(name), 'eq', [value]);

describe('a key of groups', () => {
  it.each([
    ['of a row that has it', key('user'), { ...row, user: 'ann' }, 'matched'],
    ['of a row that lacks it', key('user'), row, 'unmatched'],
    ['of a row that has it in another letter case', key('user'), { ...row, User: 'ann' }, 'undecided'],
    ['of a record whose own name it is', key('errorMessage'), record, 'unmatched'],
    ['of a record whose own name it is, and that has it', key('awsRegion'), record, 'matched'],
    ['of a record in which it would be made of several fields', key('user'), record, 'matched'],
    ['of a record that no table gives it', key('vendor_product'), record, 'matched'],
    ['beside what does not hold', all([key('user'), is('eventName', 'x')]), record, 'unmatched'],
  ] as const)('%s', (_title, condition, event, expected) => {
    expect(verdict(condition, event)).toBe(expected);
  });

  it('is asked where a table gives the field exactly', () => {
    expect(verdict(key('user'), okta, OKTA)).toBe('unmatched');
    expect(verdict(key('user'), { ...okta, actor: { alternateId: 'ann' } }, OKTA)).toBe('matched');
  });

  it('is not asked where a table has that word in another letter case', () => {
    const created = {
      Channel: 'Security',
      EventID: 4720,
      TargetUserName: 'ann',
      Computer: 'a',
      Provider_Name: 'Microsoft-Windows-Security-Auditing',
    };
    const windows = [logSource('windows', null, 'security')];
    expect(verdict(key('status'), created, windows)).toBe('matched');
    expect(verdict(key('Status'), created, windows)).toBe('unmatched');
  });

  it('never alerts out of ignorance', () => {
    expect(verdict(key('user'), {}, [])).toBe('undecided');
    expect(verdict(key('user'), { message: 'x' }, [])).toBe('undecided');
    expect(verdict(key('user'), record, [logSource('cisco', null, 'duo')])).not.toBe('matched');
  });
});

describe('a field’s name', () => {
  it('is found in its own letter case alone in Splunk’s rows', () => {
    expect(verdict(is('user', 'ann'), { ...row, user: 'ann' })).toBe('matched');
    expect(verdict(is('User', 'ann'), { ...row, user: 'ann' })).toBe('undecided');
    expect(verdict(not(is('User', 'ann')), { ...row, user: 'bob' })).toBe('undecided');
    expect(verdict(is('userIdentity.Type', 'Root'), { ...row, userIdentity: { type: 'Root' } })).toBe(
      'undecided',
    );
  });

  it('is not found in another by way of the record that the row holds', () => {
    const whole = { sourcetype: 'aws:cloudtrail', source: 'aws', index: 'main', ...record, user: 'ann' };
    expect(verdict(is('eventName', 'StopLogging'), whole)).toBe('matched');
    expect(verdict(is('EventName', 'StopLogging'), whole)).toBe('undecided');
    expect(verdict(key('User'), whole)).toBe('undecided');
    expect(verdict(is('EventName', 'StopLogging'), whole, CLOUDTRAIL, 'raw')).toBe('matched');
  });

  it('is found in any by rules of other languages, and in other events', () => {
    expect(verdict(is('EVENTNAME', 'StopLogging'), record, CLOUDTRAIL, 'raw')).toBe('matched');
    expect(verdict(is('EVENTNAME', 'StopLogging'), record)).toBe('matched');
  });
});

describe('the text of an event', () => {
  const text = (word: string): Condition => compare(fieldPath('_raw', { match: 'text' }), 'regex', [word]);
  const sysmon = { Channel: 'Security', EventID: 4688, NewProcessName: 'C:\\x.exe', Computer: 'a' };
  const windows = [logSource('windows', null, 'security')];
  it.each([
    ['is its _raw', text('Stop'), { ...row, _raw: 'a' }, CLOUDTRAIL, 'unmatched'],
    ['is else known by its values', text('Stop'), row, CLOUDTRAIL, 'matched'],
    ['of which none may hold what it holds', text('Delete'), row, CLOUDTRAIL, 'undecided'],
    ['so that neither is known to be missing', not(text('Delete')), row, CLOUDTRAIL, 'undecided'],
    ['is that of a record in JSON', text('"eventName": ?"Stop'), record, CLOUDTRAIL, 'matched'],
    ['with blanks between its parts, or without', text('Root"}}$'), record, CLOUDTRAIL, 'matched'],
    ['which alone decides', not(text('Delete')), record, CLOUDTRAIL, 'matched'],
    ['is not that of another record as an object', not(text('Delete')), sysmon, windows, 'undecided'],
    ['decides for a rule that names no source too', text('Delete'), record, [], 'unmatched'],
    ['unless there is none', not(text('Delete')), { message: 'x' }, [], 'undecided'],
    [
      'is no field that is equal to a value',
      compare(fieldPath('_raw', { match: 'text' }), 'eq', ['StopLogging']),
      row,
      CLOUDTRAIL,
      'undecided',
    ],
  ] as const)('%s', (_title, condition, event, logSources, expected) => {
    expect(verdict(condition, event, logSources)).toBe(expected);
  });

  it('leaves out what Panther writes beside the record', () => {
    expect(verdict(text('AWS.CloudTrail'), { ...record, p_log_type: 'AWS.CloudTrail' })).toBe('unmatched');
  });

  it('is another’s where it is spelled as that one is', () => {
    const WINDOWS = [logSource('windows')];
    const failed = { Channel: 'Security', EventID: 4625, Status: '0xc000006d', TargetUserName: 'ann' };
    expect(verdict(is('Status', '0xc000006d'), failed, WINDOWS)).toBe('matched');
    expect(verdict(is('status', '0xc000006d'), failed, WINDOWS)).toBe('undecided');
    expect(verdict(is('All_Changes.status', 'success'), failed, WINDOWS)).toBe('undecided');
    const created = { Channel: 'Security', EventID: 4720, TargetUserName: 'ann' };
    expect(verdict(is('Authentication.signature', 'x'), created, WINDOWS)).toBe('undecided');
  });
});

describe('the application of a connection', () => {
  const connection = {
    Channel: 'Microsoft-Windows-Sysmon/Operational',
    EventID: 3,
    Image: 'C:\\Users\\a\\run.exe',
    Protocol: 'tcp',
    DestinationIp: '192.0.2.1',
    DestinationPort: 389,
    DestinationPortName: 'ldap',
  };
  const SYSMON = [logSource('windows', null, 'sysmon')];

  it('is to the add-on for Sysmon the program that opened it', () => {
    expect(verdict(is('All_Traffic.app', 'C:\\Users\\a\\run.exe'), connection, SYSMON)).toBe('matched');
    expect(verdict(is('app', 'C:\\Users\\a\\run.exe'), connection, SYSMON)).toBe('matched');
    expect(verdict(is('All_Traffic.app', 'ldap'), connection, SYSMON)).toBe('unmatched');
  });

  it('is no protocol of the network layer', () => {
    expect(verdict(is('All_Traffic.protocol', 'ldap'), connection, SYSMON)).toBe('undecided');
  });
});

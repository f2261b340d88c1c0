/** One record, read under the names that rules of several platforms have for a field: they must find the same in it. */
import { describe, expect, it } from 'vitest';
import { fieldPath } from '../../src/condition/field-path.ts';
import { readEvent } from '../../src/events/read-event.ts';
import { createEventView, fieldQuery } from '../../src/engine/event/event-view.ts';
import type { Reading } from '../../src/engine/event/look-up.ts';
import type { EventSchema } from '../../src/rule/rule.ts';

function read(event: unknown, name: string, schema: EventSchema): Reading {
  return createEventView(readEvent(event)).read(fieldQuery(fieldPath(name), 'any', schema));
}

const CALL = {
  eventVersion: '1.09',
  eventSource: 'iam.amazonaws.com',
  eventName: 'CreateUser',
  awsRegion: 'eu-central-1',
  eventTime: '2026-03-01T09:12:44Z',
  userIdentity: { type: 'IAMUser', userName: 'dana', accountId: '111122223333' },
};
const DENIED = { ...CALL, errorCode: 'AccessDenied' };
const LOGIN = {
  ...CALL,
  eventSource: 'signin.amazonaws.com',
  eventName: 'ConsoleLogin',
  responseElements: { ConsoleLogin: 'Failure' },
};
const LOGIN_IN_ECS = {
  event: { dataset: 'aws.cloudtrail', action: 'ConsoleLogin', outcome: 'failure' },
  aws: { cloudtrail: { flattened: { response_elements: { ConsoleLogin: 'Failure' } } } },
};

describe('a CloudTrail record', () => {
  it.each<[string, unknown, string, EventSchema, Reading]>([
    ['a call', CALL, 'event.outcome', 'ecs', ['success']],
    ['a call', CALL, 'All_Changes.status', 'splunk', ['success']],
    ['a denied call', DENIED, 'event.outcome', 'ecs', ['failure']],
    ['a denied call', DENIED, 'All_Changes.status', 'splunk', ['failure']],
    ['a denied call', DENIED, 'api.response.error', 'splunk', ['AccessDenied']],
    ['a denied call', DENIED, 'ErrorCode', 'log_analytics', ['AccessDenied']],
    ['a call', CALL, 'All_Changes.vendor_account', 'splunk', ['111122223333']],
    ['a call', CALL, 'p_event_time', 'raw', ['2026-03-01T09:12:44Z']],
    ['a call', CALL, 'p_log_type', 'raw', ['AWS.CloudTrail']],
    ['a sign-in', LOGIN, 'Authentication.action', 'splunk', ['failure']],
    ['a sign-in', LOGIN, 'EventResult', 'log_analytics', ['Failure']],
    ['a sign-in in ECS', LOGIN_IN_ECS, 'Authentication.action', 'splunk', ['failure']],
    ['a sign-in in ECS', LOGIN_IN_ECS, 'p_log_type', 'raw', ['AWS.CloudTrail']],
  ])('%s: %o has %s (%s)', (_name, event, field, schema, value) => {
    expect(read(event, field, schema)).toEqual(value);
  });

  it.each<[string, EventSchema]>([
    ['Authentication.action', 'splunk'],
    ['EventResult', 'log_analytics'],
    // What kind of change it is, and what Google's parser makes of it, other words say.
    ['All_Changes.action', 'splunk'],
    ['security_result.action', 'udm'],
  ])('of no sign-in leaves %s (%s) open', (field, schema) => {
    expect(read(DENIED, field, schema)).toBe('unmapped_field');
  });

  it('of a sign-in is no change', () => {
    expect(read(LOGIN, 'All_Changes.status', 'splunk')).toBe('unmapped_field');
    expect(read(LOGIN_IN_ECS, 'status', 'splunk')).toBe('unmapped_field');
  });

  it('has the response of a sign-in under its own name', () => {
    expect(read(LOGIN, 'aws.cloudtrail.flattened.response_elements.ConsoleLogin', 'ecs')).toEqual([
      'Failure',
    ]);
    expect(read(LOGIN, 'responseElements.ConsoleLogin', 'splunk')).toEqual(['Failure']);
    expect(read(LOGIN, 'ResponseElements.ConsoleLogin', 'log_analytics')).toEqual(['Failure']);
  });
});

describe('a record of a log type that is one of several', () => {
  it('does not say which', () => {
    const event = { kind: 'Event', apiVersion: 'audit.k8s.io/v1', verb: 'get', auditID: 'a', objectRef: {} };
    expect(read(event, 'p_log_type', 'raw')).toBe('unmapped_field');
  });

  it('keeps what Panther wrote', () => {
    expect(read({ ...CALL, p_log_type: 'AWS.CloudTrail' }, 'p_log_type', 'raw')).toEqual(['AWS.CloudTrail']);
  });
});

describe('a Sysmon record', () => {
  const event = {
    Channel: 'Microsoft-Windows-Sysmon/Operational',
    Provider_Name: 'Microsoft-Windows-Sysmon',
    EventID: 1,
    Computer: 'pc-7',
    Image: 'C:\\Windows\\System32\\cmd.exe',
    Hashes: 'SHA256=AB,IMPHASH=CD',
  };

  it.each<[string, EventSchema, string]>([
    ['host.name', 'ecs', 'pc-7'],
    ['principal.hostname', 'udm', 'pc-7'],
    ['process.pe.imphash', 'ecs', 'cd'],
    ['target.process.file.pe_file.imphash', 'udm', 'cd'],
  ])('has %s (%s)', (field, schema, value) => {
    expect(read(event, field, schema)).toEqual([value]);
  });
});

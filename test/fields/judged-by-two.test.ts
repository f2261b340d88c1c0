/** One record, read under the names that rules of several platforms have for a field: they must find the same in it. */
import { describe, expect, it } from 'vitest';
import { compare } from '../../src/condition/condition.ts';
import { fieldPath } from '../../src/condition/field-path.ts';
import { compileCondition } from '../../src/engine/evaluate/compile.ts';
import { readEvent } from '../../src/events/read-event.ts';
import { createEventView } from '../../src/engine/event/event-view.ts';
import { fieldQuery } from '../../src/engine/event/field-query.ts';
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

describe('what Sysmon records, in the words of each platform', () => {
  const sysmon = (EventID: number, data: object): object => ({
    Channel: 'Microsoft-Windows-Sysmon/Operational',
    Provider_Name: 'Microsoft-Windows-Sysmon',
    EventID,
    Computer: 'pc-7',
    Image: 'C:\\Windows\\System32\\cmd.exe',
    ...data,
  });
  const start = sysmon(1, { CommandLine: 'cmd', Hashes: 'SHA256=AB' });
  const set = sysmon(13, {
    TargetObject: 'HKLM\\Software\\Acme\\On',
    Details: 'DWORD (0x0000000a)',
    EventType: 'SetValue',
  });
  const load = sysmon(7, {
    ImageLoaded: 'C:\\t\\b.dll',
    Hashes: 'SHA256=CD,IMPHASH=EF',
    OriginalFileName: 'B.DLL',
    Signed: 'true',
    SignatureStatus: 'Valid',
    Signature: 'Acme',
  });
  const asked = sysmon(22, { QueryName: 'example.org' });

  it.each<[string, object, string, EventSchema, Reading]>([
    ['a start', start, 'metadata.event_type', 'udm', ['PROCESS_LAUNCH']],
    ['a start', start, 'ActionType', 'log_analytics', ['ProcessCreated']],
    ['a start', start, 'process.hash.sha256', 'ecs', ['ab']],
    ['a value that is set', set, 'metadata.event_type', 'udm', ['REGISTRY_MODIFICATION']],
    ['a value that is set', set, 'ActionType', 'log_analytics', ['RegistryValueSet']],
    ['a value that is set', set, 'target.registry.registry_key', 'udm', ['HKLM\\Software\\Acme\\On']],
    ['a value that is set', set, 'target.registry.registry_value_data', 'udm', ['DWORD (0x0000000a)']],
    ['a value that is set', set, 'registry.data.strings', 'ecs', ['10']],
    ['a value that is set', set, 'Registry.registry_value_data', 'splunk', ['0x0000000a']],
    ['a question', asked, 'metadata.event_type', 'udm', ['NETWORK_DNS']],
    ['a question', asked, 'network.protocol', 'ecs', ['dns']],
    // The hashes, the name and the signature are the library's, not the process's.
    ['a library', load, 'dll.hash.sha256', 'ecs', ['cd']],
    ['a library', load, 'SHA256', 'log_analytics', ['cd']],
    ['a library', load, 'process.hash.sha256', 'ecs', 'not_observable'],
    ['a library', load, 'process.pe.imphash', 'ecs', 'not_observable'],
    ['a library', load, 'dll.pe.original_file_name', 'ecs', ['B.DLL']],
    ['a library', load, 'process.pe.original_file_name', 'ecs', 'not_observable'],
    ['a library', load, 'dll.code_signature.subject_name', 'ecs', ['Acme']],
    ['a library', load, 'dll.code_signature.trusted', 'ecs', [true]],
    ['a library', load, 'process.code_signature.trusted', 'ecs', 'not_observable'],
  ])('%s: %o has %s (%s)', (_name, event, field, schema, value) => {
    expect(read(event, field, schema)).toEqual(value);
  });

  it.each<[string, object, readonly string[], readonly string[]]>([
    [
      'a start',
      start,
      ['start', 'Process creation', 'Process Create (rule: ProcessCreate)'],
      ['end', 'fork'],
    ],
    ['a value that is set', set, ['modification', 'RegistryEvent (Value Set)'], ['deletion']],
    ['a library', load, ['load', 'Image loaded'], ['start']],
    ['a question', asked, ['lookup_requested', 'lookup_result', 'DNSEvent (DNS query)'], ['load']],
  ])('%s is an action under the word of each sensor', (_name, event, words, others) => {
    const actions = read(event, 'event.action', 'ecs');
    expect(actions).toEqual(expect.arrayContaining([...words]));
    for (const other of others) expect(actions).not.toContain(other);
  });

  it('of a file leaves open whether it was there before, and no more', () => {
    const file = sysmon(11, { TargetFilename: 'C:\\t\\b.dll' });
    const verdict = (value: string, operator: 'eq' | 'ne' = 'eq'): string =>
      compileCondition(compare(fieldPath('event.action'), operator, [value]), 'ecs').verdict(
        createEventView(readEvent(file)),
      );
    const words = ['creation', 'overwrite', 'FileCreate', 'deletion', 'rename'];
    expect(words.map((word) => verdict(word))).toEqual([
      'undecided',
      'undecided',
      'matched',
      'unmatched',
      'unmatched',
    ]);
    expect(verdict('deletion', 'ne')).toBe('matched');
  });

  it('in ECS does not show how wide a number was', () => {
    const inEcs = (strings: string): unknown => ({
      event: { category: ['registry'], type: ['change'] },
      host: { os: { type: 'windows' } },
      process: { executable: 'C:\\a.exe' },
      registry: { path: 'HKLM\\Software\\Acme\\On', data: { strings: [strings] } },
    });
    expect(read(inEcs('10'), 'Details', 'windows')).toBe('unmapped_field');
    expect(read(inEcs('ten'), 'Details', 'windows')).toEqual(['ten']);
  });

  it.each<[string, number, string]>([
    ['Security', 4624, 'USER_LOGIN'],
    ['Security', 4732, 'GROUP_MODIFICATION'],
    ['Security', 4697, 'SERVICE_UNSPECIFIED'],
    ['System', 7045, 'SERVICE_CREATION'],
    ['Microsoft-Windows-PowerShell/Operational', 4104, 'PROCESS_LAUNCH'],
  ])('%s %i is a type of event in UDM', (Channel, EventID, type) => {
    const event = { Channel, EventID, Provider_Name: 'x', Computer: 'pc-7' };
    expect(read(event, 'metadata.event_type', 'udm')).toEqual([type]);
  });
});

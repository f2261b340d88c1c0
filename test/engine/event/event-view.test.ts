import { describe, expect, it } from 'vitest';
import { all, any, compare, not } from '../../../src/condition/condition.ts';
import type { Condition } from '../../../src/condition/condition.ts';
import { fieldPath } from '../../../src/condition/field-path.ts';
import type { FieldPath, Scalar } from '../../../src/condition/field-path.ts';
import { compileCondition } from '../../../src/engine/evaluate/compile.ts';
import { judgedLeaves } from '../../../src/engine/evaluate/trace.ts';
import { readEvent } from '../../../src/events/read-event.ts';
import { createEventView } from '../../../src/engine/event/event-view.ts';
import type { EventSchema } from '../../../src/rule/rule.ts';

const f = (name: string): FieldPath => fieldPath(name);
const eq = (name: string, ...values: readonly Scalar[]): Condition =>
  compare(f(name), values.length > 1 ? 'in' : 'eq', values, { caseSensitive: false });

function judge(condition: Condition, schema: EventSchema, event: unknown): string {
  return compileCondition(condition, schema).verdict(createEventView(readEvent(event)));
}

const record = {
  eventVersion: '1.08',
  eventName: 'CreateStoreImageTask',
  eventSource: 'ec2.amazonaws.com',
  awsRegion: 'eu-west-1',
  sourceIPAddress: '203.0.113.7',
  userAgent: 'aws-cli/2',
  recipientAccountId: '111122223333',
  userIdentity: { type: 'AssumedRole', sessionContext: { sessionIssuer: { userName: 'builder' } } },
  requestParameters: { bucket: 'images', tags: ['a', 'b'], imageId: 'ami-1' },
};

const ecsRecord = {
  '@timestamp': '2026-01-01T00:00:00Z',
  ecs: { version: '8.11.0' },
  event: {
    dataset: 'aws.cloudtrail',
    provider: 'ec2.amazonaws.com',
    action: 'CreateStoreImageTask',
    outcome: 'success',
  },
  source: { address: '203.0.113.7', ip: '203.0.113.7' },
  aws: {
    cloudtrail: {
      user_identity: { type: 'AssumedRole' },
      flattened: { request_parameters: { bucket: 'images' } },
    },
  },
  user: { name: 'builder' },
};

const rawRule = all([
  eq('eventSource', 'ec2.amazonaws.com'),
  not(
    any([
      compare(f('sourceIPAddress'), 'ends_with', ['.amazonaws.com']),
      eq('userIdentity.type', 'AWSService'),
      compare(f('userIdentity.invokedBy'), 'ends_with', ['.amazonaws.com']),
    ]),
  ),
  compare(f('errorCode'), 'ne', ['Client.DryRunOperation']),
  eq('eventName', 'CopyImage', 'CreateStoreImageTask'),
]);

const ecsRule = all([
  eq('event.dataset', 'aws.cloudtrail'),
  eq('event.provider', 'ec2.amazonaws.com'),
  eq('event.action', 'CreateInstanceExportTask', 'CreateStoreImageTask'),
  eq('event.outcome', 'success'),
]);

describe('one CloudTrail record, raw and as ECS', () => {
  it.each([
    ['a rule for raw names on the raw record', rawRule, 'raw', record],
    ['a rule for ECS names on the raw record', ecsRule, 'ecs', record],
    ['a rule for raw names on the ECS record', rawRule, 'raw', ecsRecord],
    ['a rule for ECS names on the ECS record', ecsRule, 'ecs', ecsRecord],
  ] as const)('%s matches', (_title, condition, schema, event) => {
    expect(judge(condition, schema, event)).toBe('matched');
  });

  it('is not matched when the call failed', () => {
    expect(judge(ecsRule, 'ecs', { ...record, errorCode: 'Client.UnauthorizedOperation' })).toBe('unmatched');
    expect(judge(rawRule, 'raw', { ...record, errorCode: 'Client.DryRunOperation' })).toBe('unmatched');
  });

  it.each<readonly [string, Condition, string]>([
    ['a service is no source.ip', compare(f('source.ip'), 'exists'), 'unmatched'],
    ['a service is a source.address', eq('source.address', 'ec2.amazonaws.com'), 'matched'],
    ['constants', eq('data_stream.dataset', 'aws.cloudtrail'), 'matched'],
    ['parameters key by key', eq('aws.cloudtrail.flattened.request_parameters.bucket', 'images'), 'matched'],
    [
      'parameters as text',
      compare(f('aws.cloudtrail.request_parameters'), 'wildcard', [
        '*{bucket=images, tags=[a, b],*imageId=ami-1}*',
      ]),
      'matched',
    ],
    ['the first native name that has a value', eq('user.name', 'builder'), 'matched'],
    ['a mapped field that is missing', compare(f('aws.cloudtrail.error_code'), 'exists'), 'unmatched'],
    ['a field that no table knows', not(eq('source.geo.country_iso_code', 'CN')), 'undecided'],
    ['any field', compare(fieldPath('*', { match: 'glob' }), 'eq', ['builder']), 'matched'],
    ['a family of ECS fields', compare(fieldPath('aws.*', { match: 'glob' }), 'eq', ['x']), 'undecided'],
  ])('%s', (_title, condition, verdict) => {
    expect(judge(condition, 'ecs', { ...record, sourceIPAddress: 'ec2.amazonaws.com' })).toBe(verdict);
  });

  it('a name that several native ones end in does not tell which', () => {
    const issuer = 'userIdentity.sessionContext.sessionIssuer.userName';
    expect(judge(eq(issuer, 'builder'), 'raw', ecsRecord)).toBe('undecided');
    expect(judge(eq(issuer, 'builder'), 'raw', { ...ecsRecord, user: {} })).toBe('unmatched');
  });

  it('says which field is unmapped', () => {
    const trace = compileCondition(eq('source.geo.city_name', 'x'), 'ecs').explain(
      createEventView(readEvent(record)),
    );
    expect(judgedLeaves(trace)).toMatchObject([{ verdict: 'undecided', reason: 'unmapped_field' }]);
  });
});

const sysmon = {
  Event: {
    System: {
      Provider: { '#attributes': { Name: 'Microsoft-Windows-Sysmon' } },
      EventID: 1,
      Channel: 'Microsoft-Windows-Sysmon/Operational',
      Computer: 'host-1',
    },
    EventData: {
      Image: 'C:\\Windows\\System32\\whoami.exe',
      CommandLine: 'whoami /all',
      ParentImage: 'C:\\Windows\\System32\\cmd.exe',
      User: 'LAB\\ann',
      Hashes: 'SHA256=ABCD,IMPHASH=12',
    },
  },
};

describe('Windows events', () => {
  it.each<readonly [string, Condition, EventSchema]>([
    ['event data by its own names', compare(f('Image'), 'ends_with', ['\\whoami.exe']), 'windows'],
    ['attributes of System', eq('Provider_Name', 'Microsoft-Windows-Sysmon'), 'windows'],
    ['EventID as text', eq('EventID', '1'), 'windows'],
    ['one hash', eq('Imphash', '12'), 'windows'],
    ['ECS: the base name', eq('process.name', 'whoami.exe'), 'ecs'],
    ['ECS: a multi-field', eq('process.name.caseless', 'whoami.exe'), 'ecs'],
    ['ECS: the parent', eq('process.parent.name', 'cmd.exe'), 'ecs'],
    ['ECS: what happened', all([eq('event.category', 'process'), eq('event.type', 'start')]), 'ecs'],
    ['ECS: the system', eq('host.os.type', 'windows'), 'ecs'],
    ['ECS: user without domain', eq('user.name', 'ann'), 'ecs'],
    [
      'ECS: the data set',
      all([eq('data_stream.dataset', 'windows.sysmon_operational'), eq('event.module', 'windows')]),
      'ecs',
    ],
    ['ECS: arguments', all([eq('process.args', '/all'), eq('process.args_count', 2)]), 'ecs'],
    ['ECS: a hash', eq('process.hash.sha256', 'abcd'), 'ecs'],
    ['ECS: event data', eq('winlog.event_data.CommandLine', 'whoami /all'), 'ecs'],
  ])('%s', (_title, condition, schema) => {
    expect(judge(condition, schema, sysmon)).toBe('matched');
  });

  it('an endpoint event in ECS under the names of Sysmon', () => {
    const event = {
      '@timestamp': '2026-01-01T00:00:00Z',
      event: { kind: 'event', category: ['process'], type: ['start'], dataset: 'endpoint.events.process' },
      host: { os: { type: 'windows' } },
      process: { executable: 'C:\\Temp\\a.exe', command_line: 'a.exe -x' },
    };
    expect(judge(compare(f('Image'), 'ends_with', ['\\a.exe']), 'windows', event)).toBe('matched');
    expect(judge(compare(f('OriginalFileName'), 'exists'), 'windows', event)).toBe('unmatched');
    expect(judge(compare(f('GrantedAccess'), 'exists'), 'windows', event)).toBe('undecided');
    expect(judge(compare(f('User'), 'contains', ['SYSTEM']), 'windows', event)).toBe('undecided');
  });

  it('a process creation of the Security log under the names of Sysmon', () => {
    const event = { Channel: 'Security', EventID: 4688, NewProcessName: 'C:\\a.exe', 'Process Name': 'x' };
    expect(judge(eq('Image', 'C:\\a.exe'), 'windows', event)).toBe('matched');
    expect(judge(eq('ProcessName', 'x'), 'windows', event)).toBe('matched');
    expect(judge(all([eq('event.action', 'created-process'), eq('event.code', 4688)]), 'ecs', event)).toBe(
      'matched',
    );
  });

  it('Data elements with names, and without', () => {
    const data = (Data: unknown): unknown => ({
      Event: { System: { EventID: { '#text': 7 }, Channel: 'System' }, EventData: { Data } },
    });
    expect(
      judge(eq('param1', 'x'), 'windows', data([{ '#attributes': { Name: 'param1' }, '#text': 'x' }])),
    ).toBe('matched');
    expect(judge(eq('Data', 'y'), 'windows', data(['x', 'y']))).toBe('matched');
    expect(judge(eq('EventID', 7), 'windows', data(['x', 'y']))).toBe('matched');
  });
});

describe('strange events', () => {
  const anyField = compare(fieldPath('*', { match: 'glob' }), 'contains', ['x']);
  const nested = (depth: number): unknown => {
    let value: unknown = 'x';
    for (let level = 0; level < depth; level++) value = [value];
    return { a: value };
  };

  it.each<readonly [string, unknown]>([
    ['a text', 'x'],
    ['null', null],
    ['a list', [1, 2]],
    ['undefined', undefined],
    ['a function', () => 1],
    ['a big integer', { a: 10n }],
    ['a symbol', { a: Symbol('x') }],
    ['deeply nested lists', nested(100_000)],
    ['a huge list', { a: Array.from({ length: 200_000 }, (_, index) => index) }],
    ['a huge text', { a: 'y'.repeat(10_000_000) }],
    ['strange keys', JSON.parse('{"__proto__": {"a": 1}, "": 2, "a.": 3, ".": 4}')],
  ])('%s is no reason to throw', (_title, event) => {
    const conditions = [
      anyField,
      eq('a', 1),
      compare(f('a'), 'regex', ['x']),
      compare(f('a.b.c'), 'contains', ['x']),
    ];
    for (const condition of conditions) {
      for (const schema of ['raw', 'ecs', 'windows'] as const) {
        expect(['matched', 'unmatched', 'undecided']).toContain(judge(condition, schema, event));
      }
    }
  });

  it('what is too large to be looked at is undecided', () => {
    expect(judge(anyField, 'raw', nested(100_000))).toBe('undecided');
    expect(judge(eq('a', 1), 'raw', nested(100_000))).toBe('undecided');
    expect(judge(compare(f('a'), 'contains', ['x']), 'raw', { a: 'y'.repeat(10_000_000) })).toBe('undecided');
  });
});

it('a star in the place of the numbers that ECS gives to elements', () => {
  const record = {
    operationName: 'Add member to role',
    category: 'AuditLogs',
    properties: {
      targetResources: [{ modifiedProperties: [{ newValue: 'x' }, { newValue: '"Global Administrator"' }] }],
    },
  };
  const newValue = 'azure.auditlogs.properties.target_resources.*.modified_properties.*.new_value';
  const asked = (value: string): Condition => compare(fieldPath(newValue, { match: 'glob' }), 'eq', [value]);
  expect(judge(asked('"Global Administrator"'), 'ecs', record)).toBe('matched');
  expect(judge(asked('y'), 'ecs', record)).toBe('unmatched');
});

it('a field of a Splunk data set in an event that none is known to take in', () => {
  expect(judge(eq('Authentication.signature', 'CreateStoreImageTask'), 'splunk', record)).toBe('matched');
  expect(judge(eq('Authentication.signature', 'ConsoleLogin'), 'splunk', record)).toBe('unmatched');
  expect(judge(eq('Authentication.action', 'success'), 'splunk', record)).toBe('undecided');
});

import { describe, expect, it } from 'vitest';
import { readEvent } from '../../src/events/read-event.ts';
import { createEventView } from '../../src/engine/event/event-view.ts';
import { fieldQuery } from '../../src/engine/event/field-query.ts';
import type { Reading } from '../../src/engine/event/look-up.ts';
import { fieldPath } from '../../src/condition/field-path.ts';
import { detectOrigin } from '../../src/events/detect-origin.ts';
import { logSourcesFit } from '../../src/fields/event-origin.ts';
import { logSourcesOfTable } from '../../src/fields/log-analytics-tables.ts';
import { nameField } from '../../src/fields/name-field.ts';
import type { LogSource } from '../../src/rule/log-source.ts';
import { logSourceText } from '../../src/rule/log-source.ts';
import type { EventSchema } from '../../src/rule/rule.ts';

function read(event: unknown, name: string, schema: EventSchema = 'log_analytics'): Reading {
  return createEventView(readEvent(event)).read(fieldQuery(fieldPath(name), 'any', schema));
}

const CLOUDTRAIL = {
  eventName: 'CreateUser',
  eventSource: 'iam.amazonaws.com',
  awsRegion: 'eu-central-1',
  sourceIPAddress: '203.0.113.24',
  userIdentity: { type: 'AssumedRole', sessionContext: { sessionIssuer: { userName: 'Builder' } } },
  requestParameters: { userName: 'bot', tags: [{ key: 'a' }] },
};
const CLOUDTRAIL_ROW = {
  TimeGenerated: '2026-03-02T08:14:05Z',
  Type: 'AWSCloudTrail',
  EventName: 'CreateUser',
  EventSource: 'iam.amazonaws.com',
  SourceIpAddress: '203.0.113.24',
  ErrorCode: '',
  RequestParameters: '{"userName":"bot","policy":"{\\"Version\\":\\"2012\\"}"}',
};
const SYSMON = {
  Channel: 'Microsoft-Windows-Sysmon/Operational',
  EventID: 1,
  Image: 'C:\\Windows\\System32\\cmd.exe',
  ParentImage: 'C:\\Windows\\explorer.exe',
  CommandLine: 'cmd /c whoami',
};
const PROCESS_ROW = {
  Timestamp: '2026-03-02T08:14:05Z',
  DeviceId: 'd',
  ActionType: 'ProcessCreated',
  FileName: 'cmd.exe',
  FolderPath: 'C:\\Windows\\System32\\cmd.exe',
  ProcessCommandLine: 'cmd /c whoami',
  InitiatingProcessFileName: 'explorer.exe',
};

describe('what a table holds', () => {
  it.each([
    ['AWSCloudTrail', ['aws.cloudtrail']],
    ['awscloudtrail', ['aws.cloudtrail']],
    ['AADNonInteractiveUserSignInLogs', ['azure.signinlogs']],
    ['SecurityEvent', ['windows.security']],
    [
      'DeviceProcessEvents',
      ['windows.process_creation', 'linux.process_creation', 'macos.process_creation', 'process_creation'],
    ],
    ['DeviceImageLoadEvents', ['windows.image_load']],
    ['IdentityLogonEvents', ['m365_defender.identitylogonevents']],
    ['Okta_CL', ['okta.okta']],
    ['Contoso_CL', ['log_analytics.contoso_cl']],
    ['no such table', ['log_analytics.no such table']],
  ])('%s', (table, expected) => {
    expect(logSourcesOfTable(table).map(logSourceText)).toEqual(expected);
  });

  it.each([
    '_Im_ProcessEvent',
    'imProcessCreate',
    'imProcess',
    '_ASim_ProcessEvent',
    'vimProcessCreateMicrosoftSysmon',
  ])('%s is of processes', (table) => {
    expect(logSourcesOfTable(table).map(logSourceText)).toContain('windows.process_creation');
  });

  it('that is not known is no CloudTrail, and no process that starts', () => {
    for (const event of [CLOUDTRAIL, SYSMON]) {
      expect(logSourcesFit(logSourcesOfTable('Contoso_CL'), detectOrigin(event))).toBe('differs');
    }
  });
});

describe('a row of a table', () => {
  const row = (columns: object): object => ({ TimeGenerated: '2026-03-02T08:14:05Z', ...columns });

  it.each<readonly [string, object, string]>([
    ['by its Type', row({ Type: 'SigninLogs' }), 'SigninLogs'],
    [
      'of CloudTrail by its columns',
      row({ EventName: 'x', EventSource: 'y', UserIdentityType: 'z' }),
      'AWSCloudTrail',
    ],
    ['of Entra by its columns', row({ OperationName: 'x', TargetResources: [] }), 'AuditLogs'],
    ['of processes by what was done', PROCESS_ROW, 'DeviceProcessEvents'],
    [
      'of processes in a workspace',
      row({ ActionType: 'ProcessCreated', DeviceName: 'd' }),
      'DeviceProcessEvents',
    ],
    ['of images', { Timestamp: 't', DeviceId: 'd', ActionType: 'ImageLoaded' }, 'DeviceImageLoadEvents'],
    ['of logons', { Timestamp: 't', DeviceId: 'd', ActionType: 'LogonFailed' }, 'DeviceLogonEvents'],
    ['of cloud apps', { Timestamp: 't', ActionType: 'x', RawEventData: {} }, 'CloudAppEvents'],
    ["of a table of one's own", row({ Type: 'Contoso_CL' }), 'Contoso_CL'],
    ['of processes, normalised', row({ Type: 'ASimProcessEventLogs' }), '_Im_ProcessEvent'],
  ])('%s fits its table', (_how, event, table) => {
    const origin = detectOrigin(event);
    expect(origin.schema).toBe('log_analytics');
    expect(logSourcesFit(logSourcesOfTable(table), origin)).not.toBe('differs');
  });

  it.each<readonly [string, object, string, 'fits' | 'differs']>([
    ['a process', PROCESS_ROW, 'SecurityEvent', 'differs'],
    ['a process', PROCESS_ROW, 'DeviceFileEvents', 'differs'],
    ['a sign-in', row({ Type: 'SigninLogs' }), 'AuditLogs', 'differs'],
    [
      'a file deleted',
      { Timestamp: 't', DeviceId: 'd', ActionType: 'FileDeleted', FolderPath: 'C:\\a' },
      'DeviceFileEvents',
      'fits',
    ],
    [
      'a device event',
      { Timestamp: 't', DeviceId: 'd', ActionType: 'AsrX' },
      'DeviceProcessEvents',
      'differs',
    ],
  ])('%s (%o) and %s: %s', (_what, event, table, fit) => {
    expect(logSourcesFit(logSourcesOfTable(table), detectOrigin(event))).toBe(fit);
  });

  it('of the security log is in the categories of its EventID', () => {
    const origin = detectOrigin(row({ Type: 'SecurityEvent', EventID: 4688, Channel: 'Security' }));
    expect(origin).toMatchObject({ product: 'windows', services: ['security'] });
    expect(origin.categories).toContain('process_creation');
  });

  it('is no other event that has a time', () => {
    expect(detectOrigin({ Timestamp: 't', ActionType: 'x' }).schema).toBe('raw');
    expect(detectOrigin({ TimeGenerated: 't', a: 1 }).schema).toBe('raw');
  });
});

describe('the catalog name of a column', () => {
  const named = (column: string, table: string): string =>
    nameField(column, 'log_analytics', logSourcesOfTable(table));

  it.each([
    ['AWSCloudTrail', 'EventName', 'event.action'],
    ['AWSCloudTrail', 'UserIdentityUserName', 'user.name'],
    ['AWSCloudTrail', 'SessionIssuerUserName', 'userIdentity.sessionContext.sessionIssuer.userName'],
    ['AWSCloudTrail', 'RequestParameters.userName', 'user.target.name'],
    [
      'AWSCloudTrail',
      'RequestParameters.bucketName',
      'aws.cloudtrail.flattened.request_parameters.bucketName',
    ],
    ['SigninLogs', 'IPAddress', 'source.ip'],
    ['SigninLogs', 'UserPrincipalName', 'azure.signinlogs.properties.user_principal_name'],
    ['AADSignInEventsBeta', 'AccountUpn', 'azure.signinlogs.properties.user_principal_name'],
    ['AuditLogs', 'TargetResources.0.displayName', 'properties.targetResources.0.displayName'],
    ['AuditLogs', 'Category', 'azure.auditlogs.properties.category'],
    ['AzureActivity', 'OperationNameValue', 'event.action'],
    ['OfficeActivity', 'Operation', 'event.action'],
    ['CloudAppEvents', 'ActionType', 'event.action'],
    ['CloudAppEvents', 'RawEventData.ObjectId', 'o365.audit.ObjectId'],
    ['SecurityEvent', 'NewProcessName', 'process.executable'],
    ['SecurityEvent', 'TargetUserName', 'winlog.event_data.TargetUserName'],
    ['SecurityEvent', 'Activity', 'Activity'],
    ['WindowsEvent', 'EventData.CommandLine', 'process.command_line'],
    ['DeviceProcessEvents', 'FileName', 'process.name'],
    ['DeviceProcessEvents', 'InitiatingProcessFileName', 'process.parent.name'],
    ['DeviceFileEvents', 'FileName', 'file.name'],
    ['DeviceFileEvents', 'InitiatingProcessFileName', 'process.name'],
    ['DeviceImageLoadEvents', 'FileName', 'dll.name'],
    ['DeviceRegistryEvents', 'RegistryKey', 'registry.key'],
    ['imProcessCreate', 'TargetProcessName', 'process.executable'],
    ['Okta_CL', 'eventType_s', 'event.action'],
    ['Contoso_CL', 'EventName', 'EventName'],
  ])('%s.%s is %s', (table, column, name) => {
    expect(named(column, table)).toBe(name);
  });
});

describe('a rule for a table reads', () => {
  it('CloudTrail as AWS writes it', () => {
    expect(read(CLOUDTRAIL, 'EventName')).toEqual(['CreateUser']);
    expect(read(CLOUDTRAIL, 'SourceIpAddress')).toEqual(['203.0.113.24']);
    expect(read(CLOUDTRAIL, 'RequestParameters.userName')).toEqual(['bot']);
    expect(read(CLOUDTRAIL, 'ErrorCode')).toEqual([]);
    expect(read(CLOUDTRAIL, 'TlsVersion')).toBe('unmapped_field');
  });

  it("a user's name, but not the role's in its place", () => {
    expect(read(CLOUDTRAIL, 'UserIdentityUserName')).toEqual([]);
    expect(read(CLOUDTRAIL, 'SessionIssuerUserName')).toEqual(['Builder']);
  });

  it('an address that is none', () => {
    expect(read({ ...CLOUDTRAIL, sourceIPAddress: 'ec2.amazonaws.com' }, 'SourceIpAddress')).toEqual([
      'ec2.amazonaws.com',
    ]);
  });

  it('Sysmon', () => {
    expect(read(SYSMON, 'FileName')).toEqual(['cmd.exe']);
    expect(read(SYSMON, 'FolderPath')).toEqual(['C:\\Windows\\System32\\cmd.exe']);
    expect(read(SYSMON, 'InitiatingProcessFileName')).toEqual(['explorer.exe']);
    expect(read(SYSMON, 'ActionType')).toEqual(['ProcessCreated']);
    expect(read(SYSMON, 'AccountSid')).toBe('unmapped_field');
  });

  it('the security log', () => {
    const event = {
      Channel: 'Security',
      EventID: 4624,
      ProcessName: 'C:\\Windows\\System32\\lsass.exe',
      LogonType: 3,
    };
    expect(read(event, 'Process')).toEqual(['lsass.exe']);
    expect(read(event, 'LogonType')).toEqual([3]);
    expect(read(event, 'Activity')).toBe('unmapped_field');
  });

  it('no registry key that Sysmon spells otherwise', () => {
    const event = { ...SYSMON, EventID: 13, TargetObject: 'HKLM\\SOFTWARE\\A' };
    expect(read(event, 'RegistryKey')).toBe('unmapped_field');
    expect(read(event, 'ActionType')).toEqual(['RegistryValueSet']);
  });

  it("no record's own field in an event of ECS", () => {
    const ecs = { event: { dataset: 'azure.auditlogs', action: 'Add user' } };
    expect(read(ecs, 'OperationName')).toEqual(['Add user']);
    expect(read(ecs, 'TargetResources.displayName')).toBe('unmapped_field');
  });

  it('what a column of text holds as JSON, and JSON within it', () => {
    expect(read(CLOUDTRAIL_ROW, 'RequestParameters.userName')).toEqual(['bot']);
    expect(read(CLOUDTRAIL_ROW, 'RequestParameters.policy.Version')).toEqual(['2012']);
    expect(read(CLOUDTRAIL_ROW, 'SourceIpAddress.x')).toEqual([]);
  });

  it("another table's column of the same thing", () => {
    expect(read(PROCESS_ROW, 'TargetProcessName')).toEqual(['C:\\Windows\\System32\\cmd.exe']);
    expect(read(PROCESS_ROW, 'NoSuchColumn')).toEqual([]);
  });
});

describe('rules of other platforms read a row', () => {
  it('of CloudTrail', () => {
    expect(read(CLOUDTRAIL_ROW, 'eventName', 'raw')).toEqual(['CreateUser']);
    expect(read(CLOUDTRAIL_ROW, 'requestParameters.userName', 'raw')).toEqual(['bot']);
    expect(read(CLOUDTRAIL_ROW, 'event.action', 'ecs')).toEqual(['CreateUser']);
    expect(read(CLOUDTRAIL_ROW, 'aws.cloudtrail.error_code', 'ecs')).toEqual([]);
    expect(read(CLOUDTRAIL_ROW, 'user.name', 'ecs')).toBe('unmapped_field');
  });

  it('of processes', () => {
    expect(read(PROCESS_ROW, 'Image', 'windows')).toEqual(['C:\\Windows\\System32\\cmd.exe']);
    expect(read(PROCESS_ROW, 'process.parent.name', 'ecs')).toEqual(['explorer.exe']);
  });
});

describe('every log source of a table', () => {
  it('says at least what product or category it is', () => {
    const isNamed = ({ product, category }: LogSource): boolean => product !== null || category !== null;
    for (const table of ['Event', 'imAuthentication', '_Im_Dns', '_Im_WebSession', 'x']) {
      expect(logSourcesOfTable(table).every(isNamed)).toBe(true);
    }
  });
});

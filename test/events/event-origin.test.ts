import { describe, expect, it } from 'vitest';
import { detectOrigin } from '../../src/events/detect-origin.ts';
import { logSourceFits, logSourcesFit } from '../../src/fields/event-origin.ts';
import { logSource } from '../../src/rule/log-source.ts';

const CLOUDTRAIL = { eventName: 'X', eventSource: 'iam.amazonaws.com', awsRegion: 'us-east-1' };
const OKTA = { eventType: 'user.session.start', actor: {}, outcome: { result: 'SUCCESS' } };
const sysmon = (EventID: number): unknown => ({ Channel: 'Microsoft-Windows-Sysmon/Operational', EventID });

describe('the origin of an event', () => {
  it.each<readonly [string, unknown, string, string | null, string | null]>([
    ['CloudTrail', CLOUDTRAIL, 'raw', 'aws', 'cloudtrail'],
    ['Okta', OKTA, 'raw', 'okta', 'okta'],
    ['GitHub', { action: 'repo.create', actor: 'a', org: 'o' }, 'raw', 'github', 'audit'],
    ['GCP', { protoPayload: { methodName: 'm' } }, 'raw', 'gcp', 'gcp.audit'],
    [
      'Kubernetes',
      { kind: 'Event', apiVersion: 'audit.k8s.io/v1', verb: 'get' },
      'raw',
      'kubernetes',
      'audit',
    ],
    [
      'Entra sign-in',
      { operationName: 'Sign-in activity', category: 'SignInLogs' },
      'raw',
      'azure',
      'signinlogs',
    ],
    ['Entra audit', { operationName: 'Add user', category: 'AuditLogs' }, 'raw', 'azure', 'auditlogs'],
    [
      'Azure',
      { operationName: 'MICROSOFT.STORAGE/ACCOUNTS/WRITE', resourceId: 'r' },
      'raw',
      'azure',
      'activitylogs',
    ],
    [
      'Intune, which is not Entra',
      { operationName: 'x', category: 'AuditLogs', properties: { AuditEventId: '1' } },
      'raw',
      'microsoftintune',
      'auditlogs',
    ],
    ['Sysmon for Linux', { Channel: 'Linux-Sysmon/Operational', EventID: 11 }, 'windows', 'linux', 'sysmon'],
    ['auditd', { type: 'EXECVE', a0: 'ls' }, 'raw', 'linux', 'auditd'],
    ['ECS', { event: { dataset: 'okta.system' } }, 'ecs', 'okta', 'okta'],
    ['ECS, dotted keys', { 'event.dataset': 'aws.cloudtrail' }, 'ecs', 'aws', 'cloudtrail'],
    ['Sysmon', sysmon(1), 'windows', 'windows', 'sysmon'],
    ['Panther', { p_log_type: 'Okta.SystemLog' }, 'raw', 'okta', 'okta'],
    ['Panther, by its words', { p_log_type: 'AWS.VPCFlow' }, 'raw', 'aws', 'vpcflow'],
    ['nothing', { a: 1 }, 'raw', null, null],
    ['no object', 'text', 'raw', null, null],
  ])('%s', (_title, event, schema, product, service) => {
    const origin = detectOrigin(event);
    expect([origin.schema, origin.product, origin.services?.[0] ?? null]).toEqual([schema, product, service]);
  });
});

it('an audit log of a service has no category; what else Panther collects may have one', () => {
  expect(detectOrigin({ p_log_type: 'AWS.CloudTrail' }).categories).toEqual([]);
  expect(detectOrigin({ p_log_type: 'Zeek.DNS' }).categories).toEqual(['dns']);
  expect(detectOrigin({ p_log_type: 'Zeek.Modbus' }).categories).toBeNull();
});

describe('the gate of log sources', () => {
  it.each<readonly [string, Parameters<typeof logSource>, unknown, string]>([
    ['the same service', ['aws', null, 'cloudtrail'], CLOUDTRAIL, 'fits'],
    ['the whole product', ['aws'], CLOUDTRAIL, 'fits'],
    ['another service', ['aws', null, 'guardduty'], CLOUDTRAIL, 'differs'],
    ['a resource of the product', ['aws', 'resource', 'cloudtrail'], CLOUDTRAIL, 'differs'],
    ['another product', ['okta', null, 'okta'], CLOUDTRAIL, 'differs'],
    ['a category without product', [null, 'webserver'], CLOUDTRAIL, 'differs'],
    ['no log source', [null], CLOUDTRAIL, 'unknown'],
    ['an unknown event', ['aws', null, 'cloudtrail'], { a: 1 }, 'unknown'],
    ['process creation', ['windows', 'process_creation'], sysmon(1), 'fits'],
    [
      'process creation of the Security log',
      ['windows', 'process_creation'],
      { Channel: 'Security', EventID: 4688 },
      'fits',
    ],
    ['another event of Sysmon', ['windows', 'process_creation'], sysmon(3), 'differs'],
    ['the service Sysmon', ['windows', null, 'sysmon'], sysmon(255), 'fits'],
    ['the Security log', ['windows', null, 'security'], sysmon(1), 'differs'],
    ['registry_event covers a set', ['windows', 'registry_event'], sysmon(13), 'fits'],
    ['registry_delete is no set', ['windows', 'registry_delete'], sysmon(13), 'differs'],
    ['a service that no table knows', ['windows', null, 'new-thing'], sysmon(1), 'unknown'],
    ['process creation of Linux', ['linux', 'process_creation'], sysmon(1), 'differs'],
    [
      'a part of Workspace',
      ['gcp', null, 'google_workspace.admin'],
      { p_log_type: 'GSuite.Reports' },
      'fits',
    ],
  ])('%s', (_title, source, event, fit) => {
    expect(logSourceFits(logSource(...source), detectOrigin(event))).toBe(fit);
  });

  it.each<readonly [string, Parameters<typeof logSource>, string]>([
    ['what was done', ['windows', 'process_creation'], 'fits'],
    ['the sensor', ['crowdstrike'], 'fits'],
    ['the sensor’s log', ['crowdstrike', null, 'fdr'], 'fits'],
    ['another log of the sensor', ['crowdstrike', null, 'alert'], 'differs'],
    ['another category', ['windows', 'file_event'], 'differs'],
    ['a log of the system', ['windows', null, 'sysmon'], 'differs'],
    ['another sensor', ['osquery'], 'differs'],
  ])('of what a sensor recorded: %s', (_title, source, fit) => {
    const started = { event_simpleName: 'ProcessRollup2', event_platform: 'Win', aid: 'a' };
    expect(logSourceFits(logSource(...source), detectOrigin(started))).toBe(fit);
  });

  it('one fitting log source of several is enough', () => {
    const origin = detectOrigin(CLOUDTRAIL);
    expect(logSourcesFit([logSource('okta'), logSource('aws')], origin)).toBe('fits');
    expect(logSourcesFit([logSource('okta'), logSource('gcp')], origin)).toBe('differs');
    expect(logSourcesFit([], origin)).toBe('unknown');
  });
});

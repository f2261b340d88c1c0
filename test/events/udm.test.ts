/** Google SecOps' Unified Data Model: its events under the catalog's names, and other schemas' events under its own. */
import { describe, expect, it } from 'vitest';
import { fieldPath } from '../../src/condition/field-path.ts';
import { readEvent } from '../../src/events/read-event.ts';
import { createEventView } from '../../src/engine/event/event-view.ts';
import { fieldQuery } from '../../src/engine/event/field-query.ts';
import type { Reading } from '../../src/engine/event/look-up.ts';
import { detectOrigin } from '../../src/events/detect-origin.ts';
import { nameField } from '../../src/fields/name-field.ts';
import { logSource } from '../../src/rule/log-source.ts';
import type { EventSchema } from '../../src/rule/rule.ts';

function read(event: unknown, name: string, schema: EventSchema): Reading {
  return createEventView(readEvent(event)).read(fieldQuery(fieldPath(name), 'any', schema));
}

const CLOUDTRAIL = {
  eventVersion: '1.08',
  eventID: 'e-1',
  eventName: 'StopLogging',
  eventSource: 'cloudtrail.amazonaws.com',
  awsRegion: 'eu-west-1',
  sourceIPAddress: '203.0.113.7',
  userAgent: 'aws-cli/2',
  userIdentity: { type: 'IAMUser', userName: 'ada' },
};
const CLOUDTRAIL_UDM = {
  metadata: {
    eventTimestamp: '2026-01-31T12:00:00Z',
    eventType: 'RESOURCE_DELETION',
    vendorName: 'AMAZON',
    productName: 'AWS CloudTrail',
    productEventType: 'StopLogging',
    logType: 'AWS_CLOUDTRAIL',
  },
  principal: { ip: ['203.0.113.7'], hostname: '' },
  target: { application: 'cloudtrail.amazonaws.com' },
  network: { http: { userAgent: 'aws-cli/2' } },
  additional: { fields: { recipientAccountId: { stringValue: '111122223333' } } },
  securityResult: [
    {
      detectionFields: [
        { key: 'k', value: 'first' },
        { key: 'k', value: 'second' },
      ],
    },
  ],
};
const PROCESS = {
  Channel: 'Microsoft-Windows-Sysmon/Operational',
  Provider_Name: 'Microsoft-Windows-Sysmon',
  EventID: 1,
  Image: 'C:\\Windows\\System32\\cmd.exe',
  CommandLine: 'cmd /c whoami',
  ParentImage: 'C:\\Windows\\explorer.exe',
  ParentCommandLine: 'explorer',
};

describe('a record of a log source under UDM’s names', () => {
  it.each([
    ['metadata.product_event_type', 'StopLogging'],
    ['metadata.vendor_name', 'AMAZON'],
    ['metadata.product_name', 'AWS CloudTrail'],
    ['metadata.log_type', 'AWS_CLOUDTRAIL'],
    ['target.application', 'cloudtrail.amazonaws.com'],
    ['principal.ip', '203.0.113.7'],
    ['network.http.user_agent', 'aws-cli/2'],
  ])('CloudTrail: %s', (name, value) => {
    expect(read(CLOUDTRAIL, name, 'udm')).toEqual([value]);
  });

  it.each([
    ['target.process.file.full_path', PROCESS.Image],
    ['target.process.command_line', PROCESS.CommandLine],
    ['principal.process.file.full_path', PROCESS.ParentImage],
    ['principal.process.command_line', PROCESS.ParentCommandLine],
  ])('Sysmon: %s', (name, value) => {
    expect(read(PROCESS, name, 'udm')).toEqual([value]);
  });

  it.each([
    'principal.user.userid',
    'security_result.action',
    'metadata.event_type',
    'target.resource.attribute.labels["requestParameters.name"]',
  ])('leaves open what depends on the parser: %s', (name) => {
    expect(read(CLOUDTRAIL, name, 'udm')).toBe('unmapped_field');
  });
});

describe('an event of the Unified Data Model', () => {
  it.each([
    ['metadata.event_type', 'RESOURCE_DELETION'],
    ['metadata.event_timestamp.seconds', 1769860800],
    ['network.http.user_agent', 'aws-cli/2'],
    ['additional.fields["recipientAccountId"]', '111122223333'],
    ['security_result.detection_fields["k"]', 'first'],
  ])('is read under its own names, from any JSON form: %s', (name, value) => {
    expect(read(CLOUDTRAIL_UDM, name, 'udm')).toEqual([value]);
    expect(read({ udm: CLOUDTRAIL_UDM }, name, 'udm')).toEqual([value]);
  });

  it('has no empty texts', () => {
    expect(read(CLOUDTRAIL_UDM, 'principal.hostname', 'udm')).toEqual([]);
  });

  it.each([
    ['event.action', 'ecs', 'StopLogging'],
    ['event.provider', 'ecs', 'cloudtrail.amazonaws.com'],
    ['user_agent.original', 'ecs', 'aws-cli/2'],
    ['eventName', 'raw', 'StopLogging'],
  ] as const)('is read under %s (%s)', (name, schema, value) => {
    expect(read(CLOUDTRAIL_UDM, name, schema)).toEqual([value]);
  });

  it('leaves a name of another schema open that it has no field for', () => {
    expect(read(CLOUDTRAIL_UDM, 'aws.cloudtrail.error_code', 'ecs')).toBe('unmapped_field');
  });
});

describe('where an event of the Unified Data Model comes from', () => {
  const metadata = { event_type: 'PROCESS_LAUNCH', product_name: 'X' };

  it.each([
    [CLOUDTRAIL_UDM, 'aws', ['cloudtrail']],
    [{ metadata: { event_type: 'USER_LOGIN', log_type: 'OKTA' } }, 'okta', ['okta']],
    [{ metadata, principal: { platform: 'WINDOWS' } }, 'windows', null],
    [{ metadata }, null, null],
  ])('%#', (event, product, services) => {
    const origin = detectOrigin(event);
    expect(origin).toMatchObject({ schema: 'udm', product, services });
  });

  it('knows the category of a process', () => {
    const origin = detectOrigin({ metadata, principal: { platform: 'WINDOWS' } });
    expect(origin.categories).toContain('process_creation');
  });

  it('is none without an event type of its kind', () => {
    expect(detectOrigin({ metadata: { event_type: 'process' } }).schema).not.toBe('udm');
  });
});

describe('a field’s name in the catalog', () => {
  const cloudtrail = [logSource('aws', null, 'cloudtrail')];
  const process = [logSource('windows', 'process_creation', null)];

  it.each([
    ['metadata.product_event_type', cloudtrail, 'event.action'],
    ['target.process.command_line', process, 'process.command_line'],
    ['principal.process.file.full_path', process, 'process.parent.executable'],
    ['metadata.event_type', cloudtrail, 'event.type'],
    ['target.user.user_display_name', cloudtrail, 'user.target.name'],
    [
      'target.resource.attribute.labels["requestParameters.tagSet.items"]',
      cloudtrail,
      'aws.cloudtrail.flattened.request_parameters.tagSet.items',
    ],
    [
      'target.resource.attribute.labels["Item Count"]',
      cloudtrail,
      'target.resource.attribute.labels["Item Count"]',
    ],
  ])('%s', (native, logSources, name) => {
    expect(nameField(native, 'udm', logSources)).toBe(name);
  });
});

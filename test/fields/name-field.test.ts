import { describe, expect, it } from 'vitest';
import { isMappedField, nameField } from '../../src/fields/name-field.ts';
import { logSource } from '../../src/rule/log-source.ts';
import type { EventSchema } from '../../src/rule/rule.ts';

const cloudtrail = logSource('aws', null, 'cloudtrail');
const okta = logSource('okta', null, 'okta');
const windows = logSource('windows', 'process_creation');

describe('the catalog name of a field', () => {
  it.each<readonly [string, EventSchema, ReturnType<typeof logSource>, string]>([
    ['eventName', 'raw', cloudtrail, 'event.action'],
    ['EVENTNAME', 'raw', cloudtrail, 'event.action'],
    ['sourceIPAddress', 'raw', cloudtrail, 'source.ip'],
    [
      'requestParameters.bucketName',
      'raw',
      cloudtrail,
      'aws.cloudtrail.flattened.request_parameters.bucketName',
    ],
    [
      'userIdentity.sessionContext.sessionIssuer.arn',
      'raw',
      cloudtrail,
      'aws.cloudtrail.user_identity.session_context.session_issuer.arn',
    ],
    ['p_any_ip_addresses', 'raw', cloudtrail, 'p_any_ip_addresses'],
    ['eventType', 'raw', okta, 'event.action'],
    ['okta.event_type', 'ecs', okta, 'event.action'],
    ['data_stream.dataset', 'ecs', okta, 'event.dataset'],
    ['source.address', 'ecs', cloudtrail, 'source.ip'],
    ['process.name.caseless', 'ecs', windows, 'process.name'],
    ['Image', 'windows', windows, 'process.executable'],
    ['Hashes', 'windows', windows, 'winlog.event_data.Hashes'],
    ['GrantedAccess', 'windows', windows, 'winlog.event_data.GrantedAccess'],
    ['CommandLine', 'windows', logSource('linux', 'process_creation'), 'process.command_line'],
    ['SomethingElse', 'windows', logSource('linux', 'process_creation'), 'SomethingElse'],
  ])('%s (%s) of %o is %s', (native, schema, source, name) => {
    expect(nameField(native, schema, [source])).toBe(name);
  });

  it('tells names that a table knows', () => {
    expect(isMappedField('eventName', 'raw', [cloudtrail])).toBe(true);
    expect(isMappedField('nonsense', 'raw', [cloudtrail])).toBe(false);
    expect(isMappedField('event.outcome', 'ecs', [cloudtrail])).toBe(true);
    expect(isMappedField('process.name.caseless', 'ecs', [windows])).toBe(true);
    expect(isMappedField('event.category', 'ecs', [windows])).toBe(true);
    expect(isMappedField('event.category', 'ecs', [cloudtrail])).toBe(false);
    expect(isMappedField('process.code_signature.trusted', 'ecs', [windows])).toBe(false);
  });
});

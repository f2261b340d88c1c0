import { describe, expect, it } from 'vitest';
import { knowledgeOfField, nameField } from '../../src/fields/name-field.ts';
import { logSource } from '../../src/rule/log-source.ts';
import type { LogSource } from '../../src/rule/log-source.ts';
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

  it.each<[string, EventSchema, LogSource, string]>([
    ['eventName', 'raw', cloudtrail, 'translated'],
    ['nonsense', 'raw', cloudtrail, 'unknown'],
    ['event.outcome', 'ecs', cloudtrail, 'translated'],
    ['process.name.caseless', 'ecs', windows, 'translated'],
    ['event.category', 'ecs', windows, 'translated'],
    // Names of ECS, which no table of CloudTrail's own leads to.
    ['event.category', 'ecs', cloudtrail, 'named'],
    ['process.code_signature.trusted', 'ecs', windows, 'named'],
    ['process.parent.thread.Ext.call_stack_summary', 'ecs', windows, 'named'],
    ['process.entry_leader.parent.session_leader.pid', 'ecs', windows, 'named'],
    ['process.parent.parent.executable', 'ecs', windows, 'unknown'],
    ['Effective_process.executable', 'ecs', windows, 'named'],
    ['process.color', 'ecs', windows, 'unknown'],
    ['process.Ext.color', 'ecs', windows, 'unknown'],
    ['dll.Ext.token.elevation', 'ecs', windows, 'unknown'],
    // A name alone, since the hives are written in another way.
    ['RegistryKey', 'log_analytics', logSource('windows', 'registry_set'), 'named'],
    ['RegistryValueName', 'log_analytics', logSource('windows', 'registry_set'), 'translated'],
    ['Processes.process_name', 'splunk', windows, 'translated'],
    ['All_Changes.user_agent', 'splunk', cloudtrail, 'translated'],
  ])('of %s (%s) it says how far it is known for %o: %s', (native, schema, source, knowledge) => {
    expect(knowledgeOfField(native, schema, [source])).toBe(knowledge);
  });
});

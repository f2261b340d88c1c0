import { describe, expect, it } from 'vitest';
import { actionsOf } from '../../src/analysis/actions.ts';
import { all, any, compare } from '../../src/condition/condition.ts';
import type { Condition } from '../../src/condition/condition.ts';
import { fieldPath } from '../../src/condition/field-path.ts';
import { logSource, logSourceText } from '../../src/rule/log-source.ts';
import type { LogSource } from '../../src/rule/log-source.ts';

const eq = (native: string, value: string, name = native): Condition =>
  compare(fieldPath(native, { name }), 'eq', [value]);

function actions(logSources: readonly LogSource[], condition: Condition): readonly string[] {
  return actionsOf(logSources, condition).map(({ logSource: of, qualifier, operation }) =>
    [logSourceText(of), qualifier, operation].filter((part) => part !== null).join(' · '),
  );
}

describe('actions of a rule for several log types', () => {
  const kubernetes = logSource('kubernetes', null, 'audit');
  const azure = logSource('azure', null, 'activitylogs');

  it('are those of the part that is for the log type', () => {
    const condition = any([
      all([eq('p_log_type', 'Amazon.EKS.Audit'), eq('verb', 'delete', 'event.action')]),
      all([eq('p_log_type', 'Azure.MonitorActivity'), eq('category', 'kube-audit')]),
    ]);
    expect(actions([kubernetes, azure], condition)).toEqual(['kubernetes.audit · delete']);
  });

  it('are those of the part that is for the data set', () => {
    const cloudtrail = logSource('aws', null, 'cloudtrail');
    const condition = any([
      all([eq('event.dataset', 'aws.cloudtrail'), eq('event.action', 'GetSecretValue')]),
      all([eq('data_stream.dataset', 'azure.activitylogs'), eq('event.action', 'SecretGet')]),
    ]);
    expect(actions([cloudtrail, azure], condition)).toEqual([
      'aws.cloudtrail · GetSecretValue',
      'azure.activitylogs · SECRETGET',
    ]);
  });

  it('are those of all log sources where nobody knows the data set', () => {
    const access = logSource('aws', null, 's3serveraccess');
    const condition = all([eq('event.dataset', 'elsewhere.log'), eq('event.action', 'Read')]);
    expect(actions([access], condition)).toEqual(actions([access], eq('event.action', 'Read')));
    expect(actions([logSource('aws', null, 'cloudtrail')], condition)).toEqual(['aws.cloudtrail · Read']);
  });

  it('are those of the log source that has the data set’s name, though nothing else is known of it', () => {
    const cloudtrail = logSource('aws', null, 'cloudtrail');
    const vault = logSource('azure', null, 'platformlogs');
    const condition = any([
      all([eq('event.dataset', 'aws.cloudtrail'), eq('event.action', 'GetSecretValue')]),
      all([eq('event.dataset', 'azure.platformlogs'), eq('event.action', 'SecretGet')]),
    ]);
    expect(actions([vault, cloudtrail, logSource('gcp', null, 'gcp.audit')], condition)).toEqual([
      'aws.cloudtrail · GetSecretValue',
    ]);
  });

  it('are those of the cloud whose service the part names', () => {
    const condition = any([
      all([eq('event.provider', 'iam.amazonaws.com'), eq('event.action', 'CreateUser')]),
      all([eq('event.provider', 'iam.googleapis.com'), eq('event.action', 'CreateKey')]),
    ]);
    const sources = [logSource('aws', null, 'cloudtrail'), logSource('gcp', null, 'gcp.audit')];
    expect(actions(sources, condition)).toEqual([
      'aws.cloudtrail · iam.amazonaws.com · CreateUser',
      'gcp.gcp.audit · CreateKey',
    ]);
  });

  it('are those of the service that has operations of such a form', () => {
    const directory = logSource('azure', null, 'auditlogs');
    expect(actions([azure, directory], eq('event.action', 'Microsoft.Compute/disks/delete'))).toEqual([
      'azure.activitylogs · MICROSOFT.COMPUTE/DISKS/DELETE',
    ]);
    expect(actions([directory], eq('event.action', 'Add user'))).toEqual(['azure.auditlogs · Add user']);
  });

  it('are those of all parts where a part is for any', () => {
    expect(actions([kubernetes, azure], eq('verb', 'delete', 'event.action'))).toEqual([
      'kubernetes.audit · delete',
      'azure.activitylogs · DELETE',
    ]);
  });
});

it('an extension is no program', () => {
  const endsWith = (value: string): Condition =>
    compare(fieldPath('Image', { name: 'process.executable' }), 'ends_with', [value]);
  const source = [logSource('windows', 'process_creation')];
  expect(actions(source, endsWith('.exe'))).toEqual([]);
  expect(actions(source, endsWith('\\cmd.exe'))).toEqual(['windows.process_creation · cmd.exe']);
});

import { describe, expect, it } from 'vitest';
import { attackReferences } from '../../../src/platforms/panther/attack.ts';
import { logSourceOfResourceType } from '../../../src/fields/panther-log-types.ts';
import { logSourcesOfSql } from '../../../src/platforms/panther/log-types.ts';
import { logSourcesOfLogType } from '../../../src/fields/panther-log-types.ts';
import { logSourceText } from '../../../src/rule/log-source.ts';

describe('log types', () => {
  it.each([
    ['AWS.CloudTrail', ['aws.cloudtrail']],
    ['Amazon.EKS.Audit', ['kubernetes.audit']],
    ['Okta.SystemLog', ['okta.okta']],
    ['GitHub.Audit', ['github.audit']],
    ['GCP.AuditLog', ['gcp.gcp.audit']],
    ['GSuite.ActivityEvent', ['gcp.google_workspace']],
    ['Azure.Audit', ['azure.activitylogs', 'azure.auditlogs', 'azure.signinlogs']],
    ['Microsoft365.Audit.Exchange', ['m365']],
    ['Windows.EventLogs', ['windows']],
    ['Made.Up.Type', ['made.up.type']],
    ['Custom', ['custom']],
  ])('%s', (logType, texts) => {
    expect(logSourcesOfLogType(logType).map(logSourceText)).toEqual(texts);
  });

  it('a resource is no log', () => {
    expect(logSourceOfResourceType('AWS.EC2.Instance')).toEqual({
      product: 'aws',
      category: 'resource',
      service: 'ec2.instance',
    });
  });

  it('of SQL are those of its tables', () => {
    const sql = `select * from PANTHER_LOGS.PUBLIC.AWS_CLOUDTRAIL a
      join panther_logs.public.made_up_type b on a.x = b.x
      join snowflake.account_usage.query_history h on true`;
    expect(logSourcesOfSql(sql, ['Made.Up.Type']).map(logSourceText)).toEqual([
      'aws.cloudtrail',
      'made.up.type',
      'snowflake.queryhistory',
    ]);
    expect(logSourcesOfSql('select 1', []).map(logSourceText)).toEqual(['scheduled_query']);
  });
});

describe('Reports', () => {
  it.each([
    [{ 'MITRE ATT&CK': ['TA0002:T1204', 'TA0005:T1562.001'] }, ['TA0002:T1204', 'TA0005:T1562.001']],
    [{ 'MITRE ATT&CK': ['TA0002: t1204'] }, ['TA0002:T1204']],
    [{ 'MITRE ATT&CK': ['TA003:T1556'] }, ['TA003:T1556']],
    [{ 'MITRE ATT&CK': ['T1204', 'TA0002'] }, ['null:T1204', 'TA0002:null']],
    [{ 'MITRE ATT&CK': 'TA0002:T1204' }, ['TA0002:T1204']],
    [{ TA0004: ['T1548'] }, ['TA0004:T1548']],
    [{ 'MITRE ATT&CK': ['TA0001:T1078:T1098', 'TA0001:T1078'] }, ['TA0001:T1078', 'TA0001:T1098']],
    [{ 'MITRE ATT&CK': ['TA0043:AML.T0018.000'] }, ['TA0043:AML.T0018.000']],
    [{ CIS: ['1.2'], PCI: ['T1204'] }, []],
    [null, []],
  ])('%j', (reports, expected) => {
    expect(attackReferences(reports).map(({ tactic, technique }) => `${tactic}:${technique}`)).toEqual(
      expected,
    );
  });
});

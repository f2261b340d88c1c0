/** What an event itself names, or what its fields tell surely: data sets, channels, categories of an endpoint's events, resources' types. */
import { describe, expect, it } from 'vitest';
import { detectOrigin } from '../../src/events/detect-origin.ts';
import { originOfDataSet } from '../../src/fields/ecs-datasets.ts';
import { logSourceFits, logSourcesFit, logSourcesOf } from '../../src/fields/event-origin.ts';
import { indexLogSources } from '../../src/platforms/elastic/log-sources.ts';
import { ruleLogSources } from '../../src/platforms/elastic/rule-log-sources.ts';
import { logSource, logSourceText } from '../../src/rule/log-source.ts';

const sources = (event: unknown): string => logSourcesOf(detectOrigin(event)).map(logSourceText).join(' ');

const ruleOf = (dataset: string) =>
  ruleLogSources({
    query: `event.dataset:"${dataset}"`,
    language: 'kuery',
    indices: [],
    integrations: [],
    tags: ['OS: Windows'],
  });

describe('a data set', () => {
  it.each([
    ['aws.cloudtrail'],
    ['crowdstrike.alert'],
    ['google_workspace.drive'],
    ['kubernetes.audit_logs'],
    ['o365.audit'],
    ['acme_door.access'],
    ['azure.graphactivitylogs'],
  ])('%s: a rule that asks for it is for its events, whatever system they are from', (dataset) => {
    const event = { event: { dataset }, host: { os: { type: 'windows' } } };
    expect(logSourcesFit(ruleOf(dataset), detectOrigin(event))).toBe('fits');
    expect(logSourcesFit(ruleOf('acme_door.alarm'), detectOrigin(event))).toBe('differs');
    expect(logSourcesFit([logSource('windows', null, 'security')], detectOrigin(event))).toBe('differs');
  });

  it('an index pattern and a module go through the same table', () => {
    const origin = detectOrigin({ event: { module: 'acme_door', kind: 'event' } });
    expect(sources({ event: { module: 'acme_door', kind: 'event' } })).toBe('acme_door');
    expect(logSourcesFit(indexLogSources('logs-acme_door*'), origin)).toBe('fits');
    expect(
      logSourcesFit(
        indexLogSources('logs-crowdstrike.alert-*'),
        detectOrigin({ 'data_stream.dataset': 'crowdstrike.alert' }),
      ),
    ).toBe('fits');
  });

  it.each([
    ['of an agent on a host says nothing of the system', 'endpoint.events.process', null],
    ['of a job says nothing', 'problemchild', null],
    ['called like a key of every object', 'constructor', 'constructor'],
  ])('%s', (_name, dataset, product) => {
    expect(originOfDataSet(dataset)?.product ?? null).toBe(product);
  });

  it('of a host leaves the system, and what it is of Windows the EventID says', () => {
    const host = { os: { type: 'linux' } };
    expect(sources({ event: { dataset: 'endpoint.events.process', category: ['process'] }, host })).toContain(
      'linux.process_creation',
    );
    expect(sources({ event: { dataset: 'system.security', code: '4688' } })).toBe(
      'windows.process_creation windows.security',
    );
    expect(sources({ event: { dataset: 'system.security', code: '4624' } })).toBe('windows.security');
  });

  it('of a sensor without a table: its events are of its name, and of the host that they are from', () => {
    const origin = detectOrigin({
      event: { dataset: 'acme_edr.process', category: ['process'], type: ['start'] },
      host: { os: { type: 'windows' } },
    });
    expect(logSourceFits(logSource('acme_edr', null, 'process'), origin)).toBe('fits');
    expect(logSourceFits(logSource('windows', 'process_creation'), origin)).toBe('fits');
    expect(logSourceFits(logSource('windows', 'registry_set'), origin)).toBe('differs');
    expect(logSourceFits(logSource('linux', 'process_creation'), origin)).toBe('differs');
  });

  it('of an input that reads anything does not hide the channel', () => {
    const event = {
      event: { dataset: 'winlog.winlog', code: '1' },
      winlog: { channel: 'Microsoft-Windows-Sysmon/Operational' },
    };
    expect(sources(event)).toBe('windows.process_creation windows.sysmon');
  });
});

describe('categories of an ECS document', () => {
  const document = (category: unknown): unknown => ({
    '@timestamp': 'x',
    event: { kind: 'event', category },
    host: { os: { type: ['linux'] } },
  });
  it.each<[string, unknown, string, string]>([
    ['a list of one', ['file'], 'file_event', 'fits'],
    ['several: those of all', ['network', 'process'], 'process_creation', 'fits'],
    ['several: those of all', ['network', 'process'], 'dns_query', 'fits'],
    ['several: no others', ['network', 'process'], 'file_event', 'differs'],
    ['several, one of which is not known', ['process', 'configuration'], 'file_event', 'unknown'],
    ['none', [], 'file_event', 'unknown'],
  ])('%s', (_name, category, asked, fit) => {
    expect(logSourceFits(logSource('linux', asked), detectOrigin(document(category)))).toBe(fit);
  });
});

describe('a channel that no service has', () => {
  const event = { Channel: 'Acme-Agent/Operational', EventID: 7, Computer: 'c' };
  it.each([
    ['acme-agent/operational', 'fits'],
    ['sysmon', 'differs'],
    ['acme', 'unknown'],
  ])('for a rule on the service %s: %s', (service, fit) => {
    expect(logSourceFits(logSource('windows', null, service), detectOrigin(event))).toBe(fit);
  });
});

describe('an event of an endpoint under the names of Sysmon', () => {
  const IMAGE = 'C:\\Windows\\System32\\cmd.exe';
  it.each<[string, unknown, string | null, string | null]>([
    ['a process that starts', { Image: IMAGE, CommandLine: 'cmd' }, 'windows', 'process_creation'],
    ['a process, by its parent', { ParentImage: IMAGE, CommandLine: 'cmd' }, 'windows', 'process_creation'],
    [
      'a process, in the Security log’s names',
      { NewProcessName: IMAGE, SubjectUserName: 'dana' },
      'windows',
      'process_creation',
    ],
    ['keys in lower case', { image: IMAGE, commandline: 'cmd' }, 'windows', 'process_creation'],
    ['a script', { ScriptBlockText: 'Get-Item' }, 'windows', 'ps_script'],
    ['a library', { Image: IMAGE, ImageLoaded: 'C:\\a.dll' }, 'windows', 'image_load'],
    ['a driver', { ImageLoaded: 'C:\\a.sys', Signed: 'true' }, 'windows', 'driver_load'],
    [
      'a value that is set',
      { EventType: 'SetValue', TargetObject: 'HKLM\\Software\\A', Details: 'x' },
      'windows',
      'registry_set',
    ],
    [
      'a key that goes',
      { EventType: 'DeleteKey', TargetObject: 'HKLM\\Software\\A' },
      'windows',
      'registry_delete',
    ],
    ['a query', { Image: IMAGE, QueryName: 'example.org', QueryStatus: '0' }, 'windows', 'dns_query'],
    ['a pipe', { Image: IMAGE, PipeName: '\\acme' }, 'windows', 'pipe_created'],
    [
      'an access',
      { SourceImage: IMAGE, TargetImage: IMAGE, GrantedAccess: '0x10' },
      'windows',
      'process_access',
    ],
    [
      'a thread',
      { SourceImage: IMAGE, TargetImage: IMAGE, StartAddress: '0x1' },
      'windows',
      'create_remote_thread',
    ],
    [
      'a connection',
      { Image: IMAGE, DestinationIp: '192.0.2.1', Initiated: 'true' },
      'windows',
      'network_connection',
    ],
    [
      'a file that is made',
      { Image: IMAGE, TargetFilename: 'C:\\a', CreationUtcTime: 'x' },
      'windows',
      'file_event',
    ],
    // Made, changed, deleted: the fields do not say.
    ['a file', { Image: IMAGE, TargetFilename: 'C:\\a' }, 'windows', null],
    [
      'a process of another system',
      { Image: '/usr/bin/id', CommandLine: 'id \\x' },
      null,
      'process_creation',
    ],
    [
      'a path of another system with a backslash',
      { Image: '/opt/a\\b', CommandLine: 'b' },
      null,
      'process_creation',
    ],
    ['nothing but an image', { Image: IMAGE }, 'windows', null],
  ])('%s', (_name, event, product, category) => {
    const origin = detectOrigin(event);
    expect([origin.schema, origin.product, origin.categories?.[0] ?? null]).toEqual([
      'windows',
      product,
      category,
    ]);
  });

  it('an EventID without a channel: the fields say which log’s it is', () => {
    expect(sources({ EventID: 1, Computer: 'c', Image: IMAGE, CommandLine: 'cmd' })).toBe(
      'windows.process_creation',
    );
  });
});

describe('a resource', () => {
  it.each([
    ['names its type', { ResourceType: 'AWS.S3.Bucket', AccountId: '1' }, 'aws.resource.s3.bucket'],
    [
      'a bucket',
      { Grants: [], LoggingPolicy: null, MFADelete: null, Versioning: null, EncryptionRules: [] },
      'aws.resource.s3.bucket',
    ],
    [
      'a security group',
      { GroupId: 'sg-1', GroupName: 'g', IpPermissions: [], IpPermissionsEgress: [] },
      'aws.resource.ec2.securitygroup',
    ],
    [
      'a user, or the first one',
      { CredentialReport: {}, UserName: 'u', VirtualMFA: null, UserId: 'i' },
      'aws.resource.iam.user',
    ],
  ])('%s', (_name, event, type) => {
    const origin = detectOrigin(event);
    const [product, , ...service] = type.split('.');
    expect(origin.categories).toEqual(['resource']);
    expect([origin.product, origin.services?.[0]]).toEqual([product, service.join('.')]);
  });

  it('is judged by the policies of its type, and no record of a log is', () => {
    const bucket = logSource('aws', 'resource', 's3.bucket');
    const role = logSource('aws', 'resource', 'iam.role');
    const resource = detectOrigin({ ResourceType: 'AWS.S3.Bucket', AccountId: '1' });
    expect([logSourceFits(bucket, resource), logSourceFits(role, resource)]).toEqual(['fits', 'differs']);
    const call = {
      eventName: 'PutBucketPolicy',
      eventSource: 's3.amazonaws.com',
      awsRegion: 'r',
      ResourceType: 'AWS.S3.Bucket',
    };
    expect(detectOrigin(call).services).toEqual(['cloudtrail']);
  });
});

it('a Kubernetes audit record is one of an application, however it comes', () => {
  const rule = logSource('kubernetes', 'application', 'audit');
  for (const event of [
    { apiVersion: 'audit.k8s.io/v1', kind: 'Event', verb: 'get' },
    { p_log_type: 'Amazon.EKS.Audit' },
    { 'event.dataset': 'kubernetes.audit_logs' },
    { sourcetype: 'kube:apiserver-audit', host: 'h' },
    { TimeGenerated: 'x', Type: 'AKSAudit' },
  ])
    expect(logSourceFits(rule, detectOrigin(event))).toBe('fits');
});

/**
 * Elastic's data sets (`event.dataset`, `data_stream.dataset`), modules and integrations in the catalog's log sources: for the rules that name them, and for
 * the events that bear them. https://www.elastic.co/docs/reference/integrations
 */
import { logSource } from '../rule/log-source.ts';
import type { LogSource } from '../rule/log-source.ts';
import { logSourceFits, originOf } from './event-origin.ts';
import type { EventOrigin } from './event-origin.ts';
import { categoriesOfService } from './service-categories.ts';

export const DATASET_FIELDS: readonly string[] = ['event.dataset', 'data_stream.dataset'];

/**
 * `by_system`: an agent on a host, of whatever operating system the rule or the event is. `by_network`: a network sensor, which may run on any host.
 * `silent`: the name does not say.
 */
export type DataSetSource = LogSource | 'by_system' | 'by_network' | 'silent';

const WINDOWS = logSource('windows');
const LINUX = logSource('linux');
const AUDITD = logSource('linux', null, 'auditd');
const DUO = logSource('cisco', null, 'duo');
const GCP_AUDIT = logSource('gcp', null, 'gcp.audit');
const KUBERNETES = logSource('kubernetes', null, 'audit');
const BEDROCK = logSource('aws', null, 'bedrockmodelinvocation');
const DEFENDER = logSource('m365', null, 'defender');

/**
 * By data set, the longest name in front that fits: `system.security` before `system`. Where one name takes in several services' data sets (`windows`,
 * `o365`), the product alone: a log source that is too narrow would silently pass a rule over.
 */
const DATA_SETS: Readonly<Record<string, DataSetSource>> = {
  apm: logSource('apm'),
  'atlassian_bitbucket.audit': logSource('bitbucket', null, 'audit'),
  auditd: AUDITD,
  auditd_manager: AUDITD,
  'auth0.logs': logSource('auth0', null, 'events'),
  'aws.cloudtrail': logSource('aws', null, 'cloudtrail'),
  'aws.elb_logs': logSource('aws', null, 'alb'),
  'aws.route53_resolver_logs': logSource('aws', null, 'vpcdns'),
  'aws.s3access': logSource('aws', null, 's3serveraccess'),
  'aws.securityhub_findings': logSource('aws', null, 'securityhub'),
  'aws.vpcflow': logSource('aws', null, 'vpcflow'),
  'aws.waf': logSource('aws', null, 'wafwebacl'),
  'aws_bedrock.invocation': BEDROCK,
  aws_bedrock: BEDROCK,
  aws_bedrock_agentcore: logSource('aws', null, 'bedrock_agentcore'),
  azure_openai: logSource('azure', null, 'openai'),
  'azure.activitylogs': logSource('azure', null, 'activitylogs'),
  'azure.auditlogs': logSource('azure', null, 'auditlogs'),
  'azure.graphactivitylogs': logSource('azure', null, 'microsoftgraphactivitylogs'),
  'azure.signinlogs': logSource('azure', null, 'signinlogs'),
  'azure.identity_protection': logSource('azure', null, 'riskdetection'),
  'box_events.events': logSource('box', null, 'event'),
  'cisco_duo.admin': DUO,
  'cisco_duo.auth': DUO,
  cloud_defend: LINUX,
  'cloudflare_logpush.firewall_event': logSource('cloudflare', null, 'firewall'),
  'cloudflare_logpush.http_request': logSource('cloudflare', null, 'httprequest'),
  crowdstrike: 'by_system',
  'crowdstrike.alert': logSource('crowdstrike', null, 'alert'),
  endgame: 'by_system',
  endpoint: 'by_system',
  fim: 'by_system',
  'gcp.audit': GCP_AUDIT,
  'gcp.loadbalancing_logs': logSource('gcp', null, 'httploadbalancer'),
  // As the module was called before version 8.
  'googlecloud.audit': GCP_AUDIT,
  'github.audit': logSource('github', null, 'audit'),
  google_workspace: logSource('gcp', null, 'google_workspace'),
  jamf_protect: logSource('macos'),
  'kubernetes.audit_logs': KUBERNETES,
  kubernetes: KUBERNETES,
  m365_defender: 'by_system',
  'm365_defender.alert': DEFENDER,
  'm365_defender.incident': DEFENDER,
  o365: logSource('m365'),
  network_traffic: 'by_network',
  okta: logSource('okta', null, 'okta'),
  sentinel_one_cloud_funnel: 'by_system',
  'slack.audit': logSource('slack', null, 'auditlogs'),
  sysmon_linux: LINUX,
  system: 'by_system',
  'system.application': logSource('windows', null, 'application'),
  'system.auth': logSource('linux', null, 'auth'),
  'system.security': logSource('windows', null, 'security'),
  'system.syslog': logSource('linux', null, 'syslog'),
  'system.system': logSource('windows', null, 'system'),
  windows: WINDOWS,
  'windows.sysmon_operational': logSource('windows', null, 'sysmon'),
  // Packages of machine-learning jobs: they read other integrations' events.
  beaconing: 'silent',
  ded: 'silent',
  dga: 'silent',
  lmd: 'silent',
  pad: 'silent',
  problemchild: 'silent',
};

/** No name of the table has more. */
const MAX_SEGMENTS = 8;

/** What the table knows of a data set; null: nothing. */
function knownSource(dataSet: string): DataSetSource | null {
  // Each application's log is a data set of its own.
  if (dataSet.startsWith('google_workspace.')) return logSource('gcp', null, dataSet);
  const segments = dataSet.split('.', MAX_SEGMENTS);
  for (let length = segments.length; length > 0; length--) {
    const name = segments.slice(0, length).join('.');
    if (Object.hasOwn(DATA_SETS, name)) return DATA_SETS[name] ?? null;
  }
  return null;
}

/** The log source of a data set (`aws.cloudtrail`) or an integration (`aws`): by the table, else one of its own name. */
export function sourceOfDataSet(name: string): DataSetSource {
  const dataSet = name.toLowerCase();
  const known = knownSource(dataSet);
  if (known !== null) return known;
  const [product = '', ...service] = dataSet.split('.');
  return logSource(product, null, service.length === 0 ? null : service.join('.'));
}

/** Where an event of the data set is from; null where its name does not say. */
export function originOfDataSet(name: string): EventOrigin | null {
  const source = sourceOfDataSet(name);
  return typeof source === 'string' ? null : originOfSource(source);
}

function originOfSource(source: LogSource): EventOrigin {
  return { ...originOf([source], 'ecs'), categories: categoriesOfService(source) };
}

export function isKnownDataSet(name: string): boolean {
  return knownSource(name.toLowerCase()) !== null;
}

/** May events of the data set be of this log source? Whose a data set is that is not known here, nobody can say. */
export function mayBeOfDataset(ofRule: LogSource, dataset: string): boolean {
  const source = knownSource(dataset.toLowerCase());
  if (source === null || typeof source === 'string') return true;
  return logSourceFits(ofRule, originOfSource(source)) !== 'differs';
}

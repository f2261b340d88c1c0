/** Elastic's data sets, integrations and index patterns in the catalog's log sources. */
import { logSource } from '../../rule/log-source.ts';
import type { LogSource } from '../../rule/log-source.ts';

/**
 * `by_system`: an agent on a host, of whatever operating system the rule is for. `by_network`: a network sensor, which may run on any host.
 * `silent`: the name does not say.
 */
export type Origin = LogSource | 'by_system' | 'by_network' | 'silent';

const SYSTEMS: readonly LogSource[] = ['windows', 'linux', 'macos'].map((system) => logSource(system));

/** All that an origin may monitor; empty where its name does not say. */
export function logSourcesOfOrigin(
  origin: Origin,
  systems: readonly LogSource[] = SYSTEMS,
): readonly LogSource[] {
  if (origin === 'silent') return [];
  if (origin === 'by_system') return systems.length === 0 ? SYSTEMS : systems;
  return origin === 'by_network' ? [logSource('network_traffic'), ...SYSTEMS] : [origin];
}

/** What an index pattern monitors. */
export function indexLogSources(pattern: string): readonly LogSource[] {
  return logSourcesOfOrigin(originOfIndex(pattern).origin);
}

const WINDOWS = logSource('windows');
const LINUX = logSource('linux');
const ALERTS = logSource('elastic', null, 'alerts');
const GOOGLE_WORKSPACE = logSource('gcp', null, 'google_workspace');

/**
 * By data set, the longest name in front that fits: `system.security` before `system`. Where one pattern takes in several
 * services' data sets (`windows`, `o365`), the product alone: a log source that is too narrow would silently pass a rule over.
 */
const DATA_SETS: Readonly<Record<string, Origin>> = {
  auditd: logSource('linux', null, 'auditd'),
  auditd_manager: logSource('linux', null, 'auditd'),
  apm: logSource('apm'),
  'aws.cloudtrail': logSource('aws', null, 'cloudtrail'),
  'aws.s3access': logSource('aws', null, 's3serveraccess'),
  'aws.vpcflow': logSource('aws', null, 'vpcflow'),
  'aws_bedrock.invocation': logSource('aws', null, 'bedrockmodelinvocation'),
  aws_bedrock: logSource('aws', null, 'bedrockmodelinvocation'),
  aws_bedrock_agentcore: logSource('aws', null, 'bedrock_agentcore'),
  azure_openai: logSource('azure', null, 'openai'),
  'azure.activitylogs': logSource('azure', null, 'activitylogs'),
  'azure.auditlogs': logSource('azure', null, 'auditlogs'),
  'azure.signinlogs': logSource('azure', null, 'signinlogs'),
  'azure.identity_protection': logSource('azure', null, 'riskdetection'),
  cloud_defend: LINUX,
  crowdstrike: 'by_system',
  'crowdstrike.alert': logSource('crowdstrike', null, 'alert'),
  endgame: 'by_system',
  endpoint: 'by_system',
  fim: 'by_system',
  'gcp.audit': logSource('gcp', null, 'gcp.audit'),
  'googlecloud.audit': logSource('gcp', null, 'gcp.audit'),
  'github.audit': logSource('github', null, 'audit'),
  google_workspace: GOOGLE_WORKSPACE,
  'google_workspace.admin': logSource('gcp', null, 'google_workspace.admin'),
  'google_workspace.login': logSource('gcp', null, 'google_workspace.login'),
  jamf_protect: logSource('macos'),
  'kubernetes.audit_logs': logSource('kubernetes', null, 'audit'),
  kubernetes: logSource('kubernetes', null, 'audit'),
  m365_defender: 'by_system',
  'm365_defender.alert': logSource('m365', null, 'defender'),
  'm365_defender.incident': logSource('m365', null, 'defender'),
  o365: logSource('m365'),
  network_traffic: 'by_network',
  okta: logSource('okta', null, 'okta'),
  sentinel_one_cloud_funnel: 'by_system',
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

/** The log source of a data set (`aws.cloudtrail`) or an integration (`aws`): by the table, else product and service by its words. */
export function originOfDataSet(dataSet: string): Origin {
  const segments = dataSet.toLowerCase().split('.');
  for (let length = segments.length; length > 0; length--) {
    const origin = DATA_SETS[segments.slice(0, length).join('.')];
    if (origin !== undefined) return origin;
  }
  const [product = '', ...service] = segments;
  return logSource(product, null, service.length === 0 ? null : service.join('.'));
}

/** Shippers of before data streams: which events they brought does not show in the index's name. */
const SHIPPERS: Readonly<Record<string, Origin>> = {
  apm: logSource('apm'),
  auditbeat: 'by_system',
  endgame: 'by_system',
  packetbeat: 'by_network',
  traces: logSource('apm'),
  winlogbeat: WINDOWS,
};

/** A pattern's data set (`logs-okta.system-*`, `logs-okta*`), or what the shipper's name tells. */
export interface IndexOrigin {
  readonly origin: Origin;
  /** From a shipper's name: it adds nothing beside patterns that name data sets. */
  readonly vague: boolean;
}

export function originOfIndex(pattern: string): IndexOrigin {
  const name = pattern.toLowerCase().replace(/^[^:]*:/, '');
  // What other rules made of events, whatever those were.
  if (/^\.(?:internal\.)?alerts-security/.test(name)) return { origin: ALERTS, vague: false };
  const dataSet = /^(?:logs|metrics)-([^-*]+)/.exec(name)?.[1]?.replace(/\.$/, '');
  if (dataSet !== undefined && dataSet !== '') return { origin: originOfDataSet(dataSet), vague: false };
  const shipper = /^[a-z]+/.exec(name)?.[0] ?? '';
  return { origin: SHIPPERS[shipper] ?? 'silent', vague: true };
}

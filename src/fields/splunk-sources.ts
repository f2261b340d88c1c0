/**
 * What the sources that a search names monitor, in the catalog's log sources: data sets of the Common Information Model, and source types, sources
 * and event types as Splunk's add-ons set them.
 * https://docs.splunk.com/Documentation/CIM/latest/User/Overview
 */
import { any, from } from '../condition/condition.ts';
import type { Condition } from '../condition/condition.ts';
import type { LogSource } from '../rule/log-source.ts';
import { logSource, logSourceText } from '../rule/log-source.ts';
import { ofOwnFields } from './source-filter.ts';
import type { SourceTerm } from './source-filter.ts';
import { ZEEK_SOURCE_TYPES } from './zeek-sources.ts';

const category = (...names: readonly string[]): readonly LogSource[] =>
  names.map((name) => logSource(null, name));
const windows = (...services: readonly string[]): readonly LogSource[] =>
  services.map((service) => logSource('windows', null, service));

const CLOUDTRAIL = logSource('aws', null, 'cloudtrail');
const OKTA = logSource('okta', null, 'okta');
const ENTRA = [logSource('azure', null, 'auditlogs'), logSource('azure', null, 'signinlogs')];
const AZURE_ACTIVITY = logSource('azure', null, 'activitylogs');
const M365 = logSource('m365', null, 'audit');
const GCP = logSource('gcp', null, 'gcp.audit');
const WORKSPACE = logSource('gcp', null, 'google_workspace');
const GITHUB = logSource('github', null, 'audit');
const KUBERNETES = logSource('kubernetes', null, 'audit');
const AUDITD = logSource('linux', null, 'auditd');

/** Add-ons of many products write to these. */
const CHANGES: readonly LogSource[] = [
  ...category('change'),
  CLOUDTRAIL,
  OKTA,
  ...ENTRA,
  AZURE_ACTIVITY,
  M365,
  GCP,
  WORKSPACE,
  GITHUB,
  AUDITD,
  ...windows('security', 'system'),
];
const SIGN_INS: readonly LogSource[] = [
  ...category('authentication'),
  CLOUDTRAIL,
  OKTA,
  ...ENTRA,
  M365,
  GCP,
  WORKSPACE,
  AUDITD,
  logSource('linux', null, 'auth'),
  ...windows('security'),
];

const REGISTRY = ['registry_set', 'registry_add', 'registry_delete', 'registry_rename', 'registry_event'];
const FILES = [
  'file_event',
  'file_change',
  'file_delete',
  'file_rename',
  'file_access',
  'create_stream_hash',
  'file_executable_detected',
];
const WEB = category('proxy', 'webserver', 'web');
const DNS = category('dns', 'dns_query');

/** By model and data set, in lower case; a model alone is all of its data sets. */
const DATA_SETS: Readonly<Record<string, readonly LogSource[]>> = {
  'endpoint.processes': category('process_creation'),
  'endpoint.registry': category(...REGISTRY),
  'endpoint.filesystem': category(...FILES),
  'endpoint.services': [...category('service'), ...windows('system', 'security')],
  'endpoint.ports': category('network_connection', 'ports'),
  web: WEB,
  network_traffic: category('firewall', 'network_connection', 'network'),
  network_resolution: DNS,
  network_sessions: category('vpn', 'dhcp'),
  authentication: SIGN_INS,
  change: CHANGES,
  change_analysis: CHANGES,
  email: category('email'),
  intrusion_detection: category('ids'),
  malware: category('antivirus'),
  certificates: category('certificates'),
  updates: category('updates'),
  vulnerabilities: category('vulnerability'),
  alerts: category('alerts'),
  risk: [logSource('splunk', null, 'risk')],
  splunk_audit: [logSource('splunk', null, 'audit')],
};

/** Data sets whose names stand before those of their fields, and the models that they belong to. */
const MODELS: Readonly<Record<string, string>> = {
  Processes: 'Endpoint',
  Registry: 'Endpoint',
  Filesystem: 'Endpoint',
  Services: 'Endpoint',
  Ports: 'Endpoint',
  Web: 'Web',
  All_Traffic: 'Network_Traffic',
  DNS: 'Network_Resolution',
  Authentication: 'Authentication',
  All_Changes: 'Change',
  All_Email: 'Email',
  IDS_Attacks: 'Intrusion_Detection',
  Malware_Attacks: 'Malware',
  All_Certificates: 'Certificates',
  All_Risk: 'Risk',
};

export const DATA_SET_NAMES: readonly string[] = Object.keys(MODELS);

/** `Processes.process_name` as `process_name`; null where no data set stands in front. */
export function withoutDataSet(segments: readonly string[]): readonly string[] | null {
  const [first = '', ...rest] = segments;
  return rest.length > 0 && Object.hasOwn(MODELS, first) ? rest : null;
}

/** Where Splunk keeps an event: what never was in Splunk has none. */
export function isOfStore(name: string): boolean {
  return name === 'index';
}

export function modelOfDataSet(name: string): string {
  return MODELS[name] ?? name;
}

/** By source type, in lower case; `*` stands for the rest. */
const SOURCE_TYPES: Readonly<Record<string, readonly LogSource[]>> = {
  'aws:cloudtrail': [CLOUDTRAIL],
  'aws:cloudtrail:lake': [CLOUDTRAIL],
  'aws:asl': [CLOUDTRAIL],
  'aws:cloudwatchlogs:vpcflow': [logSource('aws', null, 'vpcflow')],
  'aws:cloudwatchlogs:eks': [KUBERNETES],
  'aws:s3:accesslogs': [logSource('aws', null, 's3')],
  'aws:config': [logSource('aws', null, 'config')],
  'aws:description': [logSource('aws', null, 'description')],
  'aws:securityhub:finding': [logSource('aws', null, 'securityhub')],
  'aws:securityhub:firehose': [logSource('aws', null, 'securityhub')],
  'aws:firehose:json': [GITHUB],
  'httpevent:github': [GITHUB],
  'github:enterprise:audit': [GITHUB],
  'github:cloud:audit': [GITHUB],
  'oktaim2:log': [OKTA],
  'azure:monitor:aad': ENTRA,
  'azure:aad:audit': [logSource('azure', null, 'auditlogs')],
  'azure:aad:signin': [logSource('azure', null, 'signinlogs')],
  'mscs:azure:audit': [AZURE_ACTIVITY],
  'azure:monitor:activity': [AZURE_ACTIVITY],
  'o365:management:activity': [M365],
  'o365:graph:api': [logSource('m365', null, 'graph')],
  'google:gcp:pubsub:message': [GCP],
  'google:gcp:pubsub:audit:*': [GCP],
  'gsuite:*': [WORKSPACE],
  'gws:*': [WORKSPACE],
  'kube:apiserver-audit': [KUBERNETES],
  'kube:container:falco': [logSource('falco')],
  // What containers write, whatever that is.
  'kube:container:*': [logSource('kubernetes', null, 'container')],
  'kube:*': [logSource('kubernetes')],
  'linux:audit': [AUDITD],
  linux_secure: [logSource('linux', null, 'auth')],
  'syslog:linux-sysmon/operational': [logSource('linux', null, 'sysmon')],
  'xmlwineventlog:microsoft-windows-sysmon/operational': windows('sysmon'),
  'wineventlog:microsoft-windows-sysmon/operational': windows('sysmon'),
  'xmlwineventlog:microsoft-windows-ntlm/operational': windows('ntlm'),
  'wineventlog:microsoft-windows-wmi-activity/operational': windows('wmi'),
  xmlwineventlog: [logSource('windows')],
  wineventlog: [logSource('windows')],
  'wineventlog:*': [logSource('windows')],
  'xmlwineventlog:*': [logSource('windows')],
  'stream:dns': category('dns'),
  'stream:http': category('proxy', 'webserver'),
  'stream:*': category('network'),
  ...ZEEK_SOURCE_TYPES,
  'bro:*': [logSource('zeek')],
  'zeek:*': [logSource('zeek')],
  suricata: [logSource('suricata')],
  'crowdstrike:*': [logSource('crowdstrike')],
  'osquery:results': [logSource('osquery')],
  circleci: [logSource('circleci')],
  'f5:bigip:*': [logSource('f5')],
  'cisco:*': [logSource('cisco')],
  'pan:*': [logSource('paloalto')],
  'ms:iis:*': category('webserver'),
  'mswindows:iis': category('webserver'),
  'nginx:plus:*': category('webserver'),
  'zscalernss-web': category('proxy'),
  access_combined: category('webserver'),
  access_combined_wcookie: category('webserver'),
  'apache:access*': category('webserver'),
  // Windows channels that add-ons name in their own way.
  'msexchange:management': windows('msexchange-management'),
  'iis:configuration:operational': windows('iis-configuration'),
  'aws:cloudwatch:guardduty': [logSource('aws', null, 'guardduty')],
  'ms:aad:signin': [logSource('azure', null, 'signinlogs')],
  'ms:aad:audit': [logSource('azure', null, 'auditlogs')],
  linux_audit: [AUDITD],
  auditd: [AUDITD],
  'duo:*': [logSource('cisco', null, 'duo')],
  'onelogin:*': [logSource('onelogin')],
  'slack:*': [logSource('slack')],
  'box:*': [logSource('box')],
  'sfdc:*': [logSource('salesforce')],
  'netskope:*': [logSource('netskope')],
  'cloudflare:*': [logSource('cloudflare')],
  'jamf:*': [logSource('jamf'), logSource('macos')],
};

/** Source types that say how records came, and not whose they are. */
const CARRIERS =
  /^(_?json(_no_timestamp)?|csv|syslog|xml|stash|httpevent|hec.*|generic_single_line|generic_multi_line|log4j|mscs:(storage|azure:eventhub)\b.*|aws:(s3|sqs|kinesis|cloudwatchlogs|firehose)(:(csv|json|text|cef))?|google:gcp:(pubsub|buckets?):.*|kafka:.*)$/;

/** Windows channels by their ending, as the source `WinEventLog:<channel>` or `XmlWinEventLog:<channel>` gives them. */
const CHANNELS: Readonly<Record<string, readonly string[]>> = {
  security: ['security'],
  system: ['system'],
  application: ['application'],
  'microsoft-windows-sysmon/operational': ['sysmon'],
  'microsoft-windows-powershell/operational': ['powershell'],
  'windows powershell': ['powershell-classic'],
  'microsoft-windows-taskscheduler/operational': ['taskscheduler'],
  'microsoft-windows-windows defender/operational': ['windefend'],
  'microsoft-windows-wmi-activity/operational': ['wmi'],
  'microsoft-windows-ntlm/operational': ['ntlm'],
  'microsoft-windows-applocker/*': ['applocker'],
  'microsoft-windows-printservice/operational': ['printservice-operational'],
  'microsoft-windows-printservice/admin': ['printservice-admin'],
  'microsoft-windows-capi2/operational': ['capi2'],
  'microsoft-windows-certificateservicesclient-lifecycle-system/operational': [
    'certificateservicesclient-lifecycle-system',
  ],
};

const EVENT_TYPES: Readonly<Record<string, readonly LogSource[]>> = {
  wineventlog_security: windows('security'),
  wineventlog_system: windows('system'),
  wineventlog_application: windows('application'),
  wineventlog_windows: [logSource('windows')],
  okta_log: [OKTA],
  cisco_ios: [logSource('cisco', null, 'ios')],
  'osquery-process': [logSource('osquery')],
};

const INDEXES: Readonly<Record<string, readonly LogSource[]>> = {
  risk: [logSource('splunk', null, 'risk')],
  notable: [logSource('splunk', null, 'notable')],
  _internal: [logSource('splunk', null, 'internal')],
  _audit: [logSource('splunk', null, 'audit')],
};

/** Commands whose rows are no events: tables, settings, metrics, what another system or an earlier search gave. */
const ROW_MAKERS: ReadonlySet<string> = new Set([
  'makeresults',
  'gentimes',
  'inputlookup',
  'inputcsv',
  'loadjob',
  'rest',
  'dbxquery',
  'metadata',
  'mstats',
  'dbinspect',
  'eventcount',
]);
const MADE_ROWS: readonly LogSource[] = [logSource('splunk', 'generated')];

/** Of a source as a search names it: a data set, a command that makes rows, or alternatives of `sourcetype=… source=…`. Empty: not known. */
export function logSourcesOfSource(source: string): readonly LogSource[] {
  const [word = ''] = source.split(' ');
  if (ROW_MAKERS.has(word)) return MADE_ROWS;
  if (!source.includes('=')) return ofDataSet(source.toLowerCase());
  const alternatives = source.split(' OR ').map(ofTerms);
  if (alternatives.some((each) => each.length === 0)) return [];
  return [...new Map(alternatives.flat().map((each) => [logSourceText(each), each])).values()];
}

/** Models by the names of their data sets, all in lower case: a node of `tstats` names only those. */
const MODELS_OF_NODES = new Map(
  Object.entries(MODELS).map(([set, model]) => [set, model].map(lower) as [string, string]),
);

function lower(text: string): string {
  return text.toLowerCase();
}

function ofNode(node: string): readonly LogSource[] {
  const found = ofDataSet(node);
  const [set = ''] = node.split('.');
  return found.length > 0 ? found : ofDataSet(`${MODELS_OF_NODES.get(set) ?? ''}.${set}`);
}

function ofDataSet(name: string): readonly LogSource[] {
  const own = DATA_SETS[name];
  if (own !== undefined) return own;
  const [model = ''] = name.split('.');
  const ofModel = DATA_SETS[model];
  if (ofModel !== undefined) return ofModel;
  return name.includes('.')
    ? []
    : Object.entries(DATA_SETS).flatMap(([key, sources]) => (key.startsWith(`${name}.`) ? sources : []));
}

/** What a source of which no table knows all alternatives asks of a row's own fields. */
export function filterOfSource(source: string): Condition {
  return any(
    source.split(' OR ').map((text) => {
      const known = logSourcesOfSource(text);
      return known.length > 0 ? from(text, known) : ofOwnFields(text, termsOf(text));
    }),
  );
}

function termsOf(text: string): readonly SourceTerm[] {
  return [...text.matchAll(/(?<!\w)(\w+)=("(?:\\.|[^"\\])*"|\S+)/g)].map(([, field = '', value = '']) => ({
    field,
    value: value.startsWith('"') ? (JSON.parse(value) as string) : value,
  }));
}

/** Of terms that must all hold the one that says most. */
function ofTerms(text: string): readonly LogSource[] {
  const terms = new Map(termsOf(text).map(({ field, value }) => [field.toLowerCase(), value.toLowerCase()]));
  const finders = [
    ofTerm(terms.get('source'), ofSource),
    ofTerm(terms.get('channel'), ofChannel),
    ofTerm(terms.get('sourcetype'), (value) => byPattern(SOURCE_TYPES, value)),
    ofTerm(terms.get('eventtype'), (value) => EVENT_TYPES[value] ?? []),
    ofTerm(terms.get('nodename'), ofNode),
    ofTerm(terms.get('index'), (value) => INDEXES[value] ?? []),
    ofTerm(terms.get('sourcetype'), ofOwnName),
  ];
  return finders.find((found) => found.length > 0) ?? [];
}

function ofTerm(
  value: string | undefined,
  find: (value: string) => readonly LogSource[],
): readonly LogSource[] {
  return value === undefined ? [] : find(value);
}

/** A source type that no table knows is a log source of its own name: rules of that name are for its events. */
function ofOwnName(sourceType: string): readonly LogSource[] {
  return sourceType === '' || sourceType.includes('*') || CARRIERS.test(sourceType)
    ? []
    : [logSource('splunk', null, sourceType)];
}

function ofSource(value: string): readonly LogSource[] {
  const [, channel] = /^(?:xml)?wineventlog:(.+)$/.exec(value) ?? [];
  if (channel !== undefined) return ofChannel(channel);
  if (value === 'activedirectory') return [logSource('windows', null, 'admon')];
  if (value === 'kubernetes') return [KUBERNETES];
  return byPattern(SOURCE_TYPES, value);
}

function ofChannel(channel: string): readonly LogSource[] {
  const services = byPattern(CHANNELS, channel);
  return services.length > 0 ? windows(...services) : [logSource('windows')];
}

function byPattern<T>(table: Readonly<Record<string, readonly T[]>>, value: string): readonly T[] {
  const own = Object.hasOwn(table, value) ? table[value] : undefined;
  if (own !== undefined) return own;
  const key = Object.keys(table).find((each) => each.endsWith('*') && value.startsWith(each.slice(0, -1)));
  return (key === undefined ? undefined : table[key]) ?? [];
}

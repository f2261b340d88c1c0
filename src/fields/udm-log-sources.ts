/**
 * Where events of Google SecOps' Unified Data Model come from, by their metadata: the ingestion label, or the names of product and vendor that
 * Google's parsers write (https://cloud.google.com/chronicle/docs/ingestion/parser-list/supported-default-parsers).
 */
import { logSource, logSourceText } from '../rule/log-source.ts';
import type { LogSource } from '../rule/log-source.ts';

const WINDOWS = [logSource('windows')];
const CLOUDTRAIL = [logSource('aws', null, 'cloudtrail')];
const GUARDDUTY = [logSource('aws', null, 'guardduty')];
const OKTA = [logSource('okta', null, 'okta')];
const GITHUB = [logSource('github', null, 'audit')];
const WORKSPACE = [logSource('gcp', null, 'google_workspace')];
const GCP_AUDIT = [logSource('gcp', null, 'gcp.audit')];
const ENTRA_SIGN_IN = [logSource('azure', null, 'signinlogs')];
const ENTRA_AUDIT = [logSource('azure', null, 'auditlogs')];
const GRAPH = [logSource('azure', null, 'microsoftgraphactivitylogs')];
/** One label, and one product's name, for what Entra ID logs of sign-ins, of the directory and of Graph. */
const ENTRA = [...ENTRA_SIGN_IN, ...ENTRA_AUDIT, ...GRAPH];
const AZURE_ACTIVITY = [logSource('azure', null, 'activitylogs')];
const MICROSOFT_365 = [logSource('m365')];
const ONELOGIN = [logSource('onelogin', null, 'onelogin.events')];
const DUO = [logSource('cisco', null, 'duo')];
const SYSMON = [logSource('windows', null, 'sysmon')];
const POWERSHELL = [
  logSource('windows', null, 'powershell'),
  logSource('windows', null, 'powershell-classic'),
];

/** By ingestion label. */
const LOG_TYPES: Readonly<Record<string, readonly LogSource[]>> = {
  AWS_CLOUDTRAIL: CLOUDTRAIL,
  GUARDDUTY,
  OKTA,
  GITHUB,
  WORKSPACE_ACTIVITY: WORKSPACE,
  GCP_CLOUDAUDIT: GCP_AUDIT,
  AZURE_AD: ENTRA,
  AZURE_AD_SIGNIN: ENTRA_SIGN_IN,
  AZURE_AD_AUDIT: ENTRA_AUDIT,
  AZURE_ACTIVITY,
  OFFICE_365: MICROSOFT_365,
  ONELOGIN_SSO: ONELOGIN,
  WINDOWS_SYSMON: SYSMON,
  WINEVTLOG: WINDOWS,
  WINEVTLOG_XML: WINDOWS,
  WINDOWS_DEFENDER_AV: [logSource('windows', null, 'windefend')],
  POWERSHELL,
  AUDITD: [logSource('linux', null, 'auditd')],
  MICROSOFT_GRAPH_ACTIVITY_LOGS: GRAPH,
  CHROME_MANAGEMENT: WORKSPACE,
  SLACK_AUDIT: [logSource('slack', null, 'auditlogs')],
  DUO_AUTH: DUO,
  DUO_ADMIN: DUO,
  BOX: [logSource('box', null, 'event')],
  SALESFORCE: [logSource('salesforce')],
  CLOUDFLARE: [logSource('cloudflare')],
  ONEPASSWORD: [logSource('1password')],
  AWS_VPC_FLOW: [logSource('aws', null, 'vpcflow')],
  GCP_DNS: [logSource('gcp', null, 'dns')],
  NIX_SYSTEM: [logSource('linux')],
  WINDOWS_DNS: [logSource('windows', null, 'dns-server'), logSource('windows', null, 'dns-server-analytic')],
  BRO_JSON: [logSource('zeek')],
  SURICATA_EVE: [logSource('suricata')],
  ZSCALER_WEBPROXY: [logSource('zscaler', 'proxy')],
  ZSCALER_FIREWALL: [logSource('zscaler', 'firewall')],
  BLUECOAT_WEBPROXY: [logSource('bluecoat', 'proxy')],
  SQUID_WEBPROXY: [logSource('squid', 'proxy')],
  NETSKOPE_WEBPROXY: [logSource('netskope', 'proxy')],
  PAN_FIREWALL: [logSource('paloalto', 'firewall')],
  FORTINET_FIREWALL: [logSource('fortinet', 'firewall')],
  CISCO_ASA_FIREWALL: [logSource('cisco', 'firewall')],
  CHECKPOINT_FIREWALL: [logSource('checkpoint', 'firewall')],
  IIS: [logSource('iis', 'webserver')],
  APACHE: [logSource('apache', 'webserver')],
  NGINX: [logSource('nginx', 'webserver')],
  // Of whatever system the sensor runs on.
  CS_EDR: [logSource('crowdstrike'), ...WINDOWS, logSource('linux'), logSource('macos')],
};

/** By the product's name, in lower case. */
const PRODUCTS: Readonly<Record<string, readonly LogSource[]>> = {
  'aws cloudtrail': CLOUDTRAIL,
  'aws guardduty': GUARDDUTY,
  okta: OKTA,
  github: GITHUB,
  'office 365': MICROSOFT_365,
  'azure ad': ENTRA,
  'azure ad directory audit': ENTRA_AUDIT,
  'azure activity': AZURE_ACTIVITY,
  onelogin_sso: ONELOGIN,
  'microsoft-windows-sysmon': SYSMON,
  'microsoft-windows-security-auditing': [logSource('windows', null, 'security')],
  'microsoft-windows-powershell': POWERSHELL,
  'service control manager': [logSource('windows', null, 'system')],
  'microsoft graph': GRAPH,
  powershell: POWERSHELL,
  esent: [logSource('windows', null, 'application')],
  'chrome management': WORKSPACE,
  'security command center': [logSource('gcp', null, 'securitycommandcenter')],
};

/** By what the product calls its events, in lower case: where no other product calls any so. */
const PRODUCT_EVENT_TYPES: Readonly<Record<string, readonly LogSource[]>> = {
  'microsoft graph activity': GRAPH,
};

/** By the vendor's name, in lower case: where it has one product, or all are of one family. */
const VENDORS: Readonly<Record<string, readonly LogSource[]>> = {
  okta: OKTA,
  github: GITHUB,
  'google workspace': WORKSPACE,
  amazon: [logSource('aws')],
  'google cloud platform': [logSource('gcp')],
};

const PLATFORMS: Readonly<Record<string, string>> = { WINDOWS: 'windows', LINUX: 'linux', MAC: 'macos' };

/** What an event's metadata says, each a list of texts one of which it must be; absent: it says nothing. */
export interface UdmMetadata {
  readonly logTypes?: readonly string[] | undefined;
  readonly products?: readonly string[] | undefined;
  readonly vendors?: readonly string[] | undefined;
  readonly eventTypes?: readonly string[] | undefined;
  /** What the product itself calls its events. */
  readonly productEventTypes?: readonly string[] | undefined;
  /** The operating systems of the event's principal or target. */
  readonly platforms?: readonly string[] | undefined;
}

/** Empty where that is open. */
export function udmLogSources(metadata: UdmMetadata): readonly LogSource[] {
  const { logTypes, products, vendors, platforms, eventTypes, productEventTypes } = metadata;
  const named =
    ofAll(productEventTypes, (text) => PRODUCT_EVENT_TYPES[text.toLowerCase()]) ??
    ofAll(logTypes, (text) => LOG_TYPES[text.toUpperCase()]) ??
    ofAll(products, (text) => PRODUCTS[text.toLowerCase()]) ??
    ofAll(vendors, (text) => VENDORS[text.toLowerCase()]) ??
    ofAll(platforms, (text) => systemOf(text)) ??
    securityLog(vendors, productEventTypes) ??
    sensorLogSources(eventTypes);
  const isWindows =
    named.length > 0 && named.every(({ product, service }) => product === 'windows' && service === null);
  return isWindows ? (ofAll(eventTypes, (text) => WINDOWS_EVENTS[text]) ?? named) : named;
}

/** Microsoft's events 4608 to 5900 are the security log's. */
function securityLog(
  vendors: readonly string[] | undefined,
  productEventTypes: readonly string[] | undefined,
): readonly LogSource[] | null {
  const isMicrosoft = vendors?.every((vendor) => vendor.toLowerCase() === 'microsoft') === true;
  const isAudit = productEventTypes?.every(
    (type) => /^\d{4}$/.test(type) && Number(type) >= 4608 && Number(type) <= 5900,
  );
  return isMicrosoft && isAudit === true ? [logSource('windows', null, 'security')] : null;
}

/**
 * What processes, files, the registry and name resolution do is seen by sensors of hosts and networks, of whatever product, and no audit log of a service has
 * such an event, but for files that it keeps. Empty where an event may be of another type.
 * https://cloud.google.com/chronicle/docs/unified-data-model/udm-usage
 */
function sensorLogSources(eventTypes: readonly string[] | undefined): readonly LogSource[] {
  const found = (eventTypes ?? []).map(ofSensors);
  if (found.some((each) => each.length === 0)) return [];
  return [...new Map(found.flat().map((each) => [logSourceText(each), each])).values()];
}

function ofSensors(type: string): readonly LogSource[] {
  if (type === 'NETWORK_DNS') return NAME_RESOLUTION;
  if (!/^(PROCESS|REGISTRY|FILE)_/.test(type)) return [];
  const isFile = type.startsWith('FILE_');
  const categories = ENDPOINT_EVENTS[type] ?? [isFile ? 'file_event' : 'process_creation'];
  return [
    ...(WINDOWS_EVENTS[type] ?? WINDOWS),
    logSource('linux'),
    logSource('macos'),
    ...categories.map((category) => logSource(null, category)),
    ...(isFile ? FILE_KEEPERS : []),
  ];
}

const NAME_RESOLUTION: readonly LogSource[] = [
  logSource(null, 'dns'),
  logSource(null, 'dns_query'),
  ...['dns-server', 'dns-server-audit', 'dns-server-analytic', 'dns-client'].map((service) =>
    logSource('windows', null, service),
  ),
  logSource('linux', 'dns_query'),
  logSource('zeek'),
  logSource('suricata'),
  logSource('aws', null, 'route53'),
  logSource('aws', null, 'vpcdns'),
  logSource('gcp', null, 'dns'),
];

/** Services whose records are about files as well. */
const FILE_KEEPERS: readonly LogSource[] = [...MICROSOFT_365, ...WORKSPACE, ...CLOUDTRAIL, ...GCP_AUDIT];

function systemOf(platform: string): readonly LogSource[] | undefined {
  const product = PLATFORMS[platform.toUpperCase()];
  return product === undefined ? undefined : [logSource(product)];
}

/** The log sources of all the texts; null where one of them is not known. */
function ofAll(
  texts: readonly string[] | undefined,
  find: (text: string) => readonly LogSource[] | undefined,
): readonly LogSource[] | null {
  if (texts === undefined) return null;
  const found = texts.map(find);
  return found.includes(undefined) ? null : found.flatMap((each) => each ?? []);
}

function windowsEvents(categories: string, services = ''): readonly LogSource[] {
  const words = (text: string): readonly string[] => text.split(' ').filter((word) => word !== '');
  return [
    ...words(categories).map((category) => logSource('windows', category)),
    ...words(services).map((service) => logSource('windows', null, service)),
  ];
}

/**
 * What of Windows' and Sysmon's logs becomes an event of a type, the telling category first. PowerShell's events 4103, 4104, 400, 600 and 800 may become
 * PROCESS_LAUNCH (https://cloud.google.com/chronicle/docs/ingestion/default-parsers/powershell); object access is audited in the security log.
 */
const WINDOWS_EVENTS: Readonly<Record<string, readonly LogSource[]>> = {
  PROCESS_LAUNCH: windowsEvents(
    'process_creation ps_module ps_script ps_classic_start ps_classic_provider_start ps_classic_script create_remote_thread process_tampering',
  ),
  PROCESS_TERMINATION: windowsEvents('process_termination', 'powershell-classic'),
  PROCESS_MODULE_LOAD: windowsEvents('image_load driver_load create_remote_thread'),
  PROCESS_OPEN: windowsEvents('process_access', 'security'),
  REGISTRY_CREATION: windowsEvents(
    'registry_add registry_set registry_event registry_delete registry_rename',
    'security',
  ),
  REGISTRY_MODIFICATION: windowsEvents(
    'registry_set registry_add registry_event registry_delete registry_rename',
    'security',
  ),
  REGISTRY_DELETION: windowsEvents(
    'registry_delete registry_add registry_event registry_set registry_rename',
    'security',
  ),
  FILE_CREATION: windowsEvents(
    'file_event file_change create_stream_hash file_executable_detected',
    'security',
  ),
  FILE_MODIFICATION: windowsEvents('file_change file_event', 'security'),
  FILE_DELETION: windowsEvents('file_delete file_delete_detected', 'security'),
};

/** Of an endpoint's event, from whatever product: the categories of what it records; null where that is not certain. */
export function endpointCategories(eventType: string): readonly string[] | null {
  return ENDPOINT_EVENTS[eventType] ?? null;
}

const ENDPOINT_EVENTS: Readonly<Record<string, readonly string[]>> = {
  PROCESS_LAUNCH: ['process_creation'],
  PROCESS_TERMINATION: ['process_termination'],
  REGISTRY_MODIFICATION: [
    'registry_set',
    'registry_event',
    'registry_add',
    'registry_delete',
    'registry_rename',
  ],
  FILE_CREATION: ['file_event'],
  FILE_DELETION: ['file_delete'],
  NETWORK_CONNECTION: ['network_connection'],
  NETWORK_DNS: ['dns_query', 'dns'],
};

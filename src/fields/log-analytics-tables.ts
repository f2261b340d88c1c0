/**
 * What the tables of Log Analytics (Sentinel) and of Defender's advanced hunting hold, in the catalog's log sources: for the rules that read them, and
 * for events that are rows of them.
 * https://learn.microsoft.com/azure/azure-monitor/reference/tables-index, https://learn.microsoft.com/defender-xdr/advanced-hunting-schema-tables
 */
import { logSource } from '../rule/log-source.ts';
import type { LogSource } from '../rule/log-source.ts';

/** Each by name, since rules of other platforms are for one; and whichever, since a row does not always tell. */
const SYSTEMS = ['windows', 'linux', 'macos', null] as const;

/** Endpoint events of these categories, of every operating system. */
function endpoint(...categories: readonly string[]): readonly LogSource[] {
  return SYSTEMS.flatMap((system) => categories.map((category) => logSource(system, category)));
}

function windows(...categories: readonly string[]): readonly LogSource[] {
  return categories.map((category) => logSource('windows', category));
}

function service(product: string, ...services: readonly string[]): readonly LogSource[] {
  return services.map((each) => logSource(product, null, each));
}

const FILES = endpoint('file_event', 'file_change', 'file_delete', 'file_rename');
const REGISTRY = windows(
  'registry_set',
  'registry_add',
  'registry_delete',
  'registry_rename',
  'registry_event',
);
const SIGN_INS = service('azure', 'signinlogs');
const M365 = [logSource('m365')];
const GITHUB = service('github', 'audit');
const OKTA = service('okta', 'okta');

/** What one normalised table draws together is more than any list of it: the log sources that the catalog knows. */
const AUTHENTICATION: readonly LogSource[] = [
  logSource(null, 'authentication'),
  ...service('windows', 'security'),
  ...service('azure', 'signinlogs'),
  ...service('aws', 'cloudtrail'),
  ...service('linux', 'auth', 'sshd', 'syslog'),
  ...OKTA,
  ...M365,
];

/** By table, in lower case. */
const TABLES: Readonly<Record<string, readonly LogSource[]>> = {
  // Amazon
  awscloudtrail: service('aws', 'cloudtrail'),
  awsguardduty: service('aws', 'guardduty'),
  awsvpcflow: service('aws', 'vpcflow'),
  awss3serveraccess: service('aws', 's3serveraccess'),
  awsroute53resolver: service('aws', 'route53'),
  awssecurityhubfindings: service('aws', 'securityhub'),
  // Entra and Azure
  signinlogs: SIGN_INS,
  aadnoninteractiveusersigninlogs: SIGN_INS,
  aadserviceprincipalsigninlogs: SIGN_INS,
  aadmanagedidentitysigninlogs: SIGN_INS,
  adfssigninlogs: SIGN_INS,
  aadsignineventsbeta: SIGN_INS,
  aadspnsignineventsbeta: SIGN_INS,
  entraidsigninevents: SIGN_INS,
  entraidspnsigninevents: SIGN_INS,
  auditlogs: service('azure', 'auditlogs'),
  azureactivity: service('azure', 'activitylogs'),
  aaduserriskevents: service('azure', 'riskdetection'),
  aadriskyusers: service('azure', 'riskyusers'),
  aadprovisioninglogs: service('azure', 'provisioninglogs'),
  microsoftgraphactivitylogs: service('azure', 'microsoftgraphactivitylogs'),
  graphapiauditevents: service('azure', 'microsoftgraphactivitylogs'),
  azurediagnostics: service('azure', 'diagnostics'),
  storagebloblogs: service('azure', 'storageblob'),
  storagefilelogs: service('azure', 'storagefile'),
  // Microsoft 365
  officeactivity: M365,
  cloudappevents: M365,
  // Windows and Linux
  securityevent: service('windows', 'security'),
  event: [logSource('windows')],
  windowsevent: [logSource('windows')],
  windowsfirewall: service('windows', 'firewall-as'),
  sysmonevent: service('windows', 'sysmon'),
  dnsevents: service('windows', 'dns-server-analytic'),
  syslog: service('linux', 'syslog'),
  linuxauditlog: service('linux', 'auditd'),
  // Defender for Endpoint
  deviceprocessevents: endpoint('process_creation'),
  devicefileevents: FILES,
  deviceregistryevents: REGISTRY,
  devicenetworkevents: endpoint('network_connection'),
  deviceimageloadevents: windows('image_load'),
  deviceevents: [
    ...service('m365_defender', 'deviceevents'),
    ...windows('pipe_created', 'driver_load', 'create_remote_thread', 'process_access', 'dns_query'),
  ],
  // Others' products
  githubauditlogpolling_cl: GITHUB,
  githubauditlogsv2_cl: GITHUB,
  githubauditdata: GITHUB,
  githubaudit: GITHUB,
  okta_cl: OKTA,
  oktav2_cl: OKTA,
  oktasso: OKTA,
  gcpauditlogs: service('gcp', 'gcp.audit'),
  gcp_iam: service('gcp', 'gcp.audit'),
  gcp_iam_cl: service('gcp', 'gcp.audit'),
  gworkspaceactivityreports: service('gcp', 'google_workspace'),
  aksaudit: service('kubernetes', 'audit'),
  aksauditadmin: service('kubernetes', 'audit'),
  w3ciislog: [logSource('windows', 'webserver', 'iis')],
  commonsecuritylog: service('cef', 'commonsecuritylog'),
  // Rows that stand in the query, or in a file or a watchlist: no events.
  datatable: [logSource(null, 'generated')],
  externaldata: [logSource(null, 'generated')],
};

/**
 * The Advanced Security Information Model: one function a schema, with and without parameters, the built-in ones with an underscore in front, and one a
 * product behind each (`vimProcessCreateMicrosoftSysmon`). https://learn.microsoft.com/azure/sentinel/normalization-about-parsers
 */
const NORMALISED: readonly (readonly [RegExp, readonly LogSource[]])[] = [
  [/^(_?v?(im|asim))_?processterminate/, endpoint('process_termination')],
  [/^(_?v?(im|asim))_?processcreate/, endpoint('process_creation')],
  [/^(_?v?(im|asim))_?process/, endpoint('process_creation', 'process_termination')],
  [/^(_?v?(im|asim))_?fileevent/, FILES],
  [/^(_?v?(im|asim))_?registry/, REGISTRY],
  [/^(_?v?(im|asim))_?authentication/, AUTHENTICATION],
  [
    /^(_?v?(im|asim))_?dns/,
    [logSource(null, 'dns'), ...endpoint('dns_query'), ...service('windows', 'dns-server-analytic')],
  ],
  [
    /^(_?v?(im|asim))_?network(session)?/,
    [logSource(null, 'firewall'), ...endpoint('network_connection'), ...service('aws', 'vpcflow')],
  ],
  [/^(_?v?(im|asim))_?websession/, [logSource(null, 'proxy'), logSource(null, 'webserver')]],
  [
    /^(_?v?(im|asim))_?audit(event)?/,
    [
      logSource(null, 'audit'),
      ...service('azure', 'activitylogs'),
      ...service('aws', 'cloudtrail'),
      ...service('windows', 'security'),
      ...M365,
    ],
  ],
];

/** Defender's tables that are no category of endpoint events. */
const DEFENDER =
  /^(device|identity|email|urlclick|messageevents|messageurl|messagepost|alert(info|evidence)|cloudaudit|cloudprocess|cloudstorage|behavior|exposuregraph|oauthapp|campaign|fileMalicious|dataSecurity)/i;

/** A table that is not known is a log source of its own: it is surely not CloudTrail, or a process that starts. */
export function logSourcesOfTable(table: string): readonly LogSource[] {
  const name = table.trim().toLowerCase();
  const known = Object.hasOwn(TABLES, name) ? TABLES[name] : undefined;
  if (known !== undefined) return known;
  const normalised = NORMALISED.find(([pattern]) => pattern.test(name));
  if (normalised !== undefined) return normalised[1];
  return service(DEFENDER.test(name) ? 'm365_defender' : 'log_analytics', name);
}

/** Normalised columns that have a second name, by the category of events. https://learn.microsoft.com/azure/sentinel/normalization-about-schemas#aliases */
const ALIASES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  process_creation: { Process: 'TargetProcessName' },
};

/** The name of a column that has two, where the other is that of another table's column; null: it has one. */
export function columnBehind(column: string, logSources: readonly LogSource[]): string | null {
  const found = logSources.map(({ category }) => ALIASES[category ?? '']?.[column]);
  return found.find((each) => each !== undefined) ?? null;
}

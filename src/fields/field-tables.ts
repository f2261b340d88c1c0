/** Which field tables describe the events of a log source, in each schema. */
import { logSource } from '../rule/log-source.ts';
import type { LogSource } from '../rule/log-source.ts';
import type { EventSchema } from '../rule/rule.ts';
import { constant, fieldTable, same } from './field-table.ts';
import type { FieldRow, FieldTable, SourceRows } from './field-table.ts';
import { AWS_CLOUDTRAIL } from './tables/aws-cloudtrail.ts';
import { LINUX_AUDITD } from './tables/auditd.ts';
import { AZURE_ACTIVITY, ENTRA_AUDIT, ENTRA_SIGN_IN } from './tables/azure.ts';
import { FALCO } from './tables/falco.ts';
import { GITHUB_AUDIT } from './tables/github.ts';
import { GCP_AUDIT, GOOGLE_WORKSPACE } from './tables/google.ts';
import { AWS_GUARDDUTY } from './tables/guardduty.ts';
import { KUBERNETES_AUDIT } from './tables/kubernetes.ts';
import { LOG_ANALYTICS } from './tables/log-analytics.ts';
import { MICROSOFT_365_AUDIT } from './tables/microsoft-365.ts';
import { AWS_FLOW_LOG, DNS_LOG, FIREWALL_LOG, WEB_LOG } from './tables/network.ts';
import { OCSF } from './tables/ocsf.ts';
import { OKTA_SYSTEM_LOG } from './tables/okta.ts';
import { besideRecords } from './tables/panther.ts';
import { SPLUNK } from './tables/splunk.ts';
import { SURICATA_EVE } from './tables/suricata.ts';
import { UDM } from './tables/udm.ts';
import {
  AWS_LOAD_BALANCER,
  AWS_WAF,
  CADDY,
  GCP_LOAD_BALANCER,
  NGINX,
  TRAEFIK,
} from './tables/web-servers.ts';
import { ENDPOINT, WINDOWS_EVENT } from './tables/windows.ts';
import { ZEEK_LOGS } from './tables/zeek.ts';

/** By product, then service; `*`: whatever the service. */
const TABLES: Readonly<Record<string, Readonly<Record<string, FieldTable>>>> = {
  aws: {
    cloudtrail: rawRecords(AWS_CLOUDTRAIL, 'AWS.CloudTrail'),
    vpcflow: rawRecords(AWS_FLOW_LOG, 'AWS.VPCFlow'),
    guardduty: rawRecords(AWS_GUARDDUTY, 'AWS.GuardDuty'),
    alb: rawRecords(AWS_LOAD_BALANCER, 'AWS.ALB'),
    wafwebacl: rawRecords(AWS_WAF, 'AWS.WAFWebACL'),
  },
  okta: { '*': rawRecords(OKTA_SYSTEM_LOG, 'Okta.SystemLog') },
  github: { '*': rawRecords(GITHUB_AUDIT, 'GitHub.Audit') },
  azure: {
    activitylogs: rawRecords(AZURE_ACTIVITY, 'Azure.Audit', 'Azure.MonitorActivity'),
    auditlogs: rawRecords(ENTRA_AUDIT, 'Azure.Audit', 'Azure.MonitorActivity'),
    signinlogs: rawRecords(ENTRA_SIGN_IN, 'Azure.Audit', 'Azure.MonitorActivity'),
  },
  m365: { '*': rawRecords(MICROSOFT_365_AUDIT) },
  gcp: {
    'gcp.audit': rawRecords(GCP_AUDIT, 'GCP.AuditLog'),
    httploadbalancer: rawRecords(GCP_LOAD_BALANCER, 'GCP.HTTPLoadBalancer'),
    google_workspace: rawRecords(GOOGLE_WORKSPACE, 'GSuite.ActivityEvent', 'GSuite.Reports'),
  },
  linux: { auditd: fieldTable(LINUX_AUDITD) },
  zeek: Object.fromEntries(Object.entries(ZEEK_LOGS).map(([log, rows]) => [log, rawRecords(rows)])),
  suricata: { '*': rawRecords(SURICATA_EVE) },
  ocsf: { '*': rawRecords(OCSF) },
  nginx: { '*': fieldTable(NGINX) },
  traefik: { '*': fieldTable(TRAEFIK) },
  caddy: { '*': fieldTable(CADDY) },
  kubernetes: { '*': rawRecords(KUBERNETES_AUDIT, 'Amazon.EKS.Audit', 'Kubernetes.ControlPlane') },
};

function rawRecords(rows: readonly FieldRow[], ...pantherLogTypes: readonly string[]): FieldTable {
  return fieldTable([...rows, ...besideRecords(...pantherLogTypes)]);
}

/** Endpoint events under Sysmon's names; for other systems than Windows without the names of Windows' event log. */
const WINDOWS_TABLE: FieldTable = fieldTable([...ENDPOINT, ...WINDOWS_EVENT]);
const PLAIN_ENDPOINT = ENDPOINT.filter(
  ({ name }) => !name.startsWith('winlog.') && !/\.args(_count)?$/.test(name),
);
const ENDPOINT_TABLE: FieldTable = fieldTable(PLAIN_ENDPOINT);
/** No event under Sysmon's names has its arguments apart: a sensor's record that has them gives them this name (src/events/renderings). */
const UNIX_ENDPOINT = [...PLAIN_ENDPOINT, same('process.args', 'ProcessArguments')];
const UNIX_TABLES: Readonly<Record<string, FieldTable>> = {
  linux: fieldTable([...UNIX_ENDPOINT, constant('host.os.type', 'linux')]),
  macos: fieldTable([...UNIX_ENDPOINT, constant('host.os.type', 'macos')]),
};

/** Sigma's names for logs that products of all sorts write. */
const WEB_TABLE = fieldTable(WEB_LOG);
const GENERIC_TABLES: Readonly<Record<string, FieldTable>> = {
  proxy: WEB_TABLE,
  webserver: WEB_TABLE,
  dns: fieldTable(DNS_LOG),
  firewall: fieldTable(FIREWALL_LOG),
};

function genericTables(logSources: readonly LogSource[]): readonly FieldTable[] {
  const tables = logSources.map(({ category }) => GENERIC_TABLES[category ?? '']);
  return [...new Set(tables.filter((table) => table !== undefined))];
}

/** Table of a log source's own (raw) names; null where none is known. */
function rawTable({ product, category, service }: LogSource): FieldTable | null {
  if (product === null || category === 'resource') return null;
  const tables = TABLES[product];
  if (tables === undefined) return null;
  if (service === null) return tables['*'] ?? null;
  const family = Object.keys(tables).find((name) => service === name || service.startsWith(`${name}.`));
  return tables[family ?? '*'] ?? null;
}

/** Every table of raw names that may describe events of these log sources. */
export function rawTables(logSources: readonly LogSource[]): readonly FieldTable[] {
  const tables = logSources.map(rawTable).filter((table) => table !== null);
  return [...new Set(tables)];
}

const OPERATING_SYSTEMS: ReadonlySet<string | null> = new Set(['windows', 'linux', 'macos', null]);

function endpointTables(logSources: readonly LogSource[]): readonly FieldTable[] {
  if (logSources.length > 0 && !logSources.some(({ product }) => OPERATING_SYSTEMS.has(product))) return [];
  const isWindows = logSources.length === 0 || logSources.some(({ product }) => product === 'windows');
  if (isWindows) return [WINDOWS_TABLE];
  const [product, ...others] = new Set(systemsOf(logSources));
  const ofSystem = others.length === 0 ? UNIX_TABLES[product ?? ''] : undefined;
  return [ofSystem ?? ENDPOINT_TABLE];
}

/** What recorded the event beside. */
function systemsOf(logSources: readonly LogSource[]): readonly (string | null)[] {
  return logSources.map(({ product }) => product).filter((product) => OPERATING_SYSTEMS.has(product));
}

type TableFinder = (logSources: readonly LogSource[]) => readonly FieldTable[];

/** Of a schema that many log sources share; the tables in the order in which they stand there. */
function sharedTables(sources: readonly SourceRows[]): TableFinder {
  const tables = sources.map(({ logSources, rows }) => ({ described: logSources, table: fieldTable(rows) }));
  return (logSources) =>
    tables
      .filter(({ described }) => described.some((each) => describesOneOf(each, logSources)))
      .map(({ table }) => table);
}

/** An event is of its category by one entry, and of its service by another. */
function describesOneOf(described: LogSource, logSources: readonly LogSource[]): boolean {
  const { product, category, service } = described;
  if (product === null && category === null && service === null) return true;
  if (category !== null && service !== null)
    return [logSource(product, category), logSource(product, null, service)].every((each) =>
      describesOneOf(each, logSources),
    );
  return logSources.some(
    (one) =>
      (product === null || product === one.product) &&
      (category === null || category === one.category) &&
      (service === null || service === one.service || one.service?.startsWith(`${service}.`) === true),
  );
}

const FINDERS: Readonly<Record<Exclude<EventSchema, 'ecs'>, TableFinder>> = {
  raw: rawTables,
  windows: endpointTables,
  udm: sharedTables(UDM),
  log_analytics: sharedTables(LOG_ANALYTICS),
  splunk: sharedTables(SPLUNK),
  falco: sharedTables(FALCO),
  sigma: genericTables,
};

/** The tables from a schema's names to the catalog's that may describe events of these log sources; ECS names are the catalog's own. */
export function tablesOf(
  schema: Exclude<EventSchema, 'ecs'>,
  logSources: readonly LogSource[],
): readonly FieldTable[] {
  return FINDERS[schema](logSources);
}

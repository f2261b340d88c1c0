/** Panther's log types and resource types in the catalog's log sources. */
import { logSource } from '../../rule/log-source.ts';
import type { LogSource } from '../../rule/log-source.ts';

const AZURE = [
  logSource('azure', null, 'activitylogs'),
  logSource('azure', null, 'auditlogs'),
  logSource('azure', null, 'signinlogs'),
];

/** Log types that Sigma's taxonomy names otherwise than by their own words. A log type that several services write has several. */
const LOG_TYPES: Readonly<Record<string, readonly LogSource[]>> = {
  'Amazon.EKS.Audit': [logSource('kubernetes', null, 'audit')],
  'Azure.Audit': AZURE,
  'Azure.MonitorActivity': AZURE,
  'Duo.Administrator': [logSource('cisco', null, 'duo')],
  'Duo.Authentication': [logSource('cisco', null, 'duo')],
  'GCP.AuditLog': [logSource('gcp', null, 'gcp.audit')],
  'GSuite.ActivityEvent': [logSource('gcp', null, 'google_workspace')],
  'GSuite.Reports': [logSource('gcp', null, 'google_workspace')],
  'Kubernetes.ControlPlane': [logSource('kubernetes', null, 'audit')],
  'Okta.SystemLog': [logSource('okta', null, 'okta')],
  'OneLogin.Events': [logSource('onelogin', null, 'onelogin.events')],
  'Windows.EventLogs': [logSource('windows')],
};

/** Product by the log type's first segment, where it is not that word in lower case. */
const PRODUCTS: Readonly<Record<string, string>> = {
  Amazon: 'aws',
  Microsoft365: 'm365',
  OnePassword: '1password',
};

/** Products of which one service's events may come under another's log type: the product alone says what is monitored. */
const WHOLE_PRODUCTS: ReadonlySet<string> = new Set(['crowdstrike', 'm365', 'osquery']);

export function logSourcesOfLogType(logType: string): readonly LogSource[] {
  const known = LOG_TYPES[logType];
  if (known !== undefined) return known;
  const [first = '', ...rest] = logType.split('.');
  const product = PRODUCTS[first] ?? first.toLowerCase();
  const service = rest.join('.').toLowerCase();
  return [logSource(product, null, service === '' || WHOLE_PRODUCTS.has(product) ? null : service)];
}

/** What a policy reads is no log but a resource's configuration: category `resource`, so that no log event passes for one. */
export function logSourceOfResourceType(resourceType: string): LogSource {
  const [product = '', ...rest] = resourceType.toLowerCase().split('.');
  return logSource(product, 'resource', rest.length === 0 ? null : rest.join('.'));
}

export const ANY_RESOURCE: LogSource = logSource(null, 'resource');

const LOG_TABLE = /\bpanther_logs(?:\s*\.\s*public)?\s*\.\s*"?([a-z0-9_]+)"?/gi;
const ACCOUNT_USAGE = /\bsnowflake\s*\.\s*account_usage\s*\.\s*"?([a-z0-9_]+)"?/gi;

/**
 * The log sources that a scheduled query reads, by its tables: `panther_logs.public.aws_cloudtrail` holds AWS.CloudTrail.
 * `logTypes` are the log types known in the source, since a table's name does not say where its dots were.
 */
export function logSourcesOfSql(sql: string, logTypes: readonly string[]): readonly LogSource[] {
  const byTable = new Map(
    [...Object.keys(LOG_TYPES), ...logTypes].map((logType) => [
      logType.toLowerCase().replaceAll('.', '_'),
      logType,
    ]),
  );
  const fromLogs = [...sql.matchAll(LOG_TABLE)].flatMap(([, name = '']) => {
    const table = name.toLowerCase();
    return logSourcesOfLogType(byTable.get(table) ?? table.replace('_', '.'));
  });
  const fromAccount = [...sql.matchAll(ACCOUNT_USAGE)].map(([, view = '']) =>
    logSource('snowflake', null, view.toLowerCase().replaceAll('_', '')),
  );
  return distinctLogSources([...fromLogs, ...fromAccount]);
}

export function distinctLogSources(sources: readonly LogSource[]): readonly LogSource[] {
  return [
    ...new Map(
      sources.map((source) => [JSON.stringify([source.product, source.category, source.service]), source]),
    ).values(),
  ];
}

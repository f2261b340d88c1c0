/** Panther's log types in the catalog's log sources: for rules that name them, and for events that carry one as `p_log_type`. */
import { logSource } from '../rule/log-source.ts';
import type { LogSource } from '../rule/log-source.ts';

/** Where Panther's events carry their log type. */
export const LOG_TYPE = 'p_log_type';

const ENTRA = [logSource('azure', null, 'auditlogs'), logSource('azure', null, 'signinlogs')];
const AZURE = [logSource('azure', null, 'activitylogs'), ...ENTRA];

/** Log types that Sigma's taxonomy names otherwise than by their own words. A log type that several services write has several. */
export const PANTHER_LOG_TYPES: Readonly<Record<string, readonly LogSource[]>> = {
  'Amazon.EKS.Audit': [logSource('kubernetes', null, 'audit')],
  'AWS.SecurityFindingFormat': [logSource('aws', null, 'securityhub')],
  'Azure.Audit': AZURE,
  // Whatever a diagnostic setting sends: what resources record themselves, too.
  'Azure.MonitorActivity': [...AZURE, logSource('azure', null, 'platformlogs')],
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
  const known = PANTHER_LOG_TYPES[logType];
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

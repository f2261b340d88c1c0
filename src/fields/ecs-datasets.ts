/** Data sets of Elastic's integrations (`event.dataset`, `data_stream.dataset`) whose log source is known. */
import { logSourceFits } from './event-origin.ts';
import type { EventOrigin } from './event-origin.ts';
import type { LogSource } from '../rule/log-source.ts';

export const DATASET_FIELDS: readonly string[] = ['event.dataset', 'data_stream.dataset'];

/** A log source of one service, which has no categories. */
function service(product: string, name: string): EventOrigin {
  return { schema: 'ecs', product, categories: [], services: [name] };
}

const DATASETS: Readonly<Record<string, EventOrigin>> = {
  'aws.cloudtrail': service('aws', 'cloudtrail'),
  'okta.system': service('okta', 'okta'),
  'github.audit': service('github', 'audit'),
  'azure.activitylogs': service('azure', 'activitylogs'),
  'azure.auditlogs': service('azure', 'auditlogs'),
  'azure.signinlogs': service('azure', 'signinlogs'),
  'gcp.audit': service('gcp', 'gcp.audit'),
  // As the module was called before version 8.
  'googlecloud.audit': service('gcp', 'gcp.audit'),
  'kubernetes.audit_logs': service('kubernetes', 'audit'),
  'auditd.log': service('linux', 'auditd'),
  'o365.audit': { schema: 'ecs', product: 'm365', categories: [], services: null },
};

export function originOfDataset(dataset: string): EventOrigin | null {
  const known = DATASETS[dataset];
  if (known !== undefined) return known;
  return dataset.startsWith('google_workspace.') ? service('gcp', dataset) : null;
}

/** May events of the data set be of this log source? Whose a data set is that is not known here, nobody can say. */
export function mayBeOfDataset(logSource: LogSource, dataset: string): boolean {
  const origin = originOfDataset(dataset);
  return origin === null || logSourceFits(logSource, origin) !== 'differs';
}

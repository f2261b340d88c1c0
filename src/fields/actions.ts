/** Which fields of a log source name the operation that an event records: the keys by which rules of all platforms are said to watch the same action. */
import type { LogSource } from '../rule/log-source.ts';

export interface ActionFields {
  /** The log source that the action is named after, its category or service where that tells operations apart. */
  readonly logSource: LogSource;
  /** Catalog names; a rule's value of any of them is an operation. Of several, the first that the rule compares counts. */
  readonly operation: readonly string[];
  /** Catalog names of what the operation belongs to (CloudTrail's service, a verb's resource): null in the action where a rule does not say. */
  readonly qualifier: readonly string[];
  /** Operations are names whose letter case means nothing, and are written in several: they are compared in upper case. */
  readonly isCaseless?: boolean;
  /** Where another service of the product writes to the same field: is this an operation of this one? */
  readonly isOperation?: (operation: string) => boolean;
  /** One shared operation is not yet the same action: an image, an EventID. */
  readonly weak: boolean;
}

const NONE: readonly string[] = [];

function strong(
  product: string,
  service: string,
  operation: readonly string[],
  qualifier: readonly string[] = NONE,
): ActionFields {
  return { logSource: { product, category: null, service }, operation, qualifier, weak: false };
}

const SERVICES: readonly ActionFields[] = [
  strong('aws', 'cloudtrail', ['event.action'], ['event.provider']),
  strong('okta', 'okta', ['event.action']),
  strong('github', 'audit', ['event.action']),
  {
    ...strong('azure', 'activitylogs', ['event.action', 'azure.activitylogs.operation_display_name']),
    isCaseless: true,
  },
  {
    ...strong('azure', 'auditlogs', ['event.action']),
    // Those of resource providers are the Activity Log's.
    isOperation: (operation) => !/^microsoft\.[\w.]+\//i.test(operation),
  },
  // Every event here is the same operation; what tells sign-ins apart is how they ended.
  { ...strong('azure', 'signinlogs', ['azure.signinlogs.result_type', 'event.action']), weak: true },
  strong('m365', 'audit', ['event.action'], ['event.provider']),
  strong('gcp', 'gcp.audit', ['event.action'], ['service.name']),
  strong('gcp', 'google_workspace', ['event.action', 'eventName'], ['event.provider', 'eventService']),
  strong('kubernetes', 'audit', ['event.action'], ['kubernetes.audit.objectRef.resource']),
  strong('bitbucket', 'audit', ['auditType.action'], ['auditType.category']),
  strong('onelogin', 'onelogin.events', ['event_type_id']),
];

/** Endpoint events: the operation is what runs, is written or is loaded; only together with a second key the same action. */
const CATEGORIES: Readonly<Record<string, readonly string[]>> = {
  process_creation: ['process.pe.original_file_name', 'process.name', 'process.executable'],
  registry_set: ['registry.path'],
  registry_add: ['registry.path'],
  registry_delete: ['registry.path'],
  registry_rename: ['registry.path'],
  registry_event: ['registry.path'],
  file_event: ['file.name', 'file.path'],
  file_delete: ['file.name', 'file.path'],
  image_load: ['dll.name', 'dll.path'],
  driver_load: ['dll.name', 'dll.path', 'winlog.event_data.ImageLoaded'],
  dns_query: ['dns.question.name'],
  pipe_created: ['winlog.event_data.PipeName'],
  ps_script: ['powershell.file.script_block_text'],
};

const ENDPOINT_FIELDS: readonly string[] = CATEGORIES['process_creation'] ?? NONE;

/** Null: nothing is known of how this log source names operations. */
export function actionFields(source: LogSource): ActionFields | null {
  const { product, category, service } = source;
  if (product === null || category === 'resource') return null;
  const ofProduct = SERVICES.filter((each) => each.logSource.product === product);
  // A product of which only one service is known may stand for it; of several, the rule must say which.
  const known = ofProduct.find((each) => isService(each.logSource.service, service, ofProduct.length === 1));
  if (known !== undefined) return known;
  if (product !== 'windows' && product !== 'linux' && product !== 'macos') return null;
  const operation = category === null ? null : CATEGORIES[category];
  if (operation !== null && operation !== undefined)
    return { logSource: source, operation, qualifier: NONE, weak: true };
  if (product === 'windows' && category === null) {
    const fields = service === null ? ['event.code', ...ENDPOINT_FIELDS] : ['event.code'];
    return {
      logSource: source,
      operation: fields,
      qualifier: ['event.provider', 'winlog.channel'],
      weak: true,
    };
  }
  if (product === 'linux' && service === 'auditd') {
    return {
      logSource: source,
      operation: ['auditd.message_type', 'type'],
      qualifier: ['auditd.data.syscall', 'SYSCALL'],
      weak: true,
    };
  }
  return { logSource: source, operation: ENDPOINT_FIELDS, qualifier: NONE, weak: true };
}

function isService(own: string | null, service: string | null, isOnly: boolean): boolean {
  if (service === null) return isOnly;
  return own !== null && (service === own || service.startsWith(`${own}.`));
}

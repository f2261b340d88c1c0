/** Google SecOps' Unified Data Model: what Google's parsers fill in for no such event (https://cloud.google.com/chronicle/docs/ingestion/default-parsers/collect-windows-sysmon). */
import { CLOUDTRAIL, ENTRA, GCP_AUDIT, never, OKTA, SERVICES } from './closed-source.ts';
import { FILE_CATEGORIES, REGISTRY_CATEGORIES, sysmon, windowsLog } from './closed-source.ts';
import type { ClosedSource } from './closed-source.ts';

/**
 * What no audit log of a service is a record of: what processes, a registry, a resolver do, which a host's own sensors or the network's see. Each type of event asks for
 * what it is of (https://cloud.google.com/chronicle/docs/unified-data-model/udm-usage#required_and_optional_fields_for_each_event_type).
 */
const OF_A_HOST =
  'PROCESS_* REGISTRY_* MUTEX_* NETWORK_DNS NETWORK_DHCP NETWORK_FLOW NETWORK_FTP NETWORK_SMTP';

const SUCCESS = { name: 'event.outcome', is: /^success$/i };
const FAILURE = { name: 'event.outcome', is: /^failure$/i };
/** Of CloudTrail's errors, those that are a refusal. */
const REFUSED = {
  name: 'aws.cloudtrail.error_code',
  is: /^(AccessDenied|(Client\.)?UnauthorizedOperation)/i,
};

const AUDIT_LOGS: readonly ClosedSource[] = [
  { logSources: SERVICES, never: [never('metadata.event_type', OF_A_HOST)] },
  {
    logSources: [...CLOUDTRAIL, ...OKTA, ...ENTRA, ...GCP_AUDIT],
    absent:
      'target.process principal.process src.process target.registry network.dns network.dhcp network.ftp network.smtp',
    never: [
      // No file, no message, no web server and no other machine: who called what.
      never('metadata.event_type', 'FILE_* EMAIL_* NETWORK_CONNECTION NETWORK_HTTP'),
      // `ALLOW` is what was done (https://cloud.google.com/chronicle/docs/reference/rest/Shared.Types/Action).
      never('security_result.action', 'BLOCK FAIL QUARANTINE', { when: SUCCESS }),
    ],
  },
  // https://cloud.google.com/chronicle/docs/ingestion/default-parsers/collect-audit-logs lists the types.
  { logSources: GCP_AUDIT, never: [never('metadata.event_type', 'NETWORK_* GROUP_* SERVICE_* SETTING_*')] },
  {
    logSources: CLOUDTRAIL,
    never: [never('security_result.action', 'ALLOW ALLOW_WITH_MODIFICATION', { when: REFUSED })],
  },
  {
    logSources: [...OKTA, ...ENTRA],
    never: [never('security_result.action', 'ALLOW ALLOW_WITH_MODIFICATION', { when: FAILURE })],
  },
];

export const UDM_CLOSED: readonly ClosedSource[] = [
  ...AUDIT_LOGS,
  {
    logSources: [...sysmon('process_creation'), ...windowsLog('security', 'process_creation')],
    absent: 'network.dns network.http network.email target.registry target.url',
  },
  {
    logSources: sysmon(...FILE_CATEGORIES),
    absent: 'network.dns network.http network.email target.registry target.url target.process.command_line',
    notObservable:
      'principal.process.command_line principal.process.parent_process principal.process.file.sha256',
  },
  {
    logSources: sysmon(...REGISTRY_CATEGORIES),
    absent: 'network.dns network.http network.email target.file target.url target.process.command_line',
    notObservable: 'principal.process.command_line principal.process.parent_process',
  },
  {
    logSources: sysmon('network_connection'),
    absent: 'network.email target.registry target.file target.process.command_line',
    notObservable:
      'network.dns network.http target.url principal.process.command_line principal.process.parent_process',
  },
  {
    logSources: sysmon('dns_query'),
    absent: 'network.email target.registry target.file target.process.command_line',
    notObservable: 'network.http target.url principal.process.command_line principal.process.parent_process',
  },
];

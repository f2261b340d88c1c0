/** A detection's `data_source` names in the catalog's log sources: what its author says that it watches. */
import type { LogSource } from '../../rule/log-source.ts';
import { logSource } from '../../rule/log-source.ts';

type Named = readonly [pattern: RegExp, sources: readonly LogSource[]];

const CATEGORY_BY_SYSMON_ID: Readonly<Record<string, readonly string[]>> = {
  '1': ['process_creation'],
  '3': ['network_connection'],
  '5': ['process_termination'],
  '6': ['driver_load'],
  '7': ['image_load'],
  '8': ['create_remote_thread'],
  '9': ['raw_access_thread'],
  '10': ['process_access'],
  '11': ['file_event'],
  '12': ['registry_add', 'registry_delete'],
  '13': ['registry_set'],
  '14': ['registry_rename'],
  '15': ['create_stream_hash'],
  '17': ['pipe_created'],
  '18': ['pipe_created'],
  '20': ['wmi_event'],
  '21': ['wmi_event'],
  '22': ['dns_query'],
  '23': ['file_delete'],
  '26': ['file_delete'],
};

const NAMED: readonly Named[] = [
  [/^AWS CloudTrail/i, [logSource('aws', null, 'cloudtrail')]],
  [/^AWS CloudWatchLogs VPCflow/i, [logSource('aws', null, 'vpcflow')]],
  [/^AWS Security Hub/i, [logSource('aws', null, 'securityhub')]],
  [/^ASL AWS CloudTrail/i, [logSource('aws', null, 'cloudtrail')]],
  [/^Okta/i, [logSource('okta', null, 'okta')]],
  [/^Azure Active Directory Sign-in/i, [logSource('azure', null, 'signinlogs')]],
  [
    /^Azure Active Directory$/i,
    [logSource('azure', null, 'auditlogs'), logSource('azure', null, 'signinlogs')],
  ],
  [/^Azure Active Directory /i, [logSource('azure', null, 'auditlogs')]],
  [/^Azure Audit/i, [logSource('azure', null, 'activitylogs')]],
  [/^(O365|Office 365)/i, [logSource('m365', null, 'audit')]],
  [/^GitHub/i, [logSource('github', null, 'audit')]],
  [/^(Google Workspace|G Suite)/i, [logSource('gcp', null, 'google_workspace')]],
  [/^Kubernetes Audit/i, [logSource('kubernetes', null, 'audit')]],
  [/^Kubernetes Falco/i, [logSource('falco')]],
  [/^Linux Auditd/i, [logSource('linux', null, 'auditd')]],
  [/^Linux Secure/i, [logSource('linux', null, 'auth')]],
  [/^Powershell Script Block/i, [logSource('windows', null, 'powershell')]],
  [/^Windows (Event Log )?Security 4688/i, [logSource('windows', 'process_creation')]],
  [/^Windows (Event Log )?Security/i, [logSource('windows', null, 'security')]],
  [/^Windows Event Log System/i, [logSource('windows', null, 'system')]],
  [/^Windows Event Log Application/i, [logSource('windows', null, 'application')]],
  [/^Windows Event Log Defender/i, [logSource('windows', null, 'windefend')]],
  [/^Windows Event Log TaskScheduler/i, [logSource('windows', null, 'taskscheduler')]],
  [/^NTLM Operational/i, [logSource('windows', null, 'ntlm')]],
  [/^(Windows|Powershell)/i, [logSource('windows')]],
];

/** Log sources of the names that are known, or are a product's. */
export function logSourcesOfDataSources(names: readonly string[]): readonly LogSource[] {
  return names.flatMap((name) => name.split(/ AND /)).flatMap(ofOne);
}

function ofOne(name: string): readonly LogSource[] {
  const [, linux, id = ''] = /^Sysmon (for Linux )?EventID (\d+)/i.exec(name) ?? [];
  if (id !== '') {
    const product = linux === undefined ? 'windows' : 'linux';
    const categories = CATEGORY_BY_SYSMON_ID[id];
    if (categories === undefined) return [logSource(product, null, 'sysmon')];
    return categories.map((category) => logSource(product, category));
  }
  const known = NAMED.find(([pattern]) => pattern.test(name))?.[1];
  if (known !== undefined) return known;
  // A product's name, and nothing that one would have to interpret.
  return /^[A-Za-z0-9]+$/.test(name) ? [logSource(name.toLowerCase())] : [];
}

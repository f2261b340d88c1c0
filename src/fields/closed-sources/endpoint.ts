/** The names that Sigma has for what happens on a host, and Splunk's data models: what the Linux audit daemon's records have nothing for. */
import { AUDITD } from './closed-source.ts';
import type { ClosedSource } from './closed-source.ts';

export const ENDPOINT_CLOSED: readonly ClosedSource[] = [
  {
    logSources: AUDITD,
    notObservable:
      'ParentImage ParentCommandLine ParentUser ParentProcessGuid OriginalFileName Hashes md5 sha1 sha256 imphash IntegrityLevel Company Product Description FileVersion',
  },
];

const PROCESSES =
  'parent_process parent_process_name parent_process_path parent_process_exec original_file_name process_hash process_integrity_level';

export const SPLUNK_CLOSED: readonly ClosedSource[] = [
  {
    logSources: AUDITD,
    notObservable: PROCESSES.split(' ')
      .flatMap((name) => [name, `Processes.${name}`])
      .join(' '),
  },
];

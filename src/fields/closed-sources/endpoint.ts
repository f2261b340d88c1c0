/** The names that Sigma has for what happens on a host: what the Linux audit daemon's records have nothing for. */
import { AUDITD } from './closed-source.ts';
import type { ClosedSource } from './closed-source.ts';

export const ENDPOINT_CLOSED: readonly ClosedSource[] = [
  {
    logSources: AUDITD,
    notObservable:
      'ParentImage ParentCommandLine ParentUser ParentProcessGuid OriginalFileName Hashes md5 sha1 sha256 imphash IntegrityLevel Company Product Description FileVersion',
  },
];

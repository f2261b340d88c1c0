/**
 * Columns of Defender's tables and of the normalised ones beside them that the event log of Windows and auditd have nothing for
 * (https://learn.microsoft.com/defender-xdr/advanced-hunting-schema-tables).
 */
import { AUDITD, CLOUDTRAIL, OKTA, sysmon, windowsLog } from './closed-source.ts';
import { FILE_CATEGORIES, REGISTRY_CATEGORIES } from './closed-source.ts';
import type { ClosedSource, Never } from './closed-source.ts';

/** Of the process that started the one that did it, and of what Defender alone looks up. */
const DEFENDER =
  'InitiatingProcessParent* InitiatingProcessSHA* InitiatingProcessMD5 InitiatingProcessVersionInfo* InitiatingProcessSignature* InitiatingProcessSignerType ' +
  'InitiatingProcessFileSize InitiatingProcessTokenElevation InitiatingProcessRemoteSession* ActingProcessSHA* ActingProcessMD5 ActingProcessFile* ' +
  'ActingProcessIntegrityLevel InitiatingProcessIntegrityLevel FileOriginUrl FileOriginReferrerUrl FileOriginIP SensitivityLabel SensitivitySubLabel ' +
  'AppGuardContainerId RequestSourceIP RequestProtocol RequestAccount* ShareName GlobalPrevalence SignatureState IsCertificateValid';

/** Sysmon hashes by those algorithms alone that it is set up for. */
const HASHES = 'SHA1 SHA256 MD5 TargetProcessSHA1 TargetProcessSHA256 TargetProcessMD5 TargetProcessIMPHASH';

const COMMAND_LINE = 'InitiatingProcessCommandLine ActingProcessCommandLine';

/**
 * The normalised sign-ins (https://learn.microsoft.com/azure/sentinel/normalization-schema-authentication) take in of a service's log what is a sign-in: of all else, no event is
 * of these types, nor failed for these reasons.
 */
function noSignIn(signIns: RegExp): readonly Never[] {
  const unless = { name: 'event.action', is: signIns };
  return [
    { field: 'EventType', values: ['Logon', 'Logoff', 'Elevate'], unless },
    {
      field: 'EventResultDetails',
      values: [
        'No such user*',
        'Incorrect password',
        'Incorrect key',
        'Account expired',
        'Password expired',
        'User locked',
        'User disabled',
      ],
      unless,
    },
  ];
}

export const LOG_ANALYTICS_CLOSED: readonly ClosedSource[] = [
  { logSources: CLOUDTRAIL, never: noSignIn(/^(?:ConsoleLogin|SwitchRole|AssumeRole)/) },
  { logSources: OKTA, never: noSignIn(/^user\.(?:session|authentication|mfa\.attempt)/) },
  { logSources: sysmon('process_creation'), notObservable: `${DEFENDER} ${HASHES}` },
  {
    logSources: sysmon(...FILE_CATEGORIES),
    notObservable: `${DEFENDER} ${COMMAND_LINE} FileSize TargetFileSize SHA1 SHA256 MD5 TargetFileSHA1 TargetFileSHA256 TargetFileMD5`,
  },
  { logSources: sysmon(...REGISTRY_CATEGORIES), notObservable: `${DEFENDER} ${COMMAND_LINE}` },
  {
    logSources: sysmon('network_connection', 'dns_query'),
    notObservable: `${DEFENDER} ${COMMAND_LINE}`,
  },
  {
    logSources: sysmon('image_load', 'driver_load', 'process_access', 'create_remote_thread', 'pipe_created'),
    notObservable: `${DEFENDER} ${COMMAND_LINE} ${HASHES}`,
  },
  {
    logSources: windowsLog('security', 'process_creation'),
    notObservable: `${DEFENDER} ${COMMAND_LINE} ${HASHES} ProcessVersionInfo* TargetProcessFile*`,
  },
  {
    logSources: AUDITD,
    notObservable:
      `${DEFENDER} InitiatingProcessFileName InitiatingProcessFolderPath ${COMMAND_LINE} ActingProcessName SHA1 SHA256 MD5 TargetProcessSHA1 TargetProcessSHA256 TargetProcessMD5 ` +
      'ProcessVersionInfo* ProcessIntegrityLevel TargetProcessIntegrityLevel',
  },
];

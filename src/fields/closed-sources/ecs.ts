/**
 * Elastic Common Schema: what Elastic's integrations have no field for. The reference of each is its list of exported fields
 * (https://www.elastic.co/docs/reference/integrations: windows, system, auditd_manager, aws, okta, azure, gcp, github, o365, kubernetes), and what Elastic Defend records
 * beside them its own (https://www.elastic.co/docs/reference/integrations/endpoint).
 */
import { logSource } from '../../rule/log-source.ts';
import {
  AUDITD,
  AUDITD_START,
  FILE_CATEGORIES,
  REGISTRY_CATEGORIES,
  sysmon,
  windowsLog,
} from './closed-source.ts';
import { WINDOWS_EVENT_LOG } from './closed-source.ts';
import type { ClosedSource } from './closed-source.ts';

/** What the agent, the pipelines and the stack put beside any event of any source. */
const ANY_SOURCE =
  'agent cloud container data_stream ecs elastic_agent error esql event fleet host input kubernetes labels log metadata observer orchestrator related rule ' +
  'service tags threat';

/** Recorded by Elastic Defend alone. */
const DEFEND =
  '*.Ext *.code_signature *.entry_leader *.session_leader *.group_leader Effective_process Target process.previous process.responsible process.interactive ' +
  'process.env_vars process.io process.tty process.thread process.exit_code';

/** Of the process that did something else than start: its start says it. */
const OF_ITS_START =
  'process.parent process.command_line process.args process.args_count process.working_directory process.pe process.hash process.title';

/** What Elastic's sensors of the network see of a connection. */
const TRAFFIC =
  'http tls url client server network_traffic source.bytes source.packets destination.bytes destination.packets network.bytes network.packets network.application ' +
  'source.geo source.as destination.geo destination.as';

/** Sysmon hashes by those algorithms alone that it is set up for: https://learn.microsoft.com/sysinternals/downloads/sysmon#configuration-entries */
const HASHES = 'process.hash process.pe.imphash dll.hash dll.pe.imphash file.hash file.pe.imphash';

const WINDOWS: readonly ClosedSource[] = [
  {
    logSources: WINDOWS_EVENT_LOG,
    holds: `${ANY_SOURCE} destination dll dns file group network package powershell process registry source sysmon user winlog`,
    // A model's score is added where the machine learning runs.
    notObservable: `${DEFEND} ml_is_dga problemchild blocklist_label`,
  },
  {
    logSources: sysmon('process_creation'),
    absent: 'destination dll dns file network powershell registry source',
    notObservable: `${HASHES} user.effective process.title`,
  },
  {
    logSources: sysmon('process_termination'),
    absent: 'destination dll dns file network powershell registry source',
    notObservable: `${OF_ITS_START} user.effective`,
  },
  {
    logSources: sysmon(...FILE_CATEGORIES),
    absent: 'destination dll dns network powershell registry source',
    notObservable:
      `${OF_ITS_START} user.effective file.hash file.pe file.size file.owner file.uid file.gid file.mode file.created file.mtime file.ctime file.accessed ` +
      'file.origin_url file.origin_referrer_url file.mime_type file.attributes',
  },
  {
    logSources: sysmon(...REGISTRY_CATEGORIES),
    absent: 'destination dll dns file network powershell source',
    notObservable: `${OF_ITS_START} user.effective registry.data.bytes`,
  },
  {
    logSources: sysmon('network_connection'),
    absent: 'dll file powershell registry',
    notObservable: `${OF_ITS_START} ${TRAFFIC} user.effective dns`,
  },
  {
    logSources: sysmon('dns_query'),
    absent: 'dll file powershell registry',
    notObservable: `${OF_ITS_START} ${TRAFFIC} user.effective destination source network.direction network.transport dns.question.type dns.response_code`,
  },
  {
    logSources: sysmon('image_load'),
    absent: 'destination dns network powershell registry source',
    notObservable: `${OF_ITS_START} ${HASHES} user.effective`,
  },
  {
    logSources: sysmon(
      'driver_load',
      'process_access',
      'create_remote_thread',
      'raw_access_thread',
      'process_tampering',
    ),
    absent: 'destination dns network powershell registry source',
    notObservable: `${OF_ITS_START} ${HASHES} user.effective`,
  },
  {
    logSources: windowsLog('security', 'process_creation'),
    absent: 'destination dll dns file network powershell registry source',
    notObservable:
      'process.hash process.pe process.working_directory process.title process.parent.command_line process.parent.args process.parent.args_count',
  },
  { logSources: windowsLog('security'), absent: 'dll dns powershell' },
  {
    logSources: windowsLog('system'),
    absent: 'destination dll dns file network powershell process registry source',
  },
  {
    logSources: windowsLog('powershell', 'ps_script'),
    absent:
      'destination dll dns network registry source process.executable process.name process.command_line process.args process.args_count process.parent process.hash process.pe',
  },
  { logSources: windowsLog('powershell'), absent: 'destination dll dns network registry source' },
];

const LINUX: readonly ClosedSource[] = [
  {
    logSources: AUDITD,
    holds: `${ANY_SOURCE} auditd destination file group network process source user`,
    notObservable:
      `${DEFEND} ml_is_dga container kubernetes orchestrator process.hash process.elf process.parent.name process.parent.executable process.parent.command_line process.parent.args ` +
      'process.parent.args_count process.parent.parent process.parent.hash process.parent.working_directory process.parent.user process.parent.group process.parent.real_user',
  },
  { logSources: AUDITD_START, absent: 'destination network source' },
];

/** Logs of cloud services: nothing of a host. */
const OF_A_HOST =
  'auditd dll dns powershell process registry winlog sysmon Effective_process Target endgame ml_is_dga beacon_stats kibana signal network_traffic';

const SERVICES: readonly ClosedSource[] = [
  {
    logSources: [
      logSource('aws', null, 'cloudtrail'),
      logSource('okta'),
      logSource('github', null, 'audit'),
      logSource('azure', null, 'signinlogs'),
    ],
    absent: `${OF_A_HOST} file.path file.name file.directory file.extension destination host.os`,
  },
  {
    logSources: [
      logSource('azure', null, 'auditlogs'),
      logSource('azure', null, 'activitylogs'),
      logSource('gcp', null, 'gcp.audit'),
      logSource('gcp', null, 'google_workspace'),
      logSource('m365', null, 'audit'),
      logSource('kubernetes', null, 'audit'),
    ],
    absent: OF_A_HOST,
  },
];

export const ECS_CLOSED: readonly ClosedSource[] = [...WINDOWS, ...LINUX, ...SERVICES];

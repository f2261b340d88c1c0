/** The Linux audit daemon's records and the ECS names that are certain for each of them. */
import { constant, dataset, same, spelled } from '../field-table.ts';
import type { FieldRow } from '../field-table.ts';

/** Fields of the records themselves, which the Auditd Manager integration keeps under `auditd.data`. */
const OWN =
  'a0 a1 a2 a3 a4 a5 acct addr arch argc auid comm cwd egid euid exit fsuid gid hostname item items key mode name nametype new_pe op ' +
  'old_pe path proctitle res ses success suid syscall terminal tty uid unit';

export const AUDITD_FIELDS: readonly FieldRow[] = [
  same('auditd.message_type', 'type'),
  ...OWN.split(' ').map((name) => same(`auditd.data.${name}`, name)),
];

/** What a record EXECVE says beside its fields (src/engine/event/auditd-words.ts). */
export const SAID_BY_EXECVE: ReadonlySet<string> = new Set(['process.args', 'process.args_count']);

/** One event is several records (SYSCALL, EXECVE, PATH, …); in ECS it is one document. */
const RECORDS: readonly FieldRow[] = [
  same('process.name', 'comm'),
  same('process.executable', 'exe'),
  same('process.pid', 'pid'),
  same('process.parent.pid', 'ppid'),
  same('process.working_directory', 'cwd'),
  ...AUDITD_FIELDS,
  // Of a record EXECVE alone (src/engine/event/auditd-words.ts): elsewhere `a0` is an argument of a system call.
  spelled('process.args', 'a0'),
  spelled('process.args_count', 'argc'),
];

export const LINUX_AUDITD: readonly FieldRow[] = [
  ...RECORDS.map((row) => ({ ...row, isInOneOfSeveral: true })),
  constant('host.os.type', 'linux'),
  ...dataset('auditd_manager.auditd', 'auditd'),
];

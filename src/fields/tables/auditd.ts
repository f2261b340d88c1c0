/** The Linux audit daemon's records and the ECS names that are certain for each of them. */
import { constant, same } from '../field-table.ts';
import type { FieldRow } from '../field-table.ts';

export const LINUX_AUDITD: readonly FieldRow[] = [
  same('process.executable', 'exe'),
  same('process.pid', 'pid'),
  same('process.parent.pid', 'ppid'),
  same('process.working_directory', 'cwd'),
  constant('host.os.type', 'linux'),
];

/** https://github.com/linux-audit/audit-documentation/wiki */
import { service } from './shape.ts';
import type { Shape } from './shape.ts';

const AUDITD = service('linux', 'auditd');
/** A program that starts is what other sensors' rules on processes are about, too. */
const PROGRAM_START = { ...AUDITD, categories: ['process_creation'] };

export const LINUX_SHAPES: readonly Shape[] = [
  { origin: PROGRAM_START, any: [['a0', 'argc']], is: { type: /^EXECVE$/ } },
  // By name, or by number on x86-64.
  { origin: PROGRAM_START, is: { type: /^SYSCALL$/, syscall: /^(execve|execveat|59|322)$/ } },
  {
    origin: AUDITD,
    any: [['a0', 'auid', 'exe', 'comm', 'syscall']],
    is: { type: /^[A-Z_]{4,}$/ },
  },
];

/** Falco's fields of a system call (https://falco.org/docs/reference/rules/supported-fields/) that the Linux audit daemon's records have nothing for. */
import { AUDITD, AUDITD_START } from './closed-source.ts';
import type { ClosedSource } from './closed-source.ts';

export const FALCO_CLOSED: readonly ClosedSource[] = [
  {
    logSources: AUDITD,
    notObservable:
      'container k8s proc.pname proc.aname* proc.acmdline* proc.aexe* proc.aexepath* proc.pcmdline proc.pexe proc.pexepath proc.sname proc.pgid.name proc.pgid.exepath ' +
      'proc.env proc.aenv* proc.vpid proc.is_exe_from_memfd proc.is_exe_upper_layer proc.is_exe_writable proc.duration proc.pid.ts proc.loginshellid thread',
  },
  // A program that starts opens no descriptor of its own.
  {
    logSources: AUDITD_START,
    absent: 'fd evt.is_open_read evt.is_open_write evt.is_open_exec evt.is_open_create',
  },
];

/** Google SecOps' Unified Data Model: what Google's parsers fill in for no such event (https://cloud.google.com/chronicle/docs/ingestion/default-parsers/collect-windows-sysmon). */
import { FILE_CATEGORIES, REGISTRY_CATEGORIES, sysmon, windowsLog } from './closed-source.ts';
import type { ClosedSource } from './closed-source.ts';

export const UDM_CLOSED: readonly ClosedSource[] = [
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

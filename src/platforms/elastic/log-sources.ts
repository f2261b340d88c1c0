/** What Elastic's rules read, by index pattern, in the catalog's log sources. */
import { sourceOfDataSet } from '../../fields/ecs-datasets.ts';
import type { DataSetSource } from '../../fields/ecs-datasets.ts';
import { logSource } from '../../rule/log-source.ts';
import type { LogSource } from '../../rule/log-source.ts';

const SYSTEMS: readonly LogSource[] = ['windows', 'linux', 'macos'].map((system) => logSource(system));

/** All that a source may monitor; empty where its name does not say. */
export function logSourcesOfOrigin(
  origin: DataSetSource,
  systems: readonly LogSource[] = SYSTEMS,
): readonly LogSource[] {
  if (origin === 'silent') return [];
  if (origin === 'by_system') return systems.length === 0 ? SYSTEMS : systems;
  return origin === 'by_network' ? [logSource('network_traffic'), ...SYSTEMS] : [origin];
}

/** What an index pattern monitors. */
export function indexLogSources(pattern: string): readonly LogSource[] {
  return logSourcesOfOrigin(originOfIndex(pattern).origin);
}

const WINDOWS = logSource('windows');
const ALERTS = logSource('elastic', null, 'alerts');

/** Shippers of before data streams: which events they brought does not show in the index's name. */
const SHIPPERS: Readonly<Record<string, DataSetSource>> = {
  apm: logSource('apm'),
  auditbeat: 'by_system',
  endgame: 'by_system',
  packetbeat: 'by_network',
  traces: logSource('apm'),
  winlogbeat: WINDOWS,
};

/** A pattern's data set (`logs-okta.system-*`, `logs-okta*`), or what the shipper's name tells. */
export interface IndexOrigin {
  readonly origin: DataSetSource;
  /** From a shipper's name: it adds nothing beside patterns that name data sets. */
  readonly vague: boolean;
}

export function originOfIndex(pattern: string): IndexOrigin {
  const name = pattern.toLowerCase().replace(/^[^:]*:/, '');
  // What other rules made of events, whatever those were.
  if (/^\.(?:internal\.)?alerts-security/.test(name)) return { origin: ALERTS, vague: false };
  const dataSet = /^(?:logs|metrics)-([^-*]+)/.exec(name)?.[1]?.replace(/\.$/, '');
  if (dataSet !== undefined && dataSet !== '') return { origin: sourceOfDataSet(dataSet), vague: false };
  const shipper = /^[a-z]+/.exec(name)?.[0] ?? '';
  return { origin: SHIPPERS[shipper] ?? 'silent', vague: true };
}

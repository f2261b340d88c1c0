/** What Panther's rules monitor: by resource type, and by the tables that a scheduled query reads. */
import { logSourcesOfLogType, PANTHER_LOG_TYPES } from '../../fields/panther-log-types.ts';
import { logSource } from '../../rule/log-source.ts';
import type { LogSource } from '../../rule/log-source.ts';

export const ANY_RESOURCE: LogSource = logSource(null, 'resource');

const LOG_TABLE = /\bpanther_logs(?:\s*\.\s*public)?\s*\.\s*"?([a-z0-9_]+)"?/gi;
const ACCOUNT_USAGE = /\bsnowflake\s*\.\s*account_usage\s*\.\s*"?([a-z0-9_]+)"?/gi;

/**
 * What a scheduled rule monitors, by the tables that its query reads: `panther_logs.public.aws_cloudtrail` holds AWS.CloudTrail; look-up tables are no
 * logs. `logTypes` are the log types known in the source, since a table's name does not say where its dots were.
 */
export function logSourcesOfSql(sql: string, logTypes: readonly string[]): readonly LogSource[] {
  const monitored = distinctLogSources([
    ...[...sql.matchAll(LOG_TABLE)].flatMap(([, name = '']) => logSourcesOfLogTable(name, logTypes)),
    ...[...sql.matchAll(ACCOUNT_USAGE)].map(([, view = '']) => accountUsage(view)),
  ]);
  return monitored.length === 0 ? [ROWS] : monitored;
}

/** Rows of tables that are not known: no log event passes for one. */
const ROWS = logSource(null, 'scheduled_query');

/** What one table holds; empty where it holds no logs, or none that are known. */
export function logSourcesOfTable(table: string): readonly LogSource[] {
  const [, log] = /^panther_logs\.(?:public\.)?([a-z0-9_]+)$/i.exec(table) ?? [];
  if (log !== undefined) return logSourcesOfLogTable(log, []);
  const [, view] = /^snowflake\.account_usage\.([a-z0-9_]+)$/i.exec(table) ?? [];
  return view === undefined ? [] : [accountUsage(view)];
}

function logSourcesOfLogTable(name: string, logTypes: readonly string[]): readonly LogSource[] {
  const table = name.toLowerCase();
  const known = [...Object.keys(PANTHER_LOG_TYPES), ...logTypes].find(
    (logType) => logType.toLowerCase().replaceAll('.', '_') === table,
  );
  return logSourcesOfLogType(known ?? table.replace('_', '.'));
}

function accountUsage(view: string): LogSource {
  return logSource('snowflake', null, view.toLowerCase().replaceAll('_', ''));
}

export function distinctLogSources(sources: readonly LogSource[]): readonly LogSource[] {
  return [
    ...new Map(
      sources.map((source) => [JSON.stringify([source.product, source.category, source.service]), source]),
    ).values(),
  ];
}

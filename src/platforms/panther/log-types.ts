/** What Panther's rules monitor: by resource type, and by the tables that a scheduled query reads. */
import { logSourcesOfLogType, PANTHER_LOG_TYPES } from '../../fields/panther-log-types.ts';
import { logSource } from '../../rule/log-source.ts';
import type { LogSource } from '../../rule/log-source.ts';

/** What a policy reads is no log but a resource's configuration: category `resource`, so that no log event passes for one. */
export function logSourceOfResourceType(resourceType: string): LogSource {
  const [product = '', ...rest] = resourceType.toLowerCase().split('.');
  return logSource(product, 'resource', rest.length === 0 ? null : rest.join('.'));
}

export const ANY_RESOURCE: LogSource = logSource(null, 'resource');

const LOG_TABLE = /\bpanther_logs(?:\s*\.\s*public)?\s*\.\s*"?([a-z0-9_]+)"?/gi;
const ACCOUNT_USAGE = /\bsnowflake\s*\.\s*account_usage\s*\.\s*"?([a-z0-9_]+)"?/gi;

/**
 * What a scheduled rule reads are the rows of its query, by the query's tables: `panther_logs.public.aws_cloudtrail` holds AWS.CloudTrail. A row is no log
 * event, so the category `scheduled_query` keeps apart what the rule's Python (mostly `return True`) would take for one.
 * `logTypes` are the log types known in the source, since a table's name does not say where its dots were.
 */
export function logSourcesOfSql(sql: string, logTypes: readonly string[]): readonly LogSource[] {
  const byTable = new Map(
    [...Object.keys(PANTHER_LOG_TYPES), ...logTypes].map((logType) => [
      logType.toLowerCase().replaceAll('.', '_'),
      logType,
    ]),
  );
  const fromLogs = [...sql.matchAll(LOG_TABLE)].flatMap(([, name = '']) => {
    const table = name.toLowerCase();
    return logSourcesOfLogType(byTable.get(table) ?? table.replace('_', '.'));
  });
  const fromAccount = [...sql.matchAll(ACCOUNT_USAGE)].map(([, view = '']) =>
    logSource('snowflake', null, view.toLowerCase().replaceAll('_', '')),
  );
  const tables = [...fromLogs, ...fromAccount].map(({ product, service }) =>
    logSource(product, 'scheduled_query', service),
  );
  return tables.length === 0 ? [logSource(null, 'scheduled_query')] : distinctLogSources(tables);
}

export function distinctLogSources(sources: readonly LogSource[]): readonly LogSource[] {
  return [
    ...new Map(
      sources.map((source) => [JSON.stringify([source.product, source.category, source.service]), source]),
    ).values(),
  ];
}

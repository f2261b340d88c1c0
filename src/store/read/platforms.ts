// Platforms, sources with their imports, and log sources.
import type { Queryable } from '../client.ts';
import type { Diagnostic, Import, LogSource, Platform, Source } from '../generated/client.ts';
import { pageOf } from './page.ts';
import type { Page, PageRequest } from './page.ts';

export type PlatformRow = Platform;
export type SourceRow = Source;
export type ImportRow = Import;
export type LogSourceRow = LogSource;
export type FileDiagnosticRow = Diagnostic;

export async function allPlatforms(db: Queryable): Promise<readonly PlatformRow[]> {
  return db.platform.findMany({ orderBy: { id: 'asc' } });
}

export async function platformsByIds(db: Queryable, ids: readonly string[]): Promise<readonly PlatformRow[]> {
  return db.platform.findMany({ where: { id: { in: [...ids] } } });
}

export async function allSources(db: Queryable, platformId: string | null): Promise<readonly SourceRow[]> {
  return db.source.findMany({ where: platformId === null ? {} : { platformId }, orderBy: { id: 'asc' } });
}

export async function sourcesByIds(db: Queryable, ids: readonly string[]): Promise<readonly SourceRow[]> {
  return db.source.findMany({ where: { id: { in: [...ids] } } });
}

export async function sourcesOfPlatforms(
  db: Queryable,
  platformIds: readonly string[],
): Promise<readonly SourceRow[]> {
  return db.source.findMany({ where: { platformId: { in: [...platformIds] } }, orderBy: { id: 'asc' } });
}

export async function lastImports(
  db: Queryable,
  sourceIds: readonly string[],
): Promise<readonly ImportRow[]> {
  return db.import.findMany({
    where: { sourceId: { in: [...sourceIds] } },
    distinct: ['sourceId'],
    orderBy: [{ sourceId: 'asc' }, { startedAt: 'desc' }, { rowId: 'desc' }],
  });
}

/** Row ids of the first findings about each source's files that are no readable rule. */
export async function fileDiagnosticsOfSources(
  db: Queryable,
  sourceIds: readonly string[],
  first: number,
): Promise<readonly FileDiagnosticRow[]> {
  const placed = await db.$queryRaw<{ rowId: number }[]>`
    SELECT d.row_id AS "rowId"
    FROM unnest(${[...sourceIds]}::text[]) AS s(id)
    CROSS JOIN LATERAL (
      SELECT row_id FROM diagnostic WHERE source_id = s.id AND rule_row_id IS NULL
      ORDER BY path, position, row_id LIMIT ${first}
    ) d`;
  return db.diagnostic.findMany({
    where: { rowId: { in: placed.map(({ rowId }) => rowId) } },
    orderBy: [{ path: 'asc' }, { position: 'asc' }, { rowId: 'asc' }],
  });
}

export async function logSourcesByIds(
  db: Queryable,
  ids: readonly string[],
): Promise<readonly LogSourceRow[]> {
  return db.logSource.findMany({ where: { id: { in: [...ids] } } });
}

export type LogSourceKeys = readonly [number, string];

/** The most used first. */
export async function listLogSources(
  db: Queryable,
  product: string | null,
  { first, after }: PageRequest<LogSourceKeys>,
): Promise<Page<LogSourceRow>> {
  const beyond =
    after === null
      ? {}
      : { OR: [{ ruleCount: { lt: after[0] } }, { ruleCount: after[0], id: { lt: after[1] } }] };
  const rows = await db.logSource.findMany({
    where: { AND: [product === null ? {} : { product }, beyond] },
    orderBy: [{ ruleCount: 'desc' }, { id: 'desc' }],
    take: first + 1,
  });
  return pageOf(rows, first);
}

export async function countLogSources(db: Queryable, product: string | null): Promise<number> {
  return db.logSource.count({ where: product === null ? {} : { product } });
}

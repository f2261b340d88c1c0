// Keeps a row for each import: what it did, or why it failed.
import type { PrismaClient } from './generated/client.ts';
import type { Queryable } from './client.ts';
import { storedText } from './stored-text.ts';

export interface ImportCounts {
  readonly addedCount: number;
  readonly changedCount: number;
  readonly removedCount: number;
  readonly unchangedCount: number;
  readonly brokenFileCount: number;
  readonly skippedFileCount: number;
}

const NOTHING_DONE: ImportCounts = {
  addedCount: 0,
  changedCount: 0,
  removedCount: 0,
  unchangedCount: 0,
  brokenFileCount: 0,
  skippedFileCount: 0,
};

export async function recordSuccess(
  db: Queryable,
  { revision }: { readonly revision: string | null },
  report: ImportCounts & { readonly sourceId: string; readonly durationMs: number },
  startedAt: Date,
): Promise<void> {
  const { sourceId, durationMs } = report;
  const data = { sourceId, startedAt, durationMs, revision, status: 'succeeded', ...countsOf(report) };
  await db.import.create({ data });
}

/** A source whose first import failed is not in the catalog, so there is nothing to keep the row with. */
export async function recordFailure(
  client: PrismaClient,
  sourceId: string,
  revision: string | null,
  startedAt: Date,
  durationMs: number,
  error: unknown,
): Promise<void> {
  try {
    if ((await client.source.count({ where: { id: sourceId } })) === 0) return;
    const reason = storedText(error instanceof Error ? error.message : String(error));
    const data = {
      sourceId,
      startedAt,
      durationMs,
      revision,
      status: 'failed',
      error: reason,
      ...NOTHING_DONE,
    };
    await client.import.create({ data });
  } catch (failure) {
    throw new AggregateError([error, failure], 'an import failed, and so did recording it', { cause: error });
  }
}

function countsOf(report: ImportCounts): ImportCounts {
  const { addedCount, changedCount, removedCount, unchangedCount, brokenFileCount, skippedFileCount } =
    report;
  return { addedCount, changedCount, removedCount, unchangedCount, brokenFileCount, skippedFileCount };
}

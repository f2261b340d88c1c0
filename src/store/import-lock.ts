// Only one import at a time changes what all sources share.
import type { Queryable } from './client.ts';

/** An import waits for the one before it, and a large one takes its time. */
export const IMPORT_PATIENCE_MS = 30 * 60_000;
/** Any number that nobody else uses. */
const IMPORT_LOCK = 7_251_403;

/** Held until the transaction ends. */
export async function lockImports(db: Queryable): Promise<void> {
  await db.$executeRaw`SELECT pg_advisory_xact_lock(${IMPORT_LOCK}::bigint)`;
}

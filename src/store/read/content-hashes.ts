// What is stored of a source, so that a reader compiles only what changed.
import type { Store } from '../client.ts';

/** Rule id → content hash; empty for a source that was never imported. */
export async function readContentHashes(
  store: Store,
  sourceId: string,
): Promise<ReadonlyMap<string, string>> {
  const select = { id: true, contentHash: true } as const;
  const rows = await store.client.rule.findMany({ where: { sourceId }, select });
  return new Map(rows.map(({ id, contentHash }) => [id, contentHash]));
}

/** The stored sources, by id: what an import compares with before it reads anything. */
export async function readSourceFingerprints(store: Store): Promise<ReadonlyMap<string, string | null>> {
  const rows = await store.client.source.findMany({ select: { id: true, fingerprint: true } });
  return new Map(rows.map(({ id, fingerprint }) => [id, fingerprint]));
}

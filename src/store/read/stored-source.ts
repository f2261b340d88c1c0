// What is stored of sources: an import compares with it before it reads or compiles anything.
import type { Store } from '../client.ts';

export interface StoredSource {
  /** Of all files that the last import read; null: there was none, or the next is to read them again. */
  readonly fingerprint: string | null;
  /** Rule id → content hash; empty for a source that was never imported. */
  readonly contentHashes: ReadonlyMap<string, string>;
}

export async function readStoredSource(store: Store, sourceId: string): Promise<StoredSource> {
  const fingerprints = await readSourceFingerprints(store);
  const select = { id: true, contentHash: true } as const;
  const rows = await store.client.rule.findMany({ where: { sourceId }, select });
  return {
    fingerprint: fingerprints.get(sourceId) ?? null,
    contentHashes: new Map(rows.map(({ id, contentHash }) => [id, contentHash])),
  };
}

/** The stored sources, by id. */
export async function readSourceFingerprints(store: Store): Promise<ReadonlyMap<string, string | null>> {
  const rows = await store.client.source.findMany({ select: { id: true, fingerprint: true } });
  return new Map(rows.map(({ id, fingerprint }) => [id, fingerprint]));
}

// What is stored of sources: an import compares with it before it reads or compiles anything.
import type { Store } from '../client.ts';

export interface StoredSource {
  /** Of all files that the last import read; null: there was none, or the next is to read them again. */
  readonly fingerprint: string | null;
  /** Rule id → content hash; empty for a source that was never imported. */
  readonly contentHashes: ReadonlyMap<string, string>;
  /** Where it came from; null: from a folder, or it was never imported. */
  readonly url: string | null;
  /** Ids of the platform's rules in other sources, each with the id of its source. */
  readonly owners: ReadonlyMap<string, string>;
}

export async function readStoredSource(store: Store, sourceId: string): Promise<StoredSource> {
  const platformId = sourceId.slice(0, sourceId.indexOf('/'));
  const source = await store.client.source.findUnique({
    where: { id: sourceId },
    select: { fingerprint: true, url: true },
  });
  const select = { id: true, contentHash: true } as const;
  const rows = await store.client.rule.findMany({ where: { sourceId }, select });
  const others = await store.client.rule.findMany({
    where: { platformId, NOT: { sourceId } },
    select: { id: true, sourceId: true },
  });
  return {
    fingerprint: source?.fingerprint ?? null,
    contentHashes: new Map(rows.map(({ id, contentHash }) => [id, contentHash])),
    url: source?.url ?? null,
    owners: new Map(others.map((rule) => [rule.id, rule.sourceId])),
  };
}

/** The stored sources, by id. */
export async function readSourceFingerprints(store: Store): Promise<ReadonlyMap<string, string | null>> {
  const rows = await store.client.source.findMany({ select: { id: true, fingerprint: true } });
  return new Map(rows.map(({ id, fingerprint }) => [id, fingerprint]));
}

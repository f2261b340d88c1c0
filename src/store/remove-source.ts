// Takes a source and its rules out of the catalog.
import type { Store } from './client.ts';
import { deriveCatalog } from './derive.ts';
import { IMPORT_PATIENCE_MS, lockImports } from './import-lock.ts';

/** Number of rules that went with it; null: there is no such source. Complete when `deriveStale` has made counts and links anew. */
export async function removeSource(store: Store, sourceId: string, now = new Date()): Promise<number | null> {
  return store.client.$transaction(
    async (db) => {
      await lockImports(db);
      if ((await db.source.count({ where: { id: sourceId } })) === 0) return null;
      const ruleCount = await db.rule.count({ where: { sourceId } });
      await db.source.delete({ where: { id: sourceId } });
      await deriveCatalog(db, { sourceId, changeCount: ruleCount, now }, 'later');
      return ruleCount;
    },
    { maxWait: IMPORT_PATIENCE_MS, timeout: IMPORT_PATIENCE_MS },
  );
}

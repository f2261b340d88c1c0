// What is kept of a corpus goes with it.
import { beforeAll, expect, test } from 'vitest';
import { createCorpusCache } from '../../src/graphql/corpus-cache.ts';
import { corpusRow } from '../../src/store/read/stats.ts';
import { importCorpus, importRules, PANTHER_RULES, removeRules } from '../support/corpus.ts';
import { describeOnDatabases } from '../support/databases.ts';

describeOnDatabases('the corpus cache', (database) => {
  beforeAll(() => importCorpus(database.store));

  const request = (cache: ReturnType<typeof createCorpusCache>): ReturnType<typeof cache> =>
    cache(() => corpusRow(database.store.client));

  test('reads once in each state of the corpus, row ids included', async () => {
    const cache = createCorpusCache(database.store.client);
    let reads = 0;
    const read = (): Promise<number> => Promise.resolve((reads += 1));
    expect(await request(cache)('key', read)).toBe(1);
    expect(await Promise.all([request(cache)('key', read), request(cache)('key', read)])).toEqual([1, 1]);
    expect(await request(cache)('other', read)).toBe(2);
    await removeRules(database.store, 'panther');
    expect(await request(cache)('key', read)).toBe(3);
    await importRules(database.store, 'panther', PANTHER_RULES);
    // The same rules again, but under new row ids.
    expect(await request(cache)('key', read)).toBe(4);
  });

  test('keeps no failure, and nothing that an import came into', async () => {
    const cache = createCorpusCache(database.store.client);
    await expect(request(cache)('key', () => Promise.reject(new Error('once')))).rejects.toThrow('once');
    expect(await request(cache)('key', () => Promise.resolve('now'))).toBe('now');
    const before = await corpusRow(database.store.client);
    const old = cache(() => Promise.resolve(before));
    await old('late', async () => {
      await removeRules(database.store, 'elastic');
      return 'mixed';
    });
    expect(await old('late', () => Promise.resolve('read again'))).toBe('read again');
  });

  test('keeps no more than it can hold', async () => {
    const cached = request(createCorpusCache(database.store.client));
    for (let n = 0; n <= 100; n++) await cached(`key ${n}`, () => Promise.resolve('first'));
    expect(await cached('key 100', () => Promise.resolve('second'))).toBe('first');
    expect(await cached('key 0', () => Promise.resolve('second'))).toBe('second');
  });
});

import { beforeEach, expect, it } from 'vitest';
import { deriveStale } from '../../src/store/derive.ts';
import type { DeriveTime } from '../../src/store/derive.ts';
import { importSource, sourceIdOf } from '../../src/store/import-source.ts';
import type { SourceIdentity } from '../../src/store/import-source.ts';
import { removeSource } from '../../src/store/remove-source.ts';
import { action, makeCatalogRule, predicate } from '../support/catalog-rule.ts';
import { describeOnDatabases } from '../support/databases.ts';
import { contentOf } from '../support/source-content.ts';

const SIGMA: SourceIdentity = {
  platform: { id: 'sigma', title: 'Sigma' },
  name: 'made-up',
  url: null,
  revision: null,
  licence: null,
};
const PANTHER: SourceIdentity = { ...SIGMA, platform: { id: 'panther', title: 'Panther' } };

const facts = {
  indicators: [predicate('event.action', ['A'])],
  actions: [action('CreateImage')],
};

describeOnDatabases('several imports that derive once', (database) => {
  beforeEach(() => database.clear());

  async function importBoth(derive: DeriveTime): Promise<void> {
    await importSource(database.store, SIGMA, contentOf([makeCatalogRule('a', { facts })]), { derive });
    const rule = makeCatalogRule('b', { platform: 'panther', facts });
    await importSource(database.store, PANTHER, contentOf([rule]), { derive });
  }

  async function derived(): Promise<unknown> {
    const { client } = database.store;
    const counts = await client.indicator.findMany({
      select: { key: true, ruleCount: true, platformCount: true },
    });
    const links = await client.actionLink.count();
    const [corpus] = await client.corpus.findMany({ select: { version: true, isDerived: true } });
    return { counts, links, corpus };
  }

  it('shows the same as imports that derive each', async () => {
    await importBoth('now');
    const expected = await derived();
    expect(expected).toMatchObject({
      counts: [{ key: 'A', ruleCount: 2, platformCount: 2 }],
      links: 2,
      corpus: { isDerived: true },
    });
    await database.clear();
    await importBoth('later');
    expect(await derived()).toMatchObject({ links: 0, corpus: { isDerived: false } });
    await deriveStale(database.store);
    expect(await derived()).toEqual(expected);
  });

  it('knows what is stale where rules came back as they were', async () => {
    await importBoth('now');
    const expected = await derived();
    await removeSource(database.store, sourceIdOf(PANTHER));
    const rule = makeCatalogRule('b', { platform: 'panther', facts });
    await importSource(database.store, PANTHER, contentOf([rule]), { derive: 'later' });
    await deriveStale(database.store);
    expect(await derived()).toEqual(expected);
  });

  it('leaves what is not stale alone', async () => {
    await importBoth('now');
    await database.store.client.indicator.updateMany({ data: { ruleCount: 7 } });
    await deriveStale(database.store);
    expect(await derived()).toMatchObject({ counts: [{ ruleCount: 7 }] });
  });
});

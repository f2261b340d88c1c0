import { beforeAll, expect, test } from 'vitest';
import { importSource } from '../../src/store/import-source.ts';
import { makeCatalogRule } from '../support/catalog-rule.ts';
import { contentOf } from '../support/source-content.ts';
import { describeOnDatabases } from '../support/databases.ts';
import { graphqlClient } from '../support/graphql-client.ts';

const QUERY = `{ rules(platform: "sigma", first: 10) { nodes { catalogId copyOf { catalogId source { name } } } } }`;

describeOnDatabases('a rule whose id another source held first', (database) => {
  const client = graphqlClient(database);
  beforeAll(async () => {
    await database.clear();
    const source = { platform: { id: 'sigma', title: 'Sigma' }, url: null, revision: null, licence: null };
    await importSource(database.store, { ...source, name: 'first' }, contentOf([makeCatalogRule('a')]));
    const copies = contentOf([
      makeCatalogRule('a@me/fork'),
      makeCatalogRule('b@me/fork'),
      makeCatalogRule('c@d'),
    ]);
    await importSource(database.store, { ...source, name: 'me/fork' }, copies);
  });

  test('is linked with that one, as long as it is there', async () => {
    const { rules } = await client.data(QUERY);
    const byId = new Map(
      rules.nodes.map((node: { catalogId: string; copyOf: unknown }) => [node.catalogId, node.copyOf]),
    );
    expect(Object.fromEntries(byId)).toEqual({
      'sigma:a': null,
      'sigma:a@me/fork': { catalogId: 'sigma:a', source: { name: 'first' } },
      'sigma:b@me/fork': null,
      'sigma:c@d': null,
    });
  });
});

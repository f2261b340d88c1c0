import { beforeAll, expect, it } from 'vitest';
import { importSource } from '../../src/store/import-source.ts';
import { searchQuery } from '../../src/store/search-text.ts';
import { makeCatalogRule } from '../support/catalog-rule.ts';
import { describeOnDatabases } from '../support/databases.ts';
import { contentOf } from '../support/source-content.ts';

const SOURCE = {
  platform: { id: 'sigma', title: 'Sigma' },
  name: 'made-up',
  url: null,
  revision: null,
  licence: null,
};

describeOnDatabases('full-text search', (database) => {
  beforeAll(async () => {
    const rules = [
      makeCatalogRule('title', { rule: { title: 'EC2 image exported', body: 'x' } }),
      makeCatalogRule('body', {
        rule: { title: 'Other', body: 'eventSource: ec2.amazonaws.com\nImage: C:\\Windows\\cmd.exe image' },
      }),
      makeCatalogRule('AWS.Thing_Two', {
        rule: { title: 'Third', description: 'monitoring of sessions', body: 'x' },
      }),
    ];
    await importSource(database.store, SOURCE, contentOf(rules));
  });

  it.each([
    ['image', ['title', 'body']],
    ['IMAGES', ['title', 'body']],
    ['ec2.amazonaws.com', ['body']],
    ['amazonaws', ['body']],
    ['"windows cmd.exe"', ['body']],
    ['"cmd windows"', []],
    ['image -windows', ['title']],
    ['exported or session', ['AWS.Thing_Two', 'title']],
    ['AWS.Thing_Two', ['AWS.Thing_Two']],
    ['monitor', ['AWS.Thing_Two']],
    [`it's " (a & !b | <->) :*`, []],
    ['', []],
  ])('finds %s, the best first', async (text, expected) => {
    const query = searchQuery(text);
    const rows = await database.store.client.$queryRaw<{ native_id: string }[]>`
      SELECT native_id FROM rule WHERE search_text @@ ${query}
      ORDER BY ts_rank_cd(search_text, ${query}) DESC, native_id COLLATE "C"`;
    const found = rows.map(({ native_id }) => native_id);
    expect(found.sort()).toEqual([...expected].sort());
  });
});

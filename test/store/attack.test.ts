import { expect, it } from 'vitest';
import { storeAttack } from '../../src/store/attack.ts';
import { describeOnDatabases } from '../support/databases.ts';

describeOnDatabases('storeAttack', (database) => {
  const facts = {
    version: '1',
    tactics: [
      { id: 'TA1', name: 'One', shortName: 'one' },
      { id: 'TA2', name: 'Two', shortName: 'two' },
    ],
    techniques: [
      { id: 'T1.001', name: 'Sub', tactics: ['one'], parent: 'T1' },
      { id: 'T1', name: 'Technique', tactics: ['one', 'two'] },
    ],
    replaced: [{ id: 'T9', replacedBy: 'T1', name: 'Old' }],
    deprecated: [{ id: 'T8', name: 'Gone' }],
  };

  it('stores a version, and a later one over it', async () => {
    await storeAttack(database.store, facts);
    await storeAttack(database.store, facts);
    const renamed = { ...facts, techniques: [{ id: 'T1', name: 'Renamed', tactics: ['two'] }] };
    await storeAttack(database.store, renamed);
    const techniques = await database.store.client.technique.findMany({
      orderBy: { id: 'asc' },
      include: { tactics: true },
    });
    expect(techniques).toMatchObject([
      { id: 'T1', name: 'Renamed', status: 'current', tactics: [{ tacticId: 'TA2' }] },
      { id: 'T1.001', parentId: 'T1', tactics: [] },
      { id: 'T8', status: 'deprecated' },
      { id: 'T9', status: 'revoked', replacedBy: 'T1' },
    ]);
  });
});

describeOnDatabases('the tables', (database) => {
  it('compare folded texts by code point, so that plain indexes serve prefixes', async () => {
    const rows = await database.store.client.$queryRaw<{ column: string; collation: string }[]>`
      SELECT table_name || '.' || column_name AS column, collation_name AS collation
      FROM information_schema.columns
      WHERE table_schema = current_schema() AND column_name LIKE '%_folded' AND data_type = 'text' ORDER BY 1`;
    expect(rows.map(({ collation }) => collation)).toEqual(Array(5).fill('C'));
  });
});

// Fills the tables of ATT&CK's tactics and techniques with the facts of one version.
import type { AttackFacts } from '../analysis/attack.ts';
import { insertRows, jsonParameter, jsonRows, recordset } from './bulk.ts';
import type { Insertion } from './bulk.ts';
import type { Queryable, Store } from './client.ts';

/** Rules refer to these rows: it runs before the first import, and again with a new version. */
export async function storeAttack(store: Store, facts: AttackFacts): Promise<void> {
  await store.client.$transaction(async (db) => {
    await storeTactics(db, facts);
    await storeTechniques(db, facts);
    await storeTechniqueTactics(db, facts);
  });
}

async function storeTactics(db: Queryable, { tactics }: AttackFacts): Promise<void> {
  await insertRows(
    db,
    'tactic',
    { id: 'text', name: 'text', short_name: 'text', position: 'int' },
    jsonRows(
      tactics.map(({ id, name, shortName }, position) => ({ id, name, short_name: shortName, position })),
    ),
    updateWhereOther('tactic', ['name', 'short_name', 'position']),
  );
}

async function storeTechniques(db: Queryable, facts: AttackFacts): Promise<void> {
  const row =
    (status: string) => (technique: { id: string; name: string; parent?: string; replacedBy?: string }) => ({
      id: technique.id,
      name: technique.name,
      parent_id: technique.parent ?? null,
      status,
      replaced_by: technique.replacedBy ?? null,
    });
  await insertRows(
    db,
    'technique',
    { id: 'text', name: 'text', parent_id: 'text', status: 'text', replaced_by: 'text' },
    jsonRows([
      ...facts.techniques.map(row('current')),
      ...facts.replaced.map(row('revoked')),
      ...facts.deprecated.map(row('deprecated')),
    ]),
    updateWhereOther('technique', ['name', 'parent_id', 'status', 'replaced_by']),
  );
}

async function storeTechniqueTactics(db: Queryable, facts: AttackFacts): Promise<void> {
  const idOf = new Map(facts.tactics.map(({ id, shortName }) => [shortName, id]));
  const columns = { technique_id: 'text', tactic_id: 'text' };
  const rows = facts.techniques.flatMap(({ id, tactics }) =>
    tactics.flatMap((shortName) => {
      const tacticId = idOf.get(shortName);
      return tacticId === undefined ? [] : [{ technique_id: id, tactic_id: tacticId }];
    }),
  );
  await db.$executeRawUnsafe(
    `DELETE FROM technique_tactic
     WHERE (technique_id, tactic_id) NOT IN (SELECT technique_id, tactic_id FROM ${recordset('$1', columns)})`,
    jsonParameter(JSON.stringify(rows)),
  );
  await insertRows(db, 'technique_tactic', columns, jsonRows(rows), { onConflict: 'ON CONFLICT DO NOTHING' });
}

/** Every start stores the facts: rows that are the same already are not written again. */
function updateWhereOther(table: string, columns: readonly string[]): Insertion {
  const tuple = (of: string): string => `(${columns.map((name) => `${of}.${name}`).join(', ')})`;
  const updates = columns.map((name) => `${name} = excluded.${name}`).join(', ');
  return {
    onConflict: `ON CONFLICT (id) DO UPDATE SET ${updates}
      WHERE ${tuple(table)} IS DISTINCT FROM ${tuple('excluded')}`,
  };
}

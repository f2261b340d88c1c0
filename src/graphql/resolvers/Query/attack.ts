// technique, techniques, tactics
import type { QueryResolvers } from '../../generated/resolvers.ts';
import { connection, pageRequest } from '../../pagination.ts';
import { allTactics, countTechniques, listTechniques, tacticIdsOf } from '../../../store/read/attack.ts';

export const technique: NonNullable<QueryResolvers['technique']> = (_query, { id }, { loaders }) =>
  loaders.technique.load(id.trim().toUpperCase());

export const tactics: NonNullable<QueryResolvers['tactics']> = (_query, _args, { db }) => allTactics(db);

export const techniques: NonNullable<QueryResolvers['techniques']> = async (
  _query,
  args,
  { db, loaders },
) => {
  const filter = args.filter ?? {};
  const words = [args.tactic, filter.tactic].filter((word) => typeof word === 'string');
  const by = args.orderBy?.field ?? 'id';
  const direction = args.orderBy?.direction ?? 'asc';
  const order = { list: 'techniques', order: `${by} ${direction}`, keys: ['int', 'text'] as const };
  const request = pageRequest(order, args);
  const tacticIds = words.length === 0 ? null : await tacticsOfAll(words, (word) => tacticIdsOf(db, word));
  const page = await listTechniques(db, tacticIds, filter, { by, direction }, request);
  return connection({
    order,
    args,
    page,
    keysOf: (row) => [row.ruleCount, row.id],
    node: (row) => loaders.existingTechnique.load(row.id),
    count: () => countTechniques(db, tacticIds, filter),
  });
};

/** Ids of the tactics that every word means. */
async function tacticsOfAll(
  words: readonly string[],
  read: (word: string) => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const [first = [], ...rest] = await Promise.all(words.map(read));
  return first.filter((id) => rest.every((ids) => ids.includes(id)));
}

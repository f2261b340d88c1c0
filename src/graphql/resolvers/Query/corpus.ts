// corpusVersion, platforms, sources, logSources, stats, corpusHealth
import { EMPTY_CORPUS } from '../../current-engine.ts';
import type { QueryResolvers } from '../../generated/resolvers.ts';
import { connection, pageRequest } from '../../pagination.ts';
import type { ListOrder } from '../../pagination.ts';
import { allPlatforms, allSources, countLogSources, listLogSources } from '../../../store/read/platforms.ts';

export const corpusVersion: NonNullable<QueryResolvers['corpusVersion']> = async (
  _query,
  _args,
  { corpus },
) => (await corpus())?.version ?? EMPTY_CORPUS;

export const platforms: NonNullable<QueryResolvers['platforms']> = (_query, _args, { db }) =>
  allPlatforms(db);

export const sources: NonNullable<QueryResolvers['sources']> = (_query, { platform }, { db }) =>
  allSources(db, platform ?? null);

const byUse: ListOrder<readonly ['int', 'text']> = { list: 'logSources', order: '', keys: ['int', 'text'] };

export const logSources: NonNullable<QueryResolvers['logSources']> = async (
  _query,
  { product, ...args },
  { db },
) => {
  const only = product ?? null;
  const page = await listLogSources(db, only, pageRequest(byUse, args));
  return connection({
    order: byUse,
    args,
    page,
    keysOf: (row) => [row.ruleCount, row.id],
    node: (row) => row,
    count: () => countLogSources(db, only),
  });
};

export const stats: NonNullable<QueryResolvers['stats']> = async (_query, _args, { corpus }) => ({
  corpus: await corpus(),
});

export const corpusHealth: NonNullable<QueryResolvers['corpusHealth']> = async (
  _query,
  _args,
  { corpus },
) => ({
  corpus: await corpus(),
});

import { EMPTY_CORPUS } from '../current-engine.ts';
import type { StatsResolvers } from '../generated/resolvers.ts';

export const Stats: StatsResolvers = {
  corpusVersion: ({ corpus }) => corpus?.version ?? EMPTY_CORPUS,
  changedAt: ({ corpus }) => corpus?.changedAt ?? null,
  ruleCount: async (_stats, _args, { loaders }) => (await loaders.corpusCounts()).ruleCount,
  platformCount: async (_stats, _args, { loaders }) => (await loaders.corpusCounts()).platformCount,
  sourceCount: async (_stats, _args, { loaders }) => (await loaders.corpusCounts()).sourceCount,
  indicatorCount: async (_stats, _args, { loaders }) => (await loaders.corpusCounts()).indicatorCount,
  exclusionCount: async (_stats, _args, { loaders }) => (await loaders.corpusCounts()).exclusionCount,
  fieldCount: async (_stats, _args, { loaders }) => (await loaders.corpusCounts()).fieldCount,
  actionCount: async (_stats, _args, { loaders }) => (await loaders.corpusCounts()).actionCount,
  techniqueCount: async (_stats, _args, { loaders }) => (await loaders.corpusCounts()).techniqueCount,
  sameActionPairCount: async (_stats, _args, { loaders }) =>
    (await loaders.corpusCounts()).sameActionPairCount,
  bySeverity: (_stats, _args, { loaders }) => loaders.rulesBy('severity'),
  byStatus: (_stats, _args, { loaders }) => loaders.rulesBy('status'),
  byParseStatus: (_stats, _args, { loaders }) => loaders.rulesBy('parseStatus'),
  byLanguage: (_stats, _args, { loaders }) => loaders.rulesBy('language'),
  byLicence: (_stats, _args, { loaders }) => loaders.rulesByLicence(),
  byTactic: (_stats, _args, { loaders }) => loaders.rulesByTactic(),
  byTechnique: (_stats, _args, { loaders }) => loaders.rulesByTechnique(),
  byLogSource: (_stats, _args, { loaders }) => loaders.rulesByLogSource(),
  byMonth: (_stats, _args, { loaders }) => loaders.rulesBy('created'),
};

import type { LogSourceResolvers } from '../generated/resolvers.ts';
import { globalId } from '../global-id.ts';
import { rulesOf } from '../rule-connection.ts';

export const LogSource: LogSourceResolvers = {
  id: (logSource) => globalId('LogSource', logSource.id),
  platforms: (logSource, _args, { loaders }) => loaders.platformCountsOf('logSource').load(logSource.id),
  rules: (logSource, args, context) =>
    rulesOf('logSource', logSource.id, args, context, () => logSource.ruleCount),
};

import type { Operator } from '../../condition/condition.ts';
import type { ExclusionResolvers } from '../generated/resolvers.ts';
import { globalId } from '../global-id.ts';
import { rulesOf } from '../rule-connection.ts';

export const Exclusion: ExclusionResolvers = {
  id: (row) => globalId('Exclusion', row.id),
  kind: (row) => row.kind as Operator,
  platforms: (row, _args, { loaders }) => loaders.platformCountsOf('exclusion').load(row.rowId),
  rules: (row, args, context) => rulesOf('exclusion', row.rowId, args, context, () => row.ruleCount),
};

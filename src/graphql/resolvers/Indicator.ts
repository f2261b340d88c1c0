import type { Operator } from '../../condition/condition.ts';
import type { IndicatorResolvers } from '../generated/resolvers.ts';
import { globalId } from '../global-id.ts';
import { rulesOf } from '../rule-connection.ts';

export const Indicator: IndicatorResolvers = {
  id: (row) => globalId('Indicator', row.id),
  kind: (row) => row.kind as Operator,
  platforms: (row, _args, { loaders }) => loaders.platformCountsOf('indicator').load(row.rowId),
  rules: (row, args, context) => rulesOf('indicator', row.rowId, args, context, () => row.ruleCount),
};

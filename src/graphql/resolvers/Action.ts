import type {
  ActionResolvers,
  CountedIndicatorResolvers,
  CountedTechniqueResolvers,
} from '../generated/resolvers.ts';
import { globalId } from '../global-id.ts';
import { checkFirst } from '../pagination.ts';
import { rulesOf } from '../rule-connection.ts';

export const Action: ActionResolvers = {
  id: (row) => globalId('Action', row.id),
  logSource: (row, _args, { loaders }) => loaders.existingLogSource.load(row.logSourceId),
  rules: (row, args, context) => rulesOf('action', row.rowId, args, context, () => row.ruleCount),
  indicators: (row, { first }, { loaders }) =>
    loaders.indicatorsOfAction(checkFirst(first, 10)).load(row.rowId),
  techniques: (row, _args, { loaders }) => loaders.techniquesOfAction.load(row.rowId),
};

export const CountedIndicator: CountedIndicatorResolvers = {
  indicator: (row, _args, { loaders }) => loaders.indicator.load(row.part),
};

export const CountedTechnique: CountedTechniqueResolvers = {
  technique: (row, _args, { loaders }) => loaders.existingTechnique.load(row.part),
};

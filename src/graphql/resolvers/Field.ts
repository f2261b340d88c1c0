import type { FieldResolvers, NativeFieldNameResolvers } from '../generated/resolvers.ts';
import { globalId } from '../global-id.ts';
import { checkFirst } from '../pagination.ts';
import { rulesOf } from '../rule-connection.ts';

export const Field: FieldResolvers = {
  id: (field) => globalId('Field', field.name),
  requiredRuleCount: (field) => field.requiredCount,
  nativeNames: (field, _args, { loaders }) => loaders.namesOfField.load(field.name),
  indicators: async (field, { first }, { loaders }) =>
    Promise.all(
      (await loaders.indicatorsOfField(checkFirst(first, 10)).load(field.name)).map(({ indicatorRowId }) =>
        loaders.indicator.load(indicatorRowId),
      ),
    ),
  rules: (field, args, context) => rulesOf('field', field.name, args, context, () => field.ruleCount),
};

export const NativeFieldName: NativeFieldNameResolvers = {
  platform: (row, _args, { loaders }) => loaders.existingPlatform.load(row.platformId),
  name: (row) => row.native,
};

import type { FieldRole } from '../../analysis/facts.ts';
import type { RuleFieldResolvers } from '../generated/resolvers.ts';

export const RuleField: RuleFieldResolvers = {
  field: (row, _args, { loaders }) => loaders.existingField.load(row.fieldName),
  nativeName: (row) => row.nativeField,
  roles: (row) => row.roles as FieldRole[],
};

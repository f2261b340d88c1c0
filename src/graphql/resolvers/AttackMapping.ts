import type { MappingStatus } from '../../analysis/facts.ts';
import type { AttackMappingResolvers } from '../generated/resolvers.ts';

export const AttackMapping: AttackMappingResolvers = {
  technique: (row, _args, { loaders }) =>
    row.techniqueId === null ? null : loaders.technique.load(row.techniqueId),
  tactic: (row, _args, { loaders }) => (row.tacticId === null ? null : loaders.tactic.load(row.tacticId)),
  mappingStatus: (row) => row.mappingStatus as MappingStatus,
};

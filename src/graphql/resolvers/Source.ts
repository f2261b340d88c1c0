import type { ImportStatus } from '../enums.ts';
import type { ImportResolvers, SourceResolvers } from '../generated/resolvers.ts';
import { globalId } from '../global-id.ts';
import { checkFirst } from '../pagination.ts';
import { rulesOf } from '../rule-connection.ts';

export const Source: SourceResolvers = {
  id: (source) => globalId('Source', source.id),
  sourceId: (source) => source.id,
  platform: (source, _args, { loaders }) => loaders.existingPlatform.load(source.platformId),
  lastImport: (source, _args, { loaders }) => loaders.lastImport.load(source.id),
  rules: (source, args, context) => rulesOf('source', source.id, args, context, () => source.ruleCount),
  fileDiagnostics: (source, { first }, { loaders }) =>
    loaders.fileDiagnostics(checkFirst(first)).load(source.id),
};

export const Import: ImportResolvers = {
  status: (row) => row.status as ImportStatus,
};

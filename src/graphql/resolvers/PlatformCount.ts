import type { PlatformCountResolvers } from '../generated/resolvers.ts';

export const PlatformCount: PlatformCountResolvers = {
  platform: (row, _args, { loaders }) => loaders.existingPlatform.load(row.platformId),
};

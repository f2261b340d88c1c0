import type { GraphqlContext } from '../context.ts';
import type { PlatformResolvers } from '../generated/resolvers.ts';
import { globalId } from '../global-id.ts';
import { rulesOf } from '../rule-connection.ts';

async function ruleCount(id: string, { loaders }: GraphqlContext): Promise<number> {
  return (await loaders.ruleCountOf('platform').load(id))?.ruleCount ?? 0;
}

export const Platform: PlatformResolvers = {
  id: (platform) => globalId('Platform', platform.id),
  platformId: (platform) => platform.id,
  ruleCount: (platform, _args, context) => ruleCount(platform.id, context),
  sources: (platform, _args, { loaders }) => loaders.sourcesOfPlatform.load(platform.id),
  rules: (platform, args, context) =>
    rulesOf('platform', platform.id, args, context, () => ruleCount(platform.id, context)),
};

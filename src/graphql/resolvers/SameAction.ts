import type { SameActionGroupResolvers, SameActionLinkResolvers } from '../generated/resolvers.ts';

export const SameActionGroup: SameActionGroupResolvers = {
  platform: (group, _args, { loaders }) => loaders.existingPlatform.load(group.platformId),
};

export const SameActionLink: SameActionLinkResolvers = {
  rule: (link, _args, { loaders }) => loaders.rule.load(link.otherRowId),
  sharedActions: (link, _args, { loaders }) =>
    Promise.all(link.actionRowIds.map((rowId) => loaders.action.load(rowId))),
};

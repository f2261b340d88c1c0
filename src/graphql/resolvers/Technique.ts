import type { GraphqlContext } from '../context.ts';
import type { TechniqueStatus } from '../enums.ts';
import type { TechniqueResolvers } from '../generated/resolvers.ts';
import { globalId } from '../global-id.ts';
import { rulesOf } from '../rule-connection.ts';

async function ruleCount(id: string, { loaders }: GraphqlContext): Promise<number> {
  return (await loaders.ruleCountOf('technique').load(id))?.ruleCount ?? 0;
}

export const Technique: TechniqueResolvers = {
  id: (technique) => globalId('Technique', technique.id),
  attackId: (technique) => technique.id,
  url: (technique) => `https://attack.mitre.org/techniques/${technique.id.replace('.', '/')}/`,
  status: (technique) => technique.status as TechniqueStatus,
  parent: (technique, _args, { loaders }) =>
    technique.parentId === null ? null : loaders.technique.load(technique.parentId),
  subtechniques: (technique, _args, { loaders }) => loaders.subtechniques.load(technique.id),
  tactics: async (technique, _args, { loaders }) =>
    Promise.all(
      (await loaders.tacticsOfTechnique.load(technique.id)).map(({ tacticId }) =>
        loaders.existingTactic.load(tacticId),
      ),
    ),
  ruleCount: (technique, _args, context) => ruleCount(technique.id, context),
  platforms: (technique, _args, { loaders }) => loaders.platformCountsOf('technique').load(technique.id),
  rules: (technique, args, context) =>
    rulesOf('technique', technique.id, args, context, () => ruleCount(technique.id, context)),
};

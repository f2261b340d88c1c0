import type { GraphqlContext } from '../context.ts';
import type { TacticResolvers } from '../generated/resolvers.ts';
import { globalId } from '../global-id.ts';
import { rulesOf } from '../rule-connection.ts';

async function ruleCount(id: string, { loaders }: GraphqlContext): Promise<number> {
  return (await loaders.ruleCountOf('tactic').load(id))?.ruleCount ?? 0;
}

export const Tactic: TacticResolvers = {
  id: (tactic) => globalId('Tactic', tactic.id),
  attackId: (tactic) => tactic.id,
  techniques: async (tactic, _args, { loaders }) =>
    Promise.all(
      (await loaders.techniquesOfTactic.load(tactic.id)).map(({ techniqueId }) =>
        loaders.existingTechnique.load(techniqueId),
      ),
    ),
  ruleCount: (tactic, _args, context) => ruleCount(tactic.id, context),
  rules: (tactic, args, context) =>
    rulesOf('tactic', tactic.id, args, context, () => ruleCount(tactic.id, context)),
};

// What evaluate() comes to: the engine's answer, with the rules that it names.
import type {
  EvaluationResolvers,
  NearMissResolvers,
  RuleMatchResolvers,
  UndecidedRuleResolvers,
} from '../generated/resolvers.ts';
import { checkFirst } from '../pagination.ts';

export const Evaluation: EvaluationResolvers = {
  nearMisses: ({ nearMisses }, { first }) => nearMisses.slice(0, checkFirst(first)),
  undecided: ({ undecided }, { first }) => undecided.slice(0, checkFirst(first)),
};

export const RuleMatch: RuleMatchResolvers = {
  rule: ({ ruleId }, _args, { loaders }) => loaders.existingRuleById.load(ruleId),
};

export const NearMiss: NearMissResolvers = {
  rule: ({ ruleId }, _args, { loaders }) => loaders.existingRuleById.load(ruleId),
};

export const UndecidedRule: UndecidedRuleResolvers = {
  rule: ({ ruleId }, _args, { loaders }) => loaders.existingRuleById.load(ruleId),
};

import { conditionNodes } from '../condition-nodes.ts';
import type { ConditionResolvers } from '../generated/resolvers.ts';
import { printConjuncts } from '../../condition/print.ts';

export const Condition: ConditionResolvers = {
  conjuncts: ({ condition }) => printConjuncts(condition),
  nodes: ({ condition }) => conditionNodes(condition),
};

// What evaluate() comes to: the engine's answer, with the rules that it names.
import { fieldText } from '../../condition/field-path.ts';
import { printCompare } from '../../condition/print.ts';
import { judgedLeaves } from '../../engine/evaluate/trace.ts';
import type { JudgedLeaf } from '../../engine/evaluate/trace.ts';
import type {
  EvaluationResolvers,
  JudgedPredicateResolvers,
  NearMissResolvers,
  OpenPartResolvers,
  RuleMatchResolvers,
  UndecidedRuleResolvers,
} from '../generated/resolvers.ts';
import { checkFirst } from '../pagination.ts';

export const Evaluation: EvaluationResolvers = {
  schema: ({ evaluation }) => evaluation.origin.schema,
  product: ({ evaluation }) => evaluation.origin.product,
  totals: ({ evaluation: { totals } }) => ({
    evaluatedCount: totals.evaluated,
    skippedByLogSourceCount: totals.skippedByLogSource,
    matchCount: totals.matched,
    undecidedCount: totals.undecided,
  }),
  matches: ({ evaluation }) => evaluation.matches,
  // The engine puts them last, so that none of the others is cut off by them.
  nearMisses: ({ explained }, { includeOtherActions }) =>
    explained().nearMisses.filter(({ isOtherAction }) => includeOtherActions || !isOtherAction),
  undecided: ({ explained }, { first }) => explained().undecided.slice(0, checkFirst(first)),
};

export const RuleMatch: RuleMatchResolvers = {
  rule: (match, _args, { loaders }) => loaders.existingRuleById.load(match.id),
  effect: (match) => match.verdict,
  predicates: (match) => judgedLeaves(match.trace).filter(holds),
};

/** Is the predicate as the rule wants it? */
function holds({ verdict, negated }: JudgedLeaf): boolean {
  return verdict === (negated ? 'unmatched' : 'matched');
}

export const NearMiss: NearMissResolvers = {
  rule: (miss, _args, { loaders }) => loaders.existingRuleById.load(miss.id),
};

export const UndecidedRule: UndecidedRuleResolvers = {
  rule: (undecided, _args, { loaders }) => loaders.existingRuleById.load(undecided.id),
  openParts: (undecided) => undecided.open,
};

export const JudgedPredicate: JudgedPredicateResolvers = {
  text: leafText,
  field: ({ node }) => (node.kind === 'compare' ? fieldText(node.field, 'name') : null),
  nativeField: ({ node }) => (node.kind === 'compare' ? fieldText(node.field) : null),
  operator: ({ node }) => (node.kind === 'compare' ? node.operator : null),
};

export const OpenPart: OpenPartResolvers = {
  text: leafText,
  reason: ({ reason }) => reason ?? 'opaque',
};

function leafText({ node }: JudgedLeaf): string {
  return node.kind === 'compare' ? printCompare(node) : node.text;
}

// What evaluate() comes to: the engine's answer, with the rules that it names.
import { fieldText } from '../../condition/field-path.ts';
import { printConjuncts } from '../../condition/print.ts';
import { UNDECIDED_CAUSES } from '../../engine/causes.ts';
import { holdingLeaves } from '../../engine/evaluate/alive.ts';
import type { OpenPart as Part } from '../../engine/evaluate/alive.ts';
import type { JudgedLeaf } from '../../engine/evaluate/trace.ts';
import type { Evaluation as Answer } from '../../engine/evaluation.ts';
import { UNDECIDED_TIERS } from '../../engine/undecided.ts';
import { logSourcesOf } from '../../fields/event-origin.ts';
import { logSourceText } from '../../rule/log-source.ts';
import { explanation } from '../explanation.ts';
import type {
  EvaluationResolvers,
  EventOriginResolvers,
  JudgedPredicateResolvers,
  NearMissResolvers,
  OpenPartResolvers,
  PossibleMatchResolvers,
  RuleMatchResolvers,
  RuleVerdictResolvers,
  UndecidedRuleResolvers,
} from '../generated/resolvers.ts';
import { checkFirst } from '../pagination.ts';
import type { PlatformCountParent } from '../parents.ts';

export const Evaluation: EvaluationResolvers = {
  schema: ({ evaluation }) => evaluation.origin.schema,
  product: ({ evaluation }) => evaluation.origin.product,
  origin: ({ evaluation }) => evaluation.origin,
  contradicted: ({ evaluation }) => evaluation.contradicted,
  opened: ({ evaluation }) => evaluation.opened,
  // As functions: what a query does not select is not worked out.
  totals: ({ evaluation }) => ({
    evaluatedCount: evaluation.totals.evaluated,
    skippedByLogSourceCount: evaluation.totals.skippedByLogSource,
    retiredCount: evaluation.totals.retired,
    withoutQueryCount: evaluation.totals.withoutQuery,
    matchCount: evaluation.totals.matched,
    get undecidedCount() {
      return evaluation.totals.undecided;
    },
    get wouldMatchCount() {
      return evaluation.totals.wouldMatch;
    },
    get tiers() {
      return UNDECIDED_TIERS.map((tier) => ({ tier, ruleCount: evaluation.totals.tiers[tier] }));
    },
    get causes() {
      return UNDECIDED_CAUSES.map((cause) => ({ cause, ruleCount: evaluation.totals.causes[cause] }));
    },
    get notObservable() {
      return notObservable(evaluation);
    },
  }),
  matches: ({ evaluation }) => evaluation.matches,
  // The engine puts them last, so that none of the others is cut off by them.
  nearMisses: ({ evaluation }, { includeOtherActions }) =>
    evaluation.nearMisses.filter(({ isOtherAction }) => includeOtherActions || !isOtherAction),
  undecided: ({ evaluation }, { first, tiers, causes }) =>
    evaluation.nearestUndecided(checkFirst(first), {
      tiers: tiers ?? undefined,
      causes: causes ?? undefined,
    }),
  wouldMatch: ({ evaluation }, { first }) => evaluation.wouldMatch.slice(0, checkFirst(first)),
  rules: ({ evaluation, named }) => named.flatMap((id) => evaluation.ofRule(id) ?? []),
};

/** A rule's id begins with its platform's. */
function notObservable({ nearestUndecided }: Answer): readonly PlatformCountParent[] {
  const counts = new Map<string, number>();
  for (const { id } of nearestUndecided(Infinity, { tiers: ['not_observable'] })) {
    const platformId = id.slice(0, id.indexOf(':'));
    counts.set(platformId, (counts.get(platformId) ?? 0) + 1);
  }
  return [...counts]
    .map(([platformId, ruleCount]) => ({ platformId, ruleCount }))
    .sort((a, b) => (a.platformId < b.platformId ? -1 : 1));
}

export const EventOrigin: EventOriginResolvers = {
  logSources: (origin) => logSourcesOf(origin).map(logSourceText),
};

export const RuleMatch: RuleMatchResolvers = {
  rule: (match, _args, { loaders }) => loaders.existingRuleById.load(match.id),
  effect: (match) => match.verdict,
  predicates: (match) => holdingLeaves(match.trace),
  explain: (match) => explanation(match.trace),
};

export const PossibleMatch: PossibleMatchResolvers = {
  rule: (match, _args, { loaders }) => loaders.existingRuleById.load(match.id),
  effect: (match) => match.verdict,
  logSources: (match) => match.logSources.map(logSourceText),
  assumedLogSource: ({ assumed }) => (assumed === null ? null : logSourceText(assumed)),
  predicates: (match) => holdingLeaves(match.trace),
  explain: (match) => explanation(match.trace),
};

export const RuleVerdict: RuleVerdictResolvers = {
  rule: (verdict, _args, { loaders }) => loaders.existingRuleById.load(verdict.id),
  skippedFor: ({ verdict, logSources }) => (verdict === 'skipped' ? logSources.map(logSourceText) : []),
  explain: (verdict) => explanation(verdict.trace),
};

export const NearMiss: NearMissResolvers = {
  rule: (miss, _args, { loaders }) => loaders.existingRuleById.load(miss.id),
  explain: (miss) => explanation(miss.trace),
};

export const UndecidedRule: UndecidedRuleResolvers = {
  rule: (undecided, _args, { loaders }) => loaders.existingRuleById.load(undecided.id),
  openParts: (undecided) => undecided.parts,
  assumedLogSource: ({ assumed }) => (assumed === null ? null : logSourceText(assumed)),
  explain: (undecided) => explanation(undecided.trace),
};

export const JudgedPredicate: JudgedPredicateResolvers = {
  text: partText,
  field: ({ node }) => (node.kind === 'compare' ? fieldText(node.field, 'name') : null),
  nativeField: ({ node }) => (node.kind === 'compare' ? fieldText(node.field) : null),
  operator: ({ node }) => (node.kind === 'compare' ? node.operator : null),
  matchedValues: ({ met }) => met(),
};

export const OpenPart: OpenPartResolvers = {
  text: partText,
  field: ({ node }) => (asksField(node) ? fieldText(node.field, 'name') : null),
  nativeField: ({ node }) => (asksField(node) ? fieldText(node.field) : null),
  operator: ({ node }) => (node.kind === 'compare' ? node.operator : null),
  values: ({ node }) => (node.kind === 'compare' ? node.values : []),
};

function partText({ node }: Pick<JudgedLeaf | Part, 'node'>): string {
  return node.kind === 'opaque' ? node.text : printConjuncts(node).join(' and ');
}

function asksField(node: Part['node']): node is Extract<Part['node'], { kind: 'compare' | 'some' }> {
  return node.kind === 'compare' || node.kind === 'some';
}

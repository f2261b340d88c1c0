/** Rules that an event fails by one predicate only, and the predicate. */
import { actionFields } from '../fields/actions.ts';
import type { LogSource } from '../rule/log-source.ts';
import { addCandidates } from './candidates.ts';
import { explainPart, judgePart } from './evaluate/judge-part.ts';
import type { FailingConjunct, NearMiss } from './evaluation.ts';
import { inOrder } from './gate.ts';
import type { RuleNumber } from './index/rule-index.ts';
import { ruleAt, traceOf, wantedBy } from './session.ts';
import type { Session } from './session.ts';
import type { Part } from './evaluate/parts.ts';
import { nearestLeaf } from './evaluate/trace.ts';
import type { JudgedLeaf } from './evaluate/trace.ts';
import type { EventView } from './event/event-view.ts';
import type { FailureReason } from './verdict.ts';

/** Null unless exactly one top-level conjunct is unmatched and all others match. */
function nearMissOf(rule: Part, logSources: readonly LogSource[], view: EventView): FailingConjunct | null {
  if (rule.node.kind !== 'all') return null;
  const conjuncts = rule.of;
  let failed: Part | null = null;
  for (const conjunct of rule.byCost) {
    const verdict = judgePart(conjunct, view);
    if (verdict === 'undecided' || (verdict === 'unmatched' && failed !== null)) return null;
    if (verdict === 'unmatched') failed = conjunct;
  }
  const nearest = failed === null ? undefined : nearestLeaf(explainPart(failed, view), distance);
  if (nearest === undefined || nearest.reason === null) return null;
  return {
    failing: nearest,
    reason: nearest.reason,
    matchedConjuncts: conjuncts.length - 1,
    isOtherAction: nearest.reason !== 'excluded' && isOnAction(nearest, logSources),
  };
}

/** The nearer, the lower: what the rule excludes, what differs in letter case, what has another value, another type, or is not there. */
const DISTANCE: readonly FailureReason[] = [
  'excluded',
  'case_mismatch',
  'value_mismatch',
  'type_mismatch',
  'field_absent',
];

function isOnAction({ node }: JudgedLeaf, logSources: readonly LogSource[]): boolean {
  if (node.kind !== 'compare') return false;
  return logSources.some((source) => actionFields(source)?.operation.includes(node.field.name) === true);
}

function distance(reason: FailureReason | null): number {
  const at = reason === null ? -1 : DISTANCE.indexOf(reason);
  return at < 0 ? DISTANCE.length : at;
}

const MAX_NEAR_MISSES = 20;
/** Rules looked at for near misses, those of the event's own log source first. */
const NEAR_MISS_BUDGET = 4_000;

/** Among the rules of the event's own log source; those that the index brought up come first, as they share something telling with it. */
export function findNearMisses(session: Session, unmatched: readonly RuleNumber[]): readonly NearMiss[] {
  const { rules, view, passage } = session;
  const isWanted = wantedBy(session);
  const looked = new Set(unmatched);
  for (const { group, doubt } of passage.open) {
    if (doubt !== null) continue;
    const near = new Set<RuleNumber>();
    addCandidates(group.nearIndex, view, near);
    inOrder([...near]).forEach((number) => looked.add(number));
  }
  const found: NearMiss[] = [];
  for (const number of [...looked].filter(isWanted).slice(0, NEAR_MISS_BUDGET)) {
    const { id, condition, logSources } = ruleAt(rules, number);
    const near = nearMissOf(condition, logSources, view);
    if (near === null) continue;
    found.push({
      id,
      ...near,
      get trace() {
        return traceOf(session, number);
      },
    });
  }
  return found.sort(byNearness).slice(0, MAX_NEAR_MISSES);
}

/** Nearest first. */
function byNearness(a: FailingConjunct, b: FailingConjunct): number {
  return (
    Number(a.isOtherAction) - Number(b.isOtherAction) ||
    distance(a.reason) - distance(b.reason) ||
    b.matchedConjuncts - a.matchedConjuncts
  );
}

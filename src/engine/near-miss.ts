/** Rules that an event fails by one predicate only, and the predicate. */
import { actionFields } from '../fields/actions.ts';
import type { LogSource } from '../rule/log-source.ts';
import { explainPart, judgePart } from './evaluate/judge-part.ts';
import type { Part } from './evaluate/parts.ts';
import { nearestLeaf } from './evaluate/trace.ts';
import type { JudgedLeaf } from './evaluate/trace.ts';
import type { EventView } from './event/event-view.ts';
import type { FailureReason } from './verdict.ts';

export interface FailingConjunct {
  /** Of the conjunct's predicates the one that comes nearest. */
  readonly failing: JudgedLeaf;
  readonly reason: FailureReason;
  /** How much else of the rule matched. */
  readonly matchedConjuncts: number;
  /** The rule watches another operation of the same log source: only formally near. */
  readonly isOtherAction: boolean;
}

/** Null unless exactly one top-level conjunct is unmatched and all others match. */
export function nearMissOf(
  rule: Part,
  logSources: readonly LogSource[],
  view: EventView,
): FailingConjunct | null {
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

/** Nearest first. */
export function byNearness(a: FailingConjunct, b: FailingConjunct): number {
  return (
    Number(a.isOtherAction) - Number(b.isOtherAction) ||
    distance(a.reason) - distance(b.reason) ||
    b.matchedConjuncts - a.matchedConjuncts
  );
}

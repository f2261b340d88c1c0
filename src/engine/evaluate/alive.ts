/** The predicates of a trace that have a say in its verdict: those of an alternative that fails anyway have none. */
import type { From, Some } from '../../condition/condition.ts';
import type { FailureReason, Verdict } from '../verdict.ts';
import { verdictIn } from './trace.ts';
import type { GroupTrace, JudgedLeaf, LeafTrace, Trace } from './trace.ts';

/** A part of a rule that cannot be decided: a predicate, a source that nobody knows, a list that cannot be read. */
export interface OpenPart {
  readonly node: LeafTrace['node'] | From | Some;
  /** Under an odd number of `not`: the rule wants it unmatched. */
  readonly negated: boolean;
  readonly reason: FailureReason;
  readonly actual: readonly unknown[];
}

/** A predicate, or a group that says nothing of its children. */
export interface AlivePart {
  readonly trace: Trace;
  readonly negated: boolean;
  readonly verdict: Verdict;
}

/** The trace's verdict under an even, or an odd, number of `not`. */
export function verdictUnder({ judgement }: Trace, negated: boolean): Verdict {
  return verdictIn(judgement, negated);
}

/** What the rule wants of a part. */
export function wantedOf(negated: boolean): Verdict {
  return negated ? 'unmatched' : 'matched';
}

/** Must all of the children be as the rule wants them, or is one enough? */
export function needsAll({ node }: GroupTrace, negated: boolean): boolean {
  return (node.kind === 'all') !== negated;
}

/** Left to right, each part once for a polarity; none where the trace is not, and cannot become, what is wanted of it. */
function aliveParts(root: Trace): readonly AlivePart[] {
  const parts: AlivePart[] = [];
  const met = { plain: new Set<Trace>(), negated: new Set<Trace>() };
  const visit = (trace: Trace, negated: boolean): void => {
    const verdict = verdictUnder(trace, negated);
    const wanted = wantedOf(negated);
    const ofPolarity = negated ? met.negated : met.plain;
    if ((verdict !== wanted && verdict !== 'undecided') || ofPolarity.has(trace)) return;
    ofPolarity.add(trace);
    if (trace.kind === 'leaf' || trace.of.length === 0) parts.push({ trace, negated, verdict });
    else for (const [child, isTurned] of sayingChildren(trace, negated, verdict)) visit(child, isTurned);
  };
  visit(root, false);
  return parts;
}

function sayingChildren(
  trace: GroupTrace,
  negated: boolean,
  verdict: Verdict,
): readonly (readonly [child: Trace, negated: boolean])[] {
  if (trace.node.kind === 'not') return trace.of.map((child) => [child, !negated]);
  const isPicked = trace.node.kind === 'some' && trace.node.pick !== null;
  const saying =
    isPicked || needsAll(trace, negated)
      ? trace.of
      : trace.of.filter((child) => verdictUnder(child, negated) === verdict);
  return saying.map((child) => [child, negated]);
}

/** The predicates that are as the rule wants them: of alternatives, of each that holds. */
export function holdingLeaves(root: Trace): readonly JudgedLeaf[] {
  return aliveParts(root).flatMap(({ trace, negated, verdict }) =>
    trace.kind === 'leaf' && verdict === wantedOf(negated)
      ? [{ ...trace, negated, verdict, reason: null }]
      : [],
  );
}

/** What keeps a trace from being decided. */
export function openParts(root: Trace): readonly OpenPart[] {
  return aliveParts(root).flatMap(({ trace, negated, verdict }) =>
    verdict === 'undecided' ? (openPart(trace, negated) ?? []) : [],
  );
}

/** Null: a group whose children say it. */
export function openPart(trace: Trace, negated: boolean): OpenPart | null {
  if (trace.kind === 'leaf') {
    const { node, actual, reason } = trace;
    return { node, negated, actual, reason: reason ?? 'opaque' };
  }
  const { node, reason } = trace;
  if (node.kind !== 'from' && node.kind !== 'some') return null;
  return { node, negated, actual: [], reason: reason ?? 'opaque' };
}

/** How far an undecided trace is from a match: how many of its open parts must turn out as the rule wants them, and which would do alone. */
import { needsAll, verdictUnder, wantedOf } from './alive.ts';
import type { GroupTrace, Trace } from './trace.ts';

/** The fewest open parts that would do. */
export interface Need {
  readonly count: number;
  /** Each of these would do by itself; empty where more than one is needed. */
  readonly alone: ReadonlySet<OpenTrace>;
}

/** An open part in one polarity. */
export interface OpenTrace {
  readonly trace: Trace;
  readonly negated: boolean;
}

const NOTHING: Need = { count: 0, alone: new Set() };

/** Null: whatever its open parts turn out to be, it does not become what is wanted of it. `isOpen`: may that part turn out well at all? */
export function needOf(root: Trace, isOpen: (part: OpenTrace) => boolean = () => true): Need | null {
  const known = { plain: new Map<Trace, Need | null>(), negated: new Map<Trace, Need | null>() };
  const parts = { plain: new Map<Trace, OpenTrace>(), negated: new Map<Trace, OpenTrace>() };
  const partOf = (trace: Trace, negated: boolean): OpenTrace => {
    const ofPolarity = negated ? parts.negated : parts.plain;
    const part = ofPolarity.get(trace) ?? { trace, negated };
    ofPolarity.set(trace, part);
    return part;
  };
  const needOfPart = (trace: Trace, negated: boolean): Need | null => {
    const part = partOf(trace, negated);
    return isOpen(part) ? { count: 1, alone: new Set([part]) } : null;
  };
  const find = (trace: Trace, negated: boolean): Need | null => {
    const ofPolarity = negated ? known.negated : known.plain;
    const before = ofPolarity.get(trace);
    if (before !== undefined) return before;
    const verdict = verdictUnder(trace, negated);
    const need =
      verdict === wantedOf(negated) ? NOTHING : verdict === 'undecided' ? ofOpen(trace, negated) : null;
    ofPolarity.set(trace, need);
    return need;
  };
  const ofOpen = (trace: Trace, negated: boolean): Need | null => {
    if (trace.kind === 'leaf' || isOnePart(trace)) return needOfPart(trace, negated);
    if (trace.node.kind === 'not') return joined(trace.of.map((child) => find(child, !negated)));
    const needs = trace.of.map((child) => find(child, negated));
    return needsAll(trace, negated) ? joined(needs) : least(needs);
  };
  return find(root, false);
}

/** A source that is not known, a list that cannot be read, an element that cannot be told: its children do not say what is missing. */
function isOnePart({ node, of }: GroupTrace): boolean {
  return of.length === 0 || (node.kind === 'some' && node.pick !== null);
}

/** All of them: what several wait for is needed once. */
function joined(needs: readonly (Need | null)[]): Need | null {
  const needed = needs.filter((need) => need !== NOTHING);
  if (needed.includes(null)) return null;
  const [first, ...others] = needed.filter((need) => need !== null);
  if (first === undefined) return NOTHING;
  const shared = [...first.alone].filter((part) => others.every(({ alone }) => alone.has(part)));
  if (shared.length > 0) return { count: 1, alone: new Set(shared) };
  return { count: others.reduce((sum, { count }) => sum + count, first.count), alone: new Set() };
}

/** The easiest of them. */
function least(needs: readonly (Need | null)[]): Need | null {
  const possible = needs.filter((need) => need !== null);
  const count = Math.min(...possible.map((need) => need.count));
  if (possible.length === 0) return null;
  return { count, alone: new Set(possible.flatMap((need) => (need.count === 1 ? [...need.alone] : []))) };
}

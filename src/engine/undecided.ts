/** What an analyst is told of a rule that stays undecided: how near it is to a match, and what would decide it. */
import { causeOf } from './causes.ts';
import type { UndecidedCause } from './causes.ts';
import { holdingLeaves, openPart, openParts } from './evaluate/alive.ts';
import type { OpenPart } from './evaluate/alive.ts';
import { needOf } from './evaluate/need.ts';
import { judgedLeaves } from './evaluate/trace.ts';
import type { JudgedLeaf, Trace } from './evaluate/trace.ts';
import { isSought } from './sought.ts';
import type { FailureReason } from './verdict.ts';

/**
 * The nearest first. `one_open`: it would match if one open part turned out well. `partly_matched`: something that it looks for is there, and more than one
 * part is open. `not_observable`: nothing that it looks for is there, or no event of this source, as the catalog reads it, shows what is open.
 * `source_unknown`: it is not known whether the rule is for such events.
 */
export const UNDECIDED_TIERS = ['one_open', 'partly_matched', 'not_observable', 'source_unknown'] as const;
export type UndecidedTier = (typeof UNDECIDED_TIERS)[number];

/** What is worked out where it is asked for. */
export interface UndecidedDetail {
  readonly tier: UndecidedTier;
  readonly cause: UndecidedCause;
  /** The predicates that cannot be decided. */
  readonly open: readonly JudgedLeaf[];
  /** The same without those of alternatives that fail anyway, and with the sources and lists that are not known. */
  readonly parts: readonly OpenPart[];
  /** Each of these alone would make the rule match; empty in tiers other than `one_open`. */
  readonly deciding: readonly OpenPart[];
  /** Of the open parts, how many at least must turn out well for a match. */
  readonly openCount: number;
  /** Predicates that are as the rule wants them, and that say more than where the event comes from. */
  readonly soughtCount: number;
}

/** `isDoubtful`: it is not known whether the rule is for such events. */
export function describeUndecided(trace: Trace, isDoubtful: boolean): UndecidedDetail {
  const parts = openParts(trace);
  const need = needOf(trace, ({ trace: part }) => !isHidden(part));
  const alone = [...(need?.count === 1 ? need.alone : [])].flatMap(
    (part) => openPart(part.trace, part.negated) ?? [],
  );
  const soughtCount = holdingLeaves(trace).filter(isSought).length;
  const cause = isDoubtful ? 'log_source' : causeOf(alone.length > 0 ? alone : parts);
  const tier =
    cause === 'log_source'
      ? 'source_unknown'
      : need === null || soughtCount === 0
        ? 'not_observable'
        : alone.length > 0
          ? 'one_open'
          : 'partly_matched';
  return {
    tier,
    cause,
    open: judgedLeaves(trace, ({ verdict }) => verdict === 'undecided'),
    parts,
    deciding: tier === 'one_open' ? alone : [],
    openCount: need?.count ?? parts.length,
    soughtCount,
  };
}

/** What no event of this source shows. */
const HIDDEN: ReadonlySet<FailureReason> = new Set(['not_observable']);

function isHidden({ reason }: Trace): boolean {
  return reason !== null && HIDDEN.has(reason);
}

/** By tier, then the nearest first. */
export function byTier(a: UndecidedDetail, b: UndecidedDetail): number {
  return (
    UNDECIDED_TIERS.indexOf(a.tier) - UNDECIDED_TIERS.indexOf(b.tier) ||
    a.openCount - b.openCount ||
    b.soughtCount - a.soughtCount
  );
}

/** The three answers about one event, the finer judgements that they are made of, and the logic over both. */

export type Verdict = 'matched' | 'unmatched' | 'undecided';

/**
 * What a part of a condition says of an event. Between `unmatched` and `matched` stand, in order, three that leave something open:
 *
 * - `unshown`: it asks for what the event's source never records (`not_observable`). As it stands it does not hold, and its negation is open: nothing was
 *   shown, nothing was ruled out.
 * - `undecided`.
 * - `unrefuted`: the negation of one that is unshown, which is open, and whose own negation is unshown again.
 *
 * An `all` is the least of its parts, an `any` the greatest, a `not` turns the order around: Kleene's logic with two values more. It gives what one gets who
 * pushes every `not` down to the predicates and takes one that cannot be observed as unmatched, its negation as undecided (docs/decisions/0021).
 */
export type Judgement = 'unmatched' | 'unshown' | 'undecided' | 'unrefuted' | 'matched';

/** Why a predicate cannot be decided. */
export type UndecidedReason =
  | 'opaque'
  | 'unmapped_field'
  | 'not_observable'
  | 'unknown_log_source'
  | 'unsupported_regex'
  | 'unsupported_cidr'
  | 'unsupported_time'
  | 'event_too_large';

/** Why a predicate is not what the rule needs it to be. */
export type FailureReason =
  'field_absent' | 'value_mismatch' | 'case_mismatch' | 'type_mismatch' | 'excluded' | UndecidedReason;

/** A truth value, or why there is none. */
export type Answer = boolean | UndecidedReason;

const RANKS: Readonly<Record<Judgement, number>> = {
  unmatched: 0,
  unshown: 1,
  undecided: 2,
  unrefuted: 3,
  matched: 4,
};

const NEGATIONS: Readonly<Record<Judgement, Judgement>> = {
  unmatched: 'matched',
  unshown: 'unrefuted',
  undecided: 'undecided',
  unrefuted: 'unshown',
  matched: 'unmatched',
};

const VERDICTS: Readonly<Record<Judgement, Verdict>> = {
  unmatched: 'unmatched',
  unshown: 'unmatched',
  undecided: 'undecided',
  unrefuted: 'undecided',
  matched: 'matched',
};

/** What it comes to as it stands: under no `not`, or an even number of them. */
export function verdictOf(judgement: Judgement): Verdict {
  return VERDICTS[judgement];
}

export function negate(judgement: Judgement): Judgement {
  return NEGATIONS[judgement];
}

/** Of the parts of an `all` (`unmatched` decides it), or of an `any` (`matched` does). */
export function joined(one: Judgement, other: Judgement, decisive: 'matched' | 'unmatched'): Judgement {
  const isLess = RANKS[one] < RANKS[other];
  return isLess === (decisive === 'unmatched') ? one : other;
}

export function negateAnswer(answer: Answer): Answer {
  return typeof answer === 'boolean' ? !answer : answer;
}

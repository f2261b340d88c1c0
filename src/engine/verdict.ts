/** The three answers about one event, and Kleene's logic over them. */

export type Verdict = 'matched' | 'unmatched' | 'undecided';

/** Why a predicate cannot be decided. */
export type UndecidedReason =
  | 'opaque'
  | 'unmapped_field'
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

export function verdictOf(answer: Answer): Verdict {
  if (answer === true) return 'matched';
  return answer === false ? 'unmatched' : 'undecided';
}

export function negateVerdict(verdict: Verdict): Verdict {
  if (verdict === 'undecided') return verdict;
  return verdict === 'matched' ? 'unmatched' : 'matched';
}

export function negateAnswer(answer: Answer): Answer {
  return typeof answer === 'boolean' ? !answer : answer;
}

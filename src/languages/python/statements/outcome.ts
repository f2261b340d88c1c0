/** How a block of statements ends: a tree of alternatives, read and put together here. */
import { always, never } from '../../../condition/condition.ts';
import type { Condition } from '../../../condition/condition.ts';
import { choice, sameValue } from '../values/choice.ts';
import { implies } from '../conditions/implication.ts';
import { hasOpaque } from '../conditions/facts.ts';
import { both, decide, either, negate } from '../conditions/logic.ts';
import type { Outcome } from '../machine/machine.ts';
import { NONE } from '../values/values.ts';
import type { Value } from '../values/values.ts';

export const NEXT: Outcome = { kind: 'next' };
export const BREAK: Outcome = { kind: 'break' };
export const CONTINUE: Outcome = { kind: 'continue' };
/** Leaves the enclosing construct (a caught `try`, a broken loop), then goes on behind it. */
export const LEFT: Outcome = { kind: 'left' };

export type Leaf = Exclude<Outcome, { kind: 'split' }>;

export function returned(value: Value): Outcome {
  return { kind: 'returned', value };
}

export function raised(exception: string): Outcome {
  return { kind: 'raised', exception };
}

export function split(when: Condition, then: Outcome, otherwise: Outcome): Outcome {
  if (when.kind === 'always') return then;
  if (when.kind === 'never') return otherwise;
  const yes = narrowOutcome(then, when);
  const no = narrowOutcome(otherwise, negate(when));
  if (sameOutcome(yes, no)) return yes;
  if (yes.kind === 'returned' && no.kind === 'returned') return returned(choice(when, yes.value, no.value));
  if (no.kind === 'split' && sameOutcome(yes, no.then))
    return split(either(when, no.when), yes, no.otherwise);
  if (yes.kind === 'split' && sameOutcome(yes.otherwise, no))
    return split(both(when, yes.when), yes.then, no);
  return { kind: 'split', when, then: yes, otherwise: no };
}

function narrowOutcome(outcome: Outcome, fact: Condition): Outcome {
  let at = outcome;
  while (at.kind === 'split' && !hasOpaque(at.when)) {
    if (implies(fact, at.when)) at = at.then;
    else if (implies(fact, negate(at.when))) at = at.otherwise;
    else break;
  }
  return at;
}

function sameOutcome(a: Outcome, b: Outcome): boolean {
  if (a === b) return true;
  if (a.kind === 'split' || b.kind === 'split' || a.kind !== b.kind) return false;
  if (a.kind === 'returned') return b.kind === 'returned' && sameValue(a.value, b.value);
  if (a.kind === 'raised') return b.kind === 'raised' && a.exception === b.exception;
  return true;
}

/** Where does the outcome end in such a leaf? */
export function whenEnds(outcome: Outcome, test: (leaf: Leaf) => boolean): Condition {
  if (outcome.kind !== 'split') return test(outcome) ? always : never;
  return decide(outcome.when, whenEnds(outcome.then, test), whenEnds(outcome.otherwise, test));
}

export function endsIn(outcome: Outcome, ...kinds: readonly Leaf['kind'][]): boolean {
  if (outcome.kind !== 'split') return kinds.includes(outcome.kind);
  return endsIn(outcome.then, ...kinds) || endsIn(outcome.otherwise, ...kinds);
}

export function mapLeaves(outcome: Outcome, map: (leaf: Leaf) => Outcome): Outcome {
  if (outcome.kind !== 'split') return map(outcome);
  return split(outcome.when, mapLeaves(outcome.then, map), mapLeaves(outcome.otherwise, map));
}

/** The outcome where it is known not to end in the leaves that `gone` names; null when it ends in nothing else. */
function without(outcome: Outcome, gone: (leaf: Leaf) => boolean): Outcome | null {
  if (outcome.kind !== 'split') return gone(outcome) ? null : outcome;
  const then = without(outcome.then, gone);
  const otherwise = without(outcome.otherwise, gone);
  if (then === null) return otherwise;
  return otherwise === null ? then : split(outcome.when, then, otherwise);
}

/** First `outcome`; where it goes on, `rest`. */
export function sequel(outcome: Outcome, rest: Outcome): Outcome {
  if (outcome.kind === 'next') return rest;
  if (outcome.kind !== 'split') return outcome;
  if (!endsIn(outcome, 'next')) return outcome;
  if (!endsIn(outcome.then, 'next'))
    return split(outcome.when, outcome.then, sequel(outcome.otherwise, rest));
  if (!endsIn(outcome.otherwise, 'next'))
    return split(outcome.when, sequel(outcome.then, rest), outcome.otherwise);
  const isNext = (leaf: Leaf): boolean => leaf.kind === 'next';
  const ended = without(outcome, isNext);
  return ended === null ? rest : split(whenEnds(outcome, isNext), rest, ended);
}

/** The value of a call that ended so (None where it ran off its end), and where it raised. */
export function callResult(outcome: Outcome): {
  readonly value: Value;
  readonly raises: readonly { when: Condition; exception: string }[];
} {
  const raises: { when: Condition; exception: string }[] = [];
  const collect = (at: Outcome, when: Condition): void => {
    if (at.kind === 'split') {
      collect(at.then, both(when, at.when));
      collect(at.otherwise, both(when, negate(at.when)));
    } else if (at.kind === 'raised') raises.push({ when, exception: at.exception });
  };
  if (endsIn(outcome, 'raised')) collect(outcome, always);
  const value = resultValue(outcome);
  return { value: value ?? NONE, raises };
}

function resultValue(outcome: Outcome): Value | null {
  if (outcome.kind === 'returned') return outcome.value;
  if (outcome.kind === 'raised') return null;
  if (outcome.kind !== 'split') return NONE;
  const then = resultValue(outcome.then);
  const otherwise = resultValue(outcome.otherwise);
  if (then === null) return otherwise;
  return otherwise === null ? then : choice(outcome.when, then, otherwise);
}

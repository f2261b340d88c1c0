/**
 * How a loop over a list of the event ends: a `return` of its body is `some element …`. What is returned is known where it is the same value
 * for each element, or where all elements that return agree; and where no other element may raise first.
 */
import { never } from '../../../condition/condition.ts';
import type { Condition } from '../../../condition/condition.ts';
import type { StatementOf } from '../syntax/ast.ts';
import { alternatives, choice, sameValue } from '../values/choice.ts';
import { mentionsBinder } from '../values/dependence.ts';
import { implies } from '../conditions/implication.ts';
import { both, decide, either } from '../conditions/logic.ts';
import type { Outcome } from '../machine/machine.ts';
import { LEFT, NEXT, raised, returned, split, whenEnds } from '../statements/outcome.ts';
import type { Leaf } from '../statements/outcome.ts';
import { picked } from '../elements/picks.ts';
import type { Run } from '../machine/run.ts';
import type { Each, Picked, Value } from '../values/values.ts';

export function listOutcome(
  m: Run,
  part: Each,
  result: Outcome,
  broken: Condition,
  node: StatementOf<'For'>,
): Outcome {
  const whenReturned = whenEnds(result, (leaf) => leaf.kind === 'returned');
  let outcome: Outcome = broken.kind === 'never' ? NEXT : split(m.some(part, broken, node), LEFT, NEXT);
  const raises: Condition[] = [];
  for (const exception of exceptionsOf(result)) {
    const when = whenEnds(result, (leaf) => leaf.kind === 'raised' && leaf.exception === exception);
    const raising = m.some(part, when, node);
    raises.push(raising);
    outcome = split(raising, raised(exception), outcome);
  }
  if (whenReturned.kind === 'never') {
    const inOrder =
      broken.kind === 'never' || raises.length === 0 ? null : firstEnding(m, part, result, node);
    return inOrder ?? outcome;
  }
  const values = returnedValues(result).filter((value) => !isUnordered(value));
  const [only] = values;
  const known =
    only !== undefined &&
    values.every((value) => sameValue(value, only)) &&
    !mentionsBinder(only, part.binder);
  const ordered = broken.kind === 'never' || implies(broken, whenReturned);
  const open = (): Value => m.opaque('first_of_list', node.iter, only === undefined ? [] : [only]);
  const place = broken.kind === 'never' && raises.length === 0 ? 'first' : null;
  const whole = (): Value | null => ofElement(m, part, place, whenReturned, returnedValue(result), node);
  const value = (ordered ? (known ? only : whole()) : null) ?? open();
  const returning = m.some(part, whenReturned, node);
  // Which element comes first, the one that returns or one that raises?
  const unknown = m.some(part, whenOpaque(result), node);
  const unordered = either(unknown, ...raises);
  const alone =
    both(returning, unordered).kind === 'never' || (unknown.kind === 'never' && endsAsRaised(m, value));
  if (alone && ordered && !isUnordered(value)) return split(returning, returned(value), outcome);
  const decided = alone || (unknown.kind === 'never' && m.catching());
  return (
    firstEnding(m, part, result, node) ??
    split(returning, returned(decided ? value : choice(unordered, open(), value)), outcome)
  );
}

/** The first element that does not go on ends the loop. Null where the IR cannot say which that is, or what it returns. */
function firstEnding(m: Run, part: Each, result: Outcome, node: StatementOf<'For'>): Outcome | null {
  const ending = whenEnds(result, (leaf) => leaf.kind !== 'next');
  const first = (kind: (leaf: Leaf) => boolean): Condition | null =>
    m.pick(part, 'first', ending, whenEnds(result, kind));
  const leaving = first((leaf) => leaf.kind === 'left');
  const returning = first((leaf) => leaf.kind === 'returned');
  if (leaving === null || returning === null || returnedValues(result).some(isUnordered)) return null;
  let outcome = split(leaving, LEFT, NEXT);
  for (const exception of exceptionsOf(result)) {
    const raising = first((leaf) => leaf.kind === 'raised' && leaf.exception === exception);
    if (raising === null) return null;
    outcome = split(raising, raised(exception), outcome);
  }
  if (returning.kind === 'never') return outcome;
  const value = ofElement(m, part, 'first', ending, returnedValue(result), node);
  return value === null ? null : split(returning, returned(value), outcome);
}

/** The value that an element gives, where the iterations before have no part in it. */
export function ofElement(
  m: Run,
  part: Each,
  place: Picked['place'],
  when: Condition,
  value: Value | null,
  node: StatementOf<'For'>,
): Value | null {
  return value === null || holdsPending(value) ? null : picked(m, part, place, when, value, node.iter);
}

/** What is returned where the outcome returns. */
function returnedValue(outcome: Outcome): Value | null {
  if (outcome.kind === 'returned') return outcome.value;
  if (outcome.kind !== 'split') return null;
  const then = returnedValue(outcome.then);
  const otherwise = returnedValue(outcome.otherwise);
  if (then === null || otherwise === null) return then ?? otherwise;
  return choice(outcome.when, then, otherwise);
}

/** What an inner loop returns, unless one of its elements raises first. */
function isUnordered(value: Value): boolean {
  return value.kind === 'opaque' && value.reason === 'first_of_list';
}

function whenOpaque(outcome: Outcome): Condition {
  if (outcome.kind === 'split')
    return decide(outcome.when, whenOpaque(outcome.then), whenOpaque(outcome.otherwise));
  if (outcome.kind !== 'returned') return never;
  return either(...alternatives(outcome.value).map(({ when, value }) => (isUnordered(value) ? when : never)));
}

/** Does the whole rule end with this value as it ends with an exception: without an alert? */
function endsAsRaised(m: Run, value: Value): boolean {
  if (m.depth.calls !== 1 || m.catching() || value.kind !== 'constant') return false;
  return m.context.entry === 'policy' ? value.value !== false : value.value !== true;
}

function leavesOf(outcome: Outcome): readonly Leaf[] {
  return outcome.kind === 'split' ? [...leavesOf(outcome.then), ...leavesOf(outcome.otherwise)] : [outcome];
}

function returnedValues(outcome: Outcome): readonly Value[] {
  return leavesOf(outcome).flatMap((leaf) =>
    leaf.kind === 'returned' ? alternatives(leaf.value).map(({ value }) => value) : [],
  );
}

function exceptionsOf(outcome: Outcome): ReadonlySet<string> {
  return new Set(leavesOf(outcome).flatMap((leaf) => (leaf.kind === 'raised' ? [leaf.exception] : [])));
}

/** Does the value depend on what the iterations before have left? */
export function holdsPending(value: Value): boolean {
  if (value.kind === 'sequence' || value.kind === 'lookup')
    return value.parts.some((part) => part.kind === 'item' && holdsPending(part.value));
  if (value.kind === 'dictionary') return value.entries.some((entry) => holdsPending(entry.value));
  if (value.kind === 'choice') return holdsPending(value.then) || holdsPending(value.otherwise);
  if (value.kind === 'text')
    return value.parts.some((part) => typeof part !== 'string' && holdsPending(part));
  return value.kind === 'pending';
}

/** What variables hold behind a loop over a list of the event. */
import { always, never } from '../../../condition/condition.ts';
import type { Condition } from '../../../condition/condition.ts';
import type { StatementOf } from '../syntax/ast.ts';
import { alternatives, choice, sameValue } from '../values/choice.ts';
import { mentionsBinder } from '../values/dependence.ts';
import { implies } from '../conditions/implication.ts';
import { guarded } from '../values/iteration.ts';
import { both, decide, either, negate } from '../conditions/logic.ts';
import { pairsOf } from '../values/lookups.ts';
import { holdsPending, ofElement } from './loop-outcome.ts';
import type { Run } from '../machine/run.ts';
import type { Change } from '../machine/scope.ts';
import type { Each, Lookup, Part, Sequence, Value } from '../values/values.ts';

/** What a variable holds behind the loop. */
export function afterLoop(
  m: Run,
  part: Each,
  change: Change,
  before: Value | null,
  broken: Condition,
  node: StatementOf<'For'>,
): Value {
  const unknown = (): Value =>
    m.opaque(
      'loop_variable',
      node.iter,
      [change.after, before].filter((one) => one !== null && one !== undefined),
    );
  if (change.after === undefined || before === null) return unknown();
  const leaves = alternatives(change.after).filter(({ value }) => value.kind !== 'pending');
  const [first] = leaves;
  if (first === undefined) return before;
  const when = whenSet(change.after);
  // A break before the variable is set leaves it as it was.
  const inOrder = broken.kind === 'never' || implies(broken, when);
  const constantly =
    leaves.every(({ value }) => sameValue(value, first.value)) && !mentionsBinder(first.value, part.binder);
  if (constantly && !holdsPending(first.value)) {
    return choice(m.some(part, when, node), inOrder ? first.value : unknown(), before);
  }
  const list = broken.kind === 'never' ? appended(m, part, change.name, leaves, before) : null;
  if (list !== null) return list;
  const place = broken.kind === 'never' ? 'last' : implies(when, broken) ? 'first' : null;
  const set = inOrder ? ofElement(m, part, place, when, withoutPendingLeaves(change.after), node) : null;
  return choice(m.some(part, when, node), set ?? unknown(), before);
}

/** Where does the body set the variable? */
export function whenSet(value: Value): Condition {
  if (value.kind === 'pending') return never;
  if (value.kind !== 'choice') return always;
  return decide(value.when, whenSet(value.then), whenSet(value.otherwise));
}

/** The alternatives in which the variable is set. */
function withoutPendingLeaves(value: Value): Value | null {
  if (value.kind === 'pending') return null;
  if (value.kind !== 'choice') return value;
  const then = withoutPendingLeaves(value.then);
  const otherwise = withoutPendingLeaves(value.otherwise);
  if (then === null || otherwise === null) return then ?? otherwise;
  return choice(value.when, then, otherwise);
}

type Alternative = ReturnType<typeof alternatives>[number];

type Collection = Sequence | Lookup;

/** A list or dictionary that the body adds to: what it held, and for each element of the event's list what was added. */
function appended(
  m: Run,
  part: Each,
  name: string,
  leaves: readonly Alternative[],
  before: Value,
): Value | null {
  const added: Part[] = [];
  let made: Collection | null = null;
  for (const { when, value } of leaves) {
    if (value.kind !== 'sequence' && value.kind !== 'lookup') return null;
    const [start, ...more] = value.parts;
    if (start?.kind !== 'item' || start.value.kind !== 'pending' || start.value.name !== name) return null;
    if (more.some((one) => one.kind === 'item' && holdsPending(one.value))) return null;
    if (made !== null && made.kind !== value.kind) return null;
    made = value;
    added.push(...more.map((one) => ({ ...one, when: both(when, one.when) })));
  }
  if (made === null) return null;
  const shape = made;
  const firstParts = added.map((one) => ({ ...one, when: nothingSeen(m, name, one.when) }));
  const isSame = added.every((one, at) => one.when === firstParts[at]?.when);
  const parts = [{ ...part, parts: added, ...(isSame ? {} : { firstParts }) }].map((one) =>
    guarded(one, always),
  );
  const held = alternatives(before).map(({ value }) => value);
  if (!held.every((value) => value.kind === 'pending' || partsBefore(shape, value) !== null)) return null;
  return m.each(before, (value) => {
    // Within an outer loop the list is pending itself: what stands before it is that loop's to say.
    const first = partsBefore(shape, value) ?? [{ kind: 'item', when: always, value }];
    return value.kind === 'sequence'
      ? { ...value, parts: [...first, ...parts] }
      : { ...shape, parts: [...first, ...parts] };
  });
}

/** The condition where nothing was collected yet, so that nothing is found in it. */
function nothingSeen(m: Run, name: string, when: Condition): Condition {
  switch (when.kind) {
    case 'all':
      return both(...when.of.map((one) => nothingSeen(m, name, one)));
    case 'any':
      return either(...when.of.map((one) => nothingSeen(m, name, one)));
    case 'not':
      return negate(nothingSeen(m, name, when.of));
    case 'opaque':
      return when.reason === 'loop_state' && m.seen.get(when.text) === name ? never : when;
    case 'some':
    case 'compare':
    case 'from':
    case 'always':
    case 'never':
      return when;
  }
}

/** What the collection held before the loop; null for another kind of value. */
function partsBefore(made: Collection, before: Value): readonly Part[] | null {
  if (made.kind === 'sequence') return before.kind === 'sequence' ? before.parts : null;
  return before.kind === 'dictionary' || before.kind === 'lookup' ? pairsOf(before) : null;
}

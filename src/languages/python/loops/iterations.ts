/**
 * The body of a loop over a list of the event, followed once for any element. What the iterations before left in its variables is not known,
 * but of those that are set only where the loop is then broken (they hold what stood there before), and of those that are set to one constant
 * (they hold it where an element before this one had it set).
 */
import type { Condition } from '../../../condition/condition.ts';
import { mapFields } from '../../../condition/fold.ts';
import { conditionKey } from '../../../condition/key.ts';
import type { StatementOf } from '../syntax/ast.ts';
import { assignedNames, namesBound } from '../syntax/assigned-names.ts';
import { whenSet } from './after-loop.ts';
import { alternatives, choice, sameValue } from '../values/choice.ts';
import { hasOpaque } from '../conditions/facts.ts';
import { child, element } from '../values/fields.ts';
import { implies } from '../conditions/implication.ts';
import { fieldElements } from '../values/iteration.ts';
import type { Outcome } from '../machine/machine.ts';
import { endsIn, whenEnds } from '../statements/outcome.ts';
import { openPlaces } from '../elements/places.ts';
import { binderOf } from '../conditions/same-field.ts';
import type { Run } from '../machine/run.ts';
import type { Change } from '../machine/scope.ts';
import type { Each, Value } from '../values/values.ts';

export interface Iteration {
  readonly result: Outcome;
  readonly changes: readonly Change[];
}

/** What is known to stand in variables when an iteration begins. */
type Known = ReadonlyMap<string, Value>;

interface Followed {
  /** The list as it was gone through: perhaps by its places. */
  readonly part: Each;
  readonly iteration: Iteration;
}

type Body = (part: Each) => Outcome;

export function followedIteration(m: Run, whole: Each, node: StatementOf<'For'>, body: Body): Followed {
  const open = assignedNames(node.body);
  for (const name of namesBound(node.target)) open.delete(name);
  const reads = new Map(m.pendingReads);
  const tried = m.collecting(() => oneIteration(m, whole, open, new Map(), body));
  const isRead = (name: string): boolean => m.pendingReads.get(name) !== reads.get(name);
  const kept = setWhereBroken(m, tried.result, isRead);
  if (kept.size > 0) return { part: whole, iteration: oneIteration(m, whole, open, kept, body) };
  const earlier = withEarlier(m, whole, open, tried.result, isRead, node, body);
  if (earlier !== null) return earlier;
  for (const one of tried.raises) m.raise(one.exception, one.when);
  return { part: whole, iteration: tried.result };
}

function oneIteration(m: Run, part: Each, open: ReadonlySet<string>, known: Known, body: Body): Iteration {
  return m.isolated(() => {
    for (const name of open) {
      const holds = known.get(name);
      if (m.read(name) !== undefined)
        m.write(name, { kind: 'pending', name, ...(holds === undefined ? {} : { holds }) });
    }
    return body(part);
  });
}

/** Names that the body reads, and sets only where it then breaks: each iteration finds in them what stood there before the loop. */
function setWhereBroken(m: Run, { result, changes }: Iteration, isRead: (name: string) => boolean): Known {
  const known = new Map<string, Value>();
  if (!endsIn(result, 'left')) return known;
  const broken = whenEnds(result, (leaf) => leaf.kind === 'left');
  for (const { name, before, after } of changes) {
    if (after === undefined || after.kind === 'pending' || before === undefined || !isRead(name)) continue;
    if (!alternatives(after).every(({ value }) => isUnchanging(value))) continue;
    const when = whenSet(after);
    if (conditionKey(when) === conditionKey(broken) || implies(when, broken)) known.set(name, before);
  }
  m.step();
  return known;
}

/** What the body cannot change in place. */
function isUnchanging({ kind }: Value): boolean {
  return kind === 'pending' || kind === 'constant' || kind === 'truth' || kind === 'field';
}

/** The iteration with what elements before it set; null where no variable that it reads is of that kind. */
function withEarlier(
  m: Run,
  whole: Each,
  open: ReadonlySet<string>,
  { changes }: Iteration,
  isRead: (name: string) => boolean,
  node: StatementOf<'For'>,
  body: Body,
): Followed | null {
  const isOne = ({ name, before, after }: Change): boolean =>
    isRead(name) &&
    before !== undefined &&
    after !== undefined &&
    constantSet(after) !== null &&
    alternatives(before).every(({ value }) => isUnchanging(value));
  if (!changes.some(isOne)) return null;
  const part = openPlaces(m, whole);
  if (part === null) return null;
  const { result: again } = m.collecting(() => oneIteration(m, part, open, new Map(), body));
  const known = new Map<string, Value>();
  for (const change of again.changes) {
    const { name, before, after } = change;
    if (before === undefined || after === undefined || !isOne(change)) continue;
    const earlier = someBefore(m, part, whenSet(after), node);
    const set = constantSet(after);
    if (earlier !== null && set !== null) known.set(name, choice(earlier, set, before));
  }
  if (known.size === 0) return null;
  return { part, iteration: oneIteration(m, part, open, known, body) };
}

/** The constant that the variable is set to; null where that is not one and the same. */
function constantSet(after: Value): Value | null {
  const set = alternatives(after).flatMap(({ value }) => (value.kind === 'pending' ? [] : [value]));
  const [first] = set;
  if (first?.kind !== 'constant' || !set.every((value) => sameValue(value, first))) return null;
  return first;
}

/** Does an element before this one satisfy the condition? Null where that depends on more than the element itself. */
function someBefore(m: Run, part: Each, when: Condition, node: StatementOf<'For'>): Condition | null {
  if (hasOpaque(when)) return null;
  const before = fieldElements(m, child(element(part.binder).field, 'before'), 'whole');
  const found = { isWhole: true };
  const moved = mapFields(when, (path) => {
    if (binderOf(path) !== part.binder) return path;
    const [side, ...segments] = path.segments;
    if (side !== 'value') found.isWhole = false;
    const native = segments.join('.');
    return Object.freeze({ ...path, segments, native, name: `@${before.binder}.${native}` });
  });
  return found.isWhole ? m.some(before, moved, node) : null;
}

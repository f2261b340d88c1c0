/**
 * `for`: over constants unrolled, over an event's list followed once for any element. There a `return` becomes `some element …`; variables that
 * the body sets to a constant, and lists it appends to, are known after the loop, others are opaque.
 */
import { always, never } from '../../condition/condition.ts';
import type { Condition } from '../../condition/condition.ts';
import { withTransform } from '../../condition/field-path.ts';
import type { Expression, Statement, StatementOf } from './ast.ts';
import { conditionKey } from '../../condition/key.ts';
import { alternatives, choice, sameValue } from './choice.ts';
import { mentionsBinder } from './dependence.ts';
import { implies } from './implication.ts';
import { guarded, partsOf } from './iteration.ts';
import { both, decide, either } from './logic.ts';
import { TooLarge } from './too-large.ts';
import { pairsOf } from './lookups.ts';
import type { Outcome } from './machine.ts';
import { openKeys } from './object-entries.ts';
import { endsIn, LEFT, mapLeaves, NEXT, sequel, split, whenEnds } from './outcome.ts';
import { branch } from './branches.ts';
import { holdsPending, listOutcome, ofElement } from './loop-outcome.ts';
import { nodeText } from './parse.ts';
import type { Run } from './run.ts';
import type { Change } from './scope.ts';
import { field } from './values.ts';
import type { Each, Lookup, Part, Sequence, Value } from './values.ts';

const MAX_ITERATIONS = 400;

export function forLoop(m: Run, node: StatementOf<'For'>): Outcome {
  const parts = partsOf(m, iterated(m, node), node.iter).map((part) => openKeys(m, part));
  if (parts.length > MAX_ITERATIONS) throw new TooLarge('A loop over too many constants.');
  const looped = overAlternatives(m, parts, node);
  const ended =
    node.orelse.length === 0 || !endsIn(looped, 'next')
      ? looped
      : sequel(
          looped,
          after(m, looped, () => m.block(node.orelse)),
        );
  return mapLeaves(ended, (leaf) => (leaf.kind === 'left' ? NEXT : leaf));
}

/** From this many constants on, what the body asks of a value is asked of each of its alternatives apart. */
const MANY = 8;

/** A loop over many constants that looks at a choice of values: the choice is made first, so that each side's conditions are alike. */
function overAlternatives(m: Run, parts: readonly Part[], node: StatementOf<'For'>): Outcome {
  const name = parts.length < MANY ? undefined : choiceRead(m, node);
  const value = name === undefined ? undefined : m.read(name);
  if (name === undefined || value?.kind !== 'choice') return overParts(m, parts, node);
  const side =
    (held: Value): (() => Outcome) =>
    () => {
      m.write(name, held);
      return overAlternatives(m, parts, node);
    };
  return branch(m, value.when, side(value.then), side(value.otherwise));
}

/** A name of the body that holds a choice just now. */
function choiceRead(m: Run, node: StatementOf<'For'>): string | undefined {
  const { parsed } = m.scope().source;
  const names = new Set(
    node.body.flatMap((statement) => nodeText(parsed, statement).match(/[A-Za-z_]\w*/g) ?? []),
  );
  const assigned = assignedNames(node.body);
  return [...names].find((name) => !assigned.has(name) && m.scope().names.get(name)?.kind === 'choice');
}

/** `for key in x: … x[key]`: x is a dictionary, and Python goes through its keys. */
function iterated(m: Run, node: StatementOf<'For'>): Value {
  const value = m.evaluate(node.iter);
  if (node.iter.nodeType !== 'Name' || node.target.nodeType !== 'Name') return value;
  const entry = new RegExp(`\\b${node.iter.id}(?:\\[|\\.get\\()${node.target.id}\\b`);
  const { parsed } = m.scope().source;
  if (!node.body.some((statement) => entry.test(nodeText(parsed, statement)))) return value;
  return m.each(value, (leaf) =>
    leaf.kind === 'field' && leaf.walk === null ? field(withTransform(leaf.field, 'keys')) : leaf,
  );
}

function after<T>(m: Run, outcome: Outcome, run: () => T): T {
  return endsIn(outcome, 'left')
    ? m.under(
        whenEnds(outcome, (leaf) => leaf.kind === 'next'),
        run,
      )
    : run();
}

/** One part after the other; `left` where the loop is broken. */
function overParts(m: Run, parts: readonly Part[], node: StatementOf<'For'>): Outcome {
  const [first, ...rest] = parts;
  if (first === undefined) return NEXT;
  const ends = [overPart(m, first, node)];
  // Most loops over constants ask the same of each and end alike: those are joined at once, not one inside the other.
  while (rest.length > 0 && endsAlike(ends)) {
    const part = rest.shift();
    if (part !== undefined) ends.push(overPart(m, part, node));
  }
  const alike = endsAlike(ends);
  const last = alike ? undefined : ends.pop();
  const joined = joinedEnds(ends);
  if (last === undefined) return joined;
  const following =
    rest.length === 0 || !endsIn(last, 'next')
      ? last
      : sequel(
          last,
          after(m, last, () => overParts(m, rest, node)),
        );
  return sequel(joined, following);
}

/** Does each go on but for one and the same end? */
function endsAlike(ends: readonly Outcome[]): boolean {
  const last = ends.at(-1);
  const first = ends.find((one) => one.kind === 'split');
  if (last === undefined || last.kind === 'next') return true;
  if (
    last.kind !== 'split' ||
    last.otherwise.kind !== 'next' ||
    last.then.kind === 'split' ||
    last.then.kind === 'left'
  )
    return false;
  return first?.kind !== 'split' || sameLeaf(first.then, last.then);
}

function sameLeaf(a: Outcome, b: Outcome): boolean {
  if (a.kind === 'returned' && b.kind === 'returned') return sameValue(a.value, b.value);
  return a.kind === 'raised' && b.kind === 'raised' && a.exception === b.exception;
}

function joinedEnds(ends: readonly Outcome[]): Outcome {
  const splits = ends.flatMap((one) => (one.kind === 'split' ? [one] : []));
  const [first] = splits;
  return first === undefined ? NEXT : split(either(...splits.map((one) => one.when)), first.then, NEXT);
}

function overPart(m: Run, part: Part, node: StatementOf<'For'>): Outcome {
  if (part.kind === 'each') return overList(m, part, node);
  const iteration = (): Outcome => {
    m.bind(node.target, part.value);
    return mapLeaves(m.block(node.body), (leaf) => {
      if (leaf.kind === 'continue') return NEXT;
      return leaf.kind === 'break' ? LEFT : leaf;
    });
  };
  if (part.when.kind === 'always') return iteration();
  const { result, changes } = m.isolated(iteration);
  m.mergeChanges(part.when, changes, []);
  return split(part.when, result, NEXT);
}

function overList(m: Run, part: Each, node: StatementOf<'For'>): Outcome {
  const open = assignedNames(node.body);
  for (const name of namesBound(node.target)) open.delete(name);
  const tried = m.collecting(() => oneIteration(m, part, open, new Set(), node));
  const settled = setWhereBroken(m, tried.result, node);
  if (settled.size === 0) for (const one of tried.raises) m.raise(one.exception, one.when);
  const { result, changes } = settled.size === 0 ? tried.result : oneIteration(m, part, open, settled, node);
  const { before, kept } = withoutPending(m, changes);
  const broken = whenEnds(result, (leaf) => leaf.kind === 'left');
  for (const change of kept) {
    const value = afterLoop(m, part, change, before.get(change) ?? null, broken, node);
    m.inScope(change.scope, () => m.write(change.name, value));
  }
  return listOutcome(m, part, result, broken, node);
}

interface Iteration {
  readonly result: Outcome;
  readonly changes: readonly Change[];
}

/** The body for any one element; the iterations before it may have changed the `open` names, and have not changed the `settled` ones. */
function oneIteration(
  m: Run,
  part: Each,
  open: ReadonlySet<string>,
  settled: ReadonlySet<string>,
  node: StatementOf<'For'>,
): Iteration {
  return m.isolated(() => {
    for (const name of open) {
      const holds = m.read(name);
      if (holds !== undefined)
        m.write(name, { kind: 'pending', name, ...(settled.has(name) ? { holds } : {}) });
    }
    return overParts(m, part.parts, node);
  });
}

/** Names that the body reads, and sets only where it then breaks: each iteration finds in them what stood there before the loop. */
function setWhereBroken(m: Run, { result, changes }: Iteration, node: StatementOf<'For'>): Set<string> {
  const settled = new Set<string>();
  if (!endsIn(result, 'left')) return settled;
  const broken = whenEnds(result, (leaf) => leaf.kind === 'left');
  const { parsed } = m.scope().source;
  const body = node.body.map((statement) => nodeText(parsed, statement)).join('\n');
  const isRead = (name: string): boolean => (body.match(new RegExp(`\\b${name}\\b`, 'g')) ?? []).length > 1;
  for (const { name, before, after } of changes) {
    if (after === undefined || after.kind === 'pending' || before === undefined || !isRead(name)) continue;
    if (!alternatives(after).every(({ value }) => isUnchanging(value))) continue;
    const when = whenSet(after);
    if (conditionKey(when) === conditionKey(broken) || implies(when, broken)) settled.add(name);
  }
  return settled;
}

/** What the body cannot change in place. */
function isUnchanging({ kind }: Value): boolean {
  return kind === 'pending' || kind === 'constant' || kind === 'truth' || kind === 'field';
}

/** What variables held before the loop: the placeholder that stood in for them was written first. */
function withoutPending(
  m: Run,
  changes: readonly Change[],
): { readonly before: Map<Change, Value | null>; readonly kept: readonly Change[] } {
  const before = new Map<Change, Value | null>();
  const kept = changes.filter((change) => change.after !== undefined && change.after.kind !== 'pending');
  for (const change of kept) before.set(change, change.before ?? null);
  m.step();
  return { before, kept };
}

/** What a variable holds behind the loop. */
function afterLoop(
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
function whenSet(value: Value): Condition {
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
  const parts = [{ ...part, parts: added }].map((one) => guarded(one, always));
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

/** What the collection held before the loop; null for another kind of value. */
function partsBefore(made: Collection, before: Value): readonly Part[] | null {
  if (made.kind === 'sequence') return before.kind === 'sequence' ? before.parts : null;
  return before.kind === 'dictionary' || before.kind === 'lookup' ? pairsOf(before) : null;
}

function namesBound(target: Expression): readonly string[] {
  if (target.nodeType === 'Name') return [target.id];
  if (target.nodeType === 'Tuple' || target.nodeType === 'List') return target.elts.flatMap(namesBound);
  return target.nodeType === 'Starred' ? namesBound(target.value) : [];
}

/** Names that the body binds or changes in place, its inner blocks included. */
function assignedNames(body: readonly Statement[]): Set<string> {
  const names = new Set<string>();
  const add = (target: Expression): void => {
    for (const name of namesBound(target)) names.add(name);
    if (target.nodeType === 'Subscript' && target.value.nodeType === 'Name') names.add(target.value.id);
  };
  const visit = (node: Statement): void => {
    if (node.nodeType === 'Assign') node.targets.forEach(add);
    if (node.nodeType === 'AugAssign' || node.nodeType === 'AnnAssign' || node.nodeType === 'For')
      add(node.target);
    if (
      node.nodeType === 'Expr' &&
      node.value.nodeType === 'Call' &&
      node.value.func.nodeType === 'Attribute'
    )
      add(changedBy(node.value.func));
    for (const inner of innerBlocks(node)) inner.forEach(visit);
  };
  body.forEach(visit);
  return names;
}

/** `found.append(x)`: the object of a method that is called for its effect. */
function changedBy(func: Extract<Expression, { nodeType: 'Attribute' }>): Expression {
  return func.value;
}

function innerBlocks(node: Statement): readonly (readonly Statement[])[] {
  const { nodeType } = node;
  if (nodeType === 'If' || nodeType === 'For' || nodeType === 'While') return [node.body, node.orelse];
  if (nodeType === 'With') return [node.body];
  if (nodeType === 'Match') return node.cases.map((one) => one.body);
  if (nodeType !== 'Try') return [];
  return [node.body, node.orelse, node.finalbody, ...node.handlers.map((handler) => handler.body)];
}

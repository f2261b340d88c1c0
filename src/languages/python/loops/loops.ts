/**
 * `for`: over constants unrolled, over an event's list followed once for any element. There a `return` becomes `some element …`; variables that
 * the body sets to a constant, and lists it appends to, are known after the loop, others are opaque.
 */
import { withTransform } from '../../../condition/field-path.ts';
import type { StatementOf } from '../syntax/ast.ts';
import { afterLoop } from './after-loop.ts';
import { assignedNames } from '../syntax/assigned-names.ts';
import { sameValue } from '../values/choice.ts';
import { followedIteration } from './iterations.ts';
import { partsOf } from '../values/iteration.ts';
import { either } from '../conditions/logic.ts';
import { TooLarge } from '../conditions/too-large.ts';
import type { Outcome } from '../machine/machine.ts';
import { openKeys } from '../elements/object-entries.ts';
import { endsIn, LEFT, mapLeaves, NEXT, sequel, split, whenEnds } from '../statements/outcome.ts';
import { branch } from '../statements/branches.ts';
import { listOutcome } from './loop-outcome.ts';
import { nodeText } from '../syntax/parse.ts';
import type { Run } from '../machine/run.ts';
import type { Change } from '../machine/scope.ts';
import { field } from '../values/values.ts';
import type { Each, Part, Value } from '../values/values.ts';

const MAX_ITERATIONS = 400;

export function forLoop(m: Run, node: StatementOf<'For'>): Outcome {
  const name = listLookedInto(m, node);
  const list = name === null ? undefined : m.read(name);
  if (name === null || list?.kind !== 'choice') return loop(m, node);
  // Each list that it may be is gone through apart: so the body knows which one it looks into.
  const side =
    (held: Value): (() => Outcome) =>
    () => {
      m.write(name, held);
      return forLoop(m, node);
    };
  return branch(m, list.when, side(list.then), side(list.otherwise));
}

/** The variable whose elements the loop goes through by their places, and which the body looks into. */
function listLookedInto(m: Run, { iter, body }: StatementOf<'For'>): string | null {
  if (iter.nodeType !== 'Call' || iter.func.nodeType !== 'Name') return null;
  const [of] = iter.args;
  const [inner] = of?.nodeType === 'Call' ? of.args : [];
  const name = iter.func.id === 'enumerate' ? of : iter.func.id === 'range' ? inner : undefined;
  if (name?.nodeType !== 'Name' || assignedNames(body).has(name.id)) return null;
  const { parsed } = m.scope().source;
  const isUsed = body.some((one) => new RegExp(`\\b${name.id}\\b`).test(nodeText(parsed, one)));
  return isUsed ? name.id : null;
}

function loop(m: Run, node: StatementOf<'For'>): Outcome {
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

function overList(m: Run, whole: Each, node: StatementOf<'For'>): Outcome {
  const { part, iteration } = followedIteration(m, whole, node, (of) => overParts(m, of.parts, node));
  const { result, changes } = iteration;
  const { before, kept } = withoutPending(m, changes);
  const broken = whenEnds(result, (leaf) => leaf.kind === 'left');
  for (const change of kept) {
    const value = afterLoop(m, part, change, before.get(change) ?? null, broken, node);
    m.inScope(change.scope, () => m.write(change.name, value));
  }
  return listOutcome(m, part, result, broken, node);
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

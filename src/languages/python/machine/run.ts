/** The machine itself: scopes, branches and their merging, exceptions, caps. */
import { always } from '../../../condition/condition.ts';
import type { Condition, ElementPick } from '../../../condition/condition.ts';
import type { FieldPath } from '../../../condition/field-path.ts';
import type { Expression, Located, Statement } from '../syntax/ast.ts';
import { choice, substitution } from '../values/choice.ts';
import type { PythonContext } from '../panther/context.ts';
import { someElement } from '../values/fields.ts';
import { restartEffort } from '../conditions/implication.ts';
import { both, negate } from '../conditions/logic.ts';
import { TooLarge } from '../conditions/too-large.ts';
import { fieldsOf } from '../values/named-fields.ts';
import type { Call, FieldRead, Machine, Outcome, Raise } from './machine.ts';
import { pickElement } from '../elements/pick-element.ts';
import { ofPicked, pickedHolds } from '../elements/picks.ts';
import { nodeSpan, nodeText } from '../syntax/parse.ts';
import { lookUp, put, rollBack, writtenScope } from './scope.ts';
import type { Change, Write } from './scope.ts';
import { truthOf } from '../values/truth.ts';
import type { Each, OpaqueValue, Scope, Value } from '../values/values.ts';
import { sized } from '../values/weight.ts';

/** The parts that the machine is put together from. */
export interface Parts {
  readonly evaluate: (machine: Machine, node: Expression) => Value;
  readonly call: (run: Run, callee: Value, call: Call) => Value;
  readonly block: (run: Run, body: readonly Statement[]) => Outcome;
  readonly bind: (machine: Machine, target: Expression, value: Value) => void;
  readonly module: (run: Run, name: string) => Value | null;
}

const MAX_STEPS = 60_000;
const MAX_TEXT = 400;

export interface Run extends Machine {
  /** Counts steps and reads from nothing again; with a share of the effort, only the reads matter. */
  readonly restart: (share?: number) => void;
  /** Runs and takes back what it wrote. */
  readonly isolated: <T>(run: () => T) => { readonly result: T; readonly changes: readonly Change[] };
  /** Writes `then` where `when` holds, else `otherwise`. */
  readonly mergeChanges: (when: Condition, then: readonly Change[], otherwise: readonly Change[]) => void;
  readonly caught: { depth: number };
  readonly depth: { calls: number };
  /** Modules of the context that have been imported. */
  readonly modules: Map<string, Value>;
  readonly opaques: Map<string, OpaqueValue>;
}

/** What everything that runs just now depends on: put together only where something asks. */
interface Guard {
  readonly outer: Guard | null;
  readonly when: Condition;
  whole: Condition | null;
}

const UNGUARDED: Guard = Object.freeze({ outer: null, when: always, whole: always });

interface State {
  scope: Scope;
  guard: Guard;
  raises: Raise[];
  steps: number;
  /** Is it only about the fields that are read? Then it does not matter where an exception ends the run. */
  showing: boolean;
  binders: number;
  readonly journal: Write[];
  /** The scopes of the callers. */
  readonly frames: Scope[];
}

export interface Following {
  /** Say of a list's first and last elements what holds of them: such conditions are exact, and larger. */
  readonly picks: boolean;
  readonly logType: string | null;
}

export function createRun(
  context: PythonContext,
  start: Scope,
  parts: Parts,
  { picks, logType }: Following,
): Run {
  const state: State = {
    scope: start,
    guard: UNGUARDED,
    raises: [],
    steps: 0,
    showing: false,
    binders: 0,
    journal: [],
    frames: [],
  };
  const caught = { depth: 0 };
  const reads: FieldRead[] = [];
  const opaques = new Map<string, OpaqueValue>();
  restartEffort();
  const run: Run = {
    context,
    logType: { known: logType, asked: false },
    caught,
    depth: { calls: 0 },
    modules: new Map(),
    mapped: new Map(),
    reads,
    opaques,
    isolated: (body) => isolated(state, body),
    mergeChanges: (when, then, otherwise) => mergeChanges(state, when, then, otherwise),
    restart: (share) => {
      state.steps = 0;
      const isSame = state.showing && share !== undefined;
      state.showing = share !== undefined;
      restartEffort(share);
      reads.length = 0;
      if (!isSame) run.mapped.clear();
    },
    scope: () => state.scope,
    inScope: (scope, body) => inScope(state, scope, body),
    read: (name) => lookUp(state.scope, name),
    write: (name, value) => write(state, writtenScope(state.scope, name), name, value),
    replace: (before, after) => replaceEverywhere(state, before, after),
    under: (when, body) => under(state, when, body),
    collecting: (body) => collecting(state, body),
    raise: (exception, when) => {
      if (when.kind === 'never' || (state.showing && caught.depth === 0 && when.kind !== 'always')) return;
      state.raises.push({
        exception: caught.depth > 0 ? exception : 'Exception',
        when: both(guardCondition(state.guard), when),
      });
    },
    catching: () => caught.depth > 0,
    wrapRaises: (body, wrap) => {
      const { result, raises } = collecting(state, body);
      for (const one of raises) run.raise(one.exception, wrap(result, one.when));
      return result;
    },
    newBinder: () => ++state.binders,
    entries: new Map(),
    places: new Map(),
    pendingReads: new Map(),
    seen: new Map(),
    evaluate: (node) => {
      step(state);
      return sized(parts.evaluate(run, node));
    },
    call: (callee, call) => parts.call(run, callee, call),
    block: (body) => parts.block(run, body),
    bind: (target, value) => parts.bind(run, target, value),
    truth: (value, node) => truthOf(run, value, node),
    each: (value, body) => eachAlternative(run, value, body),
    some: (part, of, node) => someOrOpaque(run, part, of, node),
    pick: (part, place, among, holds) => (picks ? pickOrNull(run, part, place, among, holds) : null),
    opaque: (reason, node, operands = []) => {
      const value = opaqueValue(state.scope, reason, node, operands);
      const key = `${value.reason}\n${value.text}`;
      if (!opaques.has(key)) opaques.set(key, value);
      return value;
    },
    noteRead: (field, from) => void reads.push({ field, from }),
    module: (name) => parts.module(run, name),
    step: () => step(state),
  };
  return run;
}

function step(state: State): void {
  if (++state.steps > MAX_STEPS) throw new TooLarge('The rule takes too many steps to follow.');
}

function inScope<T>(state: State, scope: Scope, body: () => T): T {
  state.frames.push(state.scope);
  state.scope = scope;
  try {
    return body();
  } finally {
    state.scope = state.frames.pop() ?? scope;
  }
}

function write(state: State, scope: Scope, name: string, value: Value): void {
  state.journal.push({ scope, name, before: scope.names.get(name) });
  put(scope, name, value);
}

/** An in-place change: the new object stands wherever the old one was, in every scope that runs just now. */
function replaceEverywhere(state: State, before: Value, after: Value): void {
  const seen = new Set<Scope>();
  const replaced = substitution(before, after);
  for (const frame of [...state.frames, state.scope]) {
    for (let at: Scope | null = frame; at !== null && !seen.has(at); at = at.parent) {
      seen.add(at);
      for (const [name, value] of [...at.names]) {
        const changed = replaced(value);
        if (changed !== value) write(state, at, name, changed);
      }
    }
  }
}

function guardCondition(guard: Guard): Condition {
  guard.whole ??= both(guard.outer === null ? always : guardCondition(guard.outer), guard.when);
  return guard.whole;
}

function under<T>(state: State, when: Condition, body: () => T): T {
  if (when.kind === 'always') return body();
  const mark = state.journal.length;
  const guard = state.guard;
  state.guard = { outer: guard, when, whole: null };
  try {
    return body();
  } finally {
    state.guard = guard;
    for (const { scope, name, before, after } of rollBack(state.journal, mark)) {
      const merged =
        before === undefined || after === undefined ? (after ?? before) : choice(when, after, before);
      if (merged !== undefined) write(state, scope, name, merged);
    }
  }
}

function isolated<T>(
  state: State,
  body: () => T,
): { readonly result: T; readonly changes: readonly Change[] } {
  const mark = state.journal.length;
  const result = body();
  return { result, changes: rollBack(state.journal, mark) };
}

function mergeChanges(
  state: State,
  when: Condition,
  then: readonly Change[],
  otherwise: readonly Change[],
): void {
  const same =
    (change: Change) =>
    (other: Change): boolean =>
      other.scope === change.scope && other.name === change.name;
  const onlyOtherwise = otherwise.filter((change) => !then.some(same(change)));
  for (const change of [...then, ...onlyOtherwise]) {
    const yes = then.find(same(change))?.after ?? change.before;
    const no = otherwise.find(same(change))?.after ?? change.before;
    const merged = yes === undefined || no === undefined ? (yes ?? no) : choice(when, yes, no);
    if (merged !== undefined) write(state, change.scope, change.name, merged);
  }
}

function collecting<T>(
  state: State,
  body: () => T,
): { readonly result: T; readonly raises: readonly Raise[] } {
  const { raises, guard } = state;
  state.raises = [];
  state.guard = UNGUARDED;
  try {
    const result = body();
    return { result, raises: state.raises };
  } finally {
    state.raises = raises;
    state.guard = guard;
  }
}

function eachAlternative(run: Run, value: Value, body: (leaf: Value) => Value): Value {
  if (value.kind === 'picked') {
    const made = run.wrapRaises(
      () => eachAlternative(run, value.value, body),
      (_made, when) => pickedHolds(run, value, when),
    );
    return ofPicked(run, value, made);
  }
  if (value.kind !== 'choice') return body(value);
  run.step();
  const then = run.under(value.when, () => eachAlternative(run, value.then, body));
  const otherwise = run.under(negate(value.when), () => eachAlternative(run, value.otherwise, body));
  return choice(value.when, then, otherwise);
}

function someOrOpaque(
  run: Run,
  part: Parameters<Machine['some']>[0],
  of: Condition,
  node: Located,
): Condition {
  const found = someElement(part.list, part.collection, part.binder, of);
  if (found !== null && part.pick !== undefined) return pickedHolds(run, part.pick, both(part.when, found));
  if (found !== null) return both(part.when, found);
  return both(part.when, run.truth(run.opaque('nested_loops', node, [of]), node));
}

function pickOrNull(
  run: Run,
  part: Each,
  place: ElementPick['place'],
  among: Condition,
  holds: Condition,
): Condition | null {
  // Of a list of distinct values (deep_walk's) the last may stand earlier as well.
  if (part.unordered === true || (place === 'last' && part.collection === 'any')) return null;
  const found = pickElement(part, place, among, holds);
  if (found === null || part.pick === undefined) return found && both(part.when, found);
  return pickedHolds(run, part.pick, both(part.when, found));
}

function opaqueValue(
  scope: Scope,
  reason: string,
  node: Located,
  operands: readonly (Value | Condition)[],
): OpaqueValue {
  const inner = operands.find((operand) => operand.kind === 'opaque' && 'file' in operand);
  const { parsed, file } = scope.source;
  const source = nodeText(parsed, node);
  return {
    kind: 'opaque',
    reason: inner !== undefined && 'reason' in inner ? inner.reason : reason,
    text: source.length > MAX_TEXT ? `${source.slice(0, MAX_TEXT)}…` : source,
    fields: uniqueFields(operands.flatMap((operand) => fieldsOf(operand))),
    span: nodeSpan(parsed, node),
    file,
  };
}

function uniqueFields(fields: readonly FieldPath[]): readonly FieldPath[] {
  return [...new Map(fields.map((field) => [JSON.stringify(field), field])).values()].slice(0, 20);
}

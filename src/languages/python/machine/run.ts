/** The machine itself, put together from its parts and its state. */
import type { Condition, ElementPick } from '../../../condition/condition.ts';
import type { FieldPath } from '../../../condition/field-path.ts';
import type { Expression, Located, Statement } from '../syntax/ast.ts';
import { choice } from '../values/choice.ts';
import type { PythonContext } from '../panther/context.ts';
import { someElement } from '../elements/some-element.ts';
import { restartEffort } from '../conditions/implication.ts';
import { both, negate } from '../conditions/logic.ts';
import { fieldsOf } from '../values/named-fields.ts';
import type { Call, FieldRead, Machine, Outcome } from './machine.ts';
import { pickElement } from '../elements/pick-element.ts';
import { ofPicked, pickedHolds } from '../elements/picks.ts';
import { nodeSpan, nodeText } from '../syntax/parse.ts';
import {
  collecting,
  guardCondition,
  inScope,
  isolated,
  mergeChanges,
  replaceEverywhere,
  startState,
  step,
  under,
  write,
} from './state.ts';
import type { State } from './state.ts';
import { lookUp, writtenScope } from './scope.ts';
import type { Change } from './scope.ts';
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
  const state = startState(start);
  const reads: FieldRead[] = [];
  restartEffort();
  const run: Run = {
    context,
    logType: { known: logType, asked: false },
    depth: { calls: 0 },
    modules: new Map(),
    mapped: new Map(),
    reads,
    entries: new Map(),
    places: new Map(),
    pendingReads: new Map(),
    seen: new Map(),
    opaques: new Map(),
    ...naming(state),
    ...raising(state),
    restart: (share) => {
      state.steps = 0;
      const isSame = state.showing && share !== undefined;
      state.showing = share !== undefined;
      restartEffort(share);
      reads.length = 0;
      if (!isSame) run.mapped.clear();
    },
    newBinder: () => ++state.binders,
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
    opaque: (reason, node, operands = []) => noted(run, opaqueValue(state.scope, reason, node, operands)),
    noteRead: (field, from) => void reads.push({ field, from }),
    module: (name) => parts.module(run, name),
    step: () => step(state),
  };
  return run;
}

/** Names and what they stand for. */
function naming(
  state: State,
): Pick<Run, 'scope' | 'inScope' | 'read' | 'write' | 'replace' | 'isolated' | 'mergeChanges'> {
  return {
    scope: () => state.scope,
    inScope: (scope, body) => inScope(state, scope, body),
    read: (name) => lookUp(state.scope, name),
    write: (name, value) => write(state, writtenScope(state.scope, name), name, value),
    replace: (before, after) => replaceEverywhere(state, before, after),
    isolated: (body) => isolated(state, body),
    mergeChanges: (when, then, otherwise) => mergeChanges(state, when, then, otherwise),
  };
}

/** What runs under a condition, and what it raises. */
function raising(
  state: State,
): Pick<Run, 'caught' | 'under' | 'collecting' | 'raise' | 'catching' | 'wrapRaises'> {
  const caught = { depth: 0 };
  const raise: Run['raise'] = (exception, when) => {
    if (when.kind === 'never' || (state.showing && caught.depth === 0 && when.kind !== 'always')) return;
    state.raises.push({
      exception: caught.depth > 0 ? exception : 'Exception',
      when: both(guardCondition(state.guard), when),
    });
  };
  return {
    caught,
    under: (when, body) => under(state, when, body),
    collecting: (body) => collecting(state, body),
    raise,
    catching: () => caught.depth > 0,
    wrapRaises: (body, wrap) => {
      const { result, raises } = collecting(state, body);
      for (const one of raises) raise(one.exception, wrap(result, one.when));
      return result;
    },
  };
}

/** The first of those that read alike is the one that its diagnostic shows. */
function noted(run: Run, value: OpaqueValue): OpaqueValue {
  const key = `${value.reason}\n${value.text}`;
  if (!run.opaques.has(key)) run.opaques.set(key, value);
  return value;
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

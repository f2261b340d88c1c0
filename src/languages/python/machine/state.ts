/** Where a run stands: its scopes, what it depends on, what it has raised; and what each of these steps does to that. */
import { always } from '../../../condition/condition.ts';
import type { Condition } from '../../../condition/condition.ts';
import { both } from '../conditions/logic.ts';
import { TooLarge } from '../conditions/too-large.ts';
import { choice, substitution } from '../values/choice.ts';
import type { Scope, Value } from '../values/values.ts';
import type { Raise } from './machine.ts';
import { put, rollBack } from './scope.ts';
import type { Change, Write } from './scope.ts';

const MAX_STEPS = 60_000;

/** What everything that runs just now depends on: put together only where something asks. */
interface Guard {
  readonly outer: Guard | null;
  readonly when: Condition;
  whole: Condition | null;
}

const UNGUARDED: Guard = Object.freeze({ outer: null, when: always, whole: always });

export interface State {
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

export function startState(scope: Scope): State {
  return {
    scope,
    guard: UNGUARDED,
    raises: [],
    steps: 0,
    showing: false,
    binders: 0,
    journal: [],
    frames: [],
  };
}

export function step(state: State): void {
  if (++state.steps > MAX_STEPS) throw new TooLarge('The rule takes too many steps to follow.');
}

export function inScope<T>(state: State, scope: Scope, body: () => T): T {
  state.frames.push(state.scope);
  state.scope = scope;
  try {
    return body();
  } finally {
    state.scope = state.frames.pop() ?? scope;
  }
}

export function write(state: State, scope: Scope, name: string, value: Value): void {
  state.journal.push({ scope, name, before: scope.names.get(name) });
  put(scope, name, value);
}

/** An in-place change: the new object stands wherever the old one was, in every scope that runs just now. */
export function replaceEverywhere(state: State, before: Value, after: Value): void {
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

export function guardCondition(guard: Guard): Condition {
  guard.whole ??= both(guard.outer === null ? always : guardCondition(guard.outer), guard.when);
  return guard.whole;
}

export function under<T>(state: State, when: Condition, body: () => T): T {
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

export function isolated<T>(
  state: State,
  body: () => T,
): { readonly result: T; readonly changes: readonly Change[] } {
  const mark = state.journal.length;
  const result = body();
  return { result, changes: rollBack(state.journal, mark) };
}

export function mergeChanges(
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

export function collecting<T>(
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

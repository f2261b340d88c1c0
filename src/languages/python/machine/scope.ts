/** Names and their values: a function's or a module's, with a journal of writes so that both sides of a branch can run and be merged. */
import type { ModuleSource, Scope, Value } from '../values/values.ts';

export function moduleScope(source: ModuleSource): Scope {
  return { names: new Map(), parent: null, module: null, source, outer: new Map() };
}

export function functionScope(parent: Scope): Scope {
  return {
    names: new Map(),
    parent,
    module: parent.module ?? parent,
    source: parent.source,
    outer: new Map(),
  };
}

export function lookUp(scope: Scope, name: string): Value | undefined {
  if (scope.outer.get(name) === 'global') return (scope.module ?? scope).names.get(name);
  for (let at: Scope | null = scope; at !== null; at = at.parent) {
    const value = at.names.get(name);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** The scope that an assignment to the name writes to. */
export function writtenScope(scope: Scope, name: string): Scope {
  const outer = scope.outer.get(name);
  if (outer === 'global') return scope.module ?? scope;
  if (outer === 'nonlocal') {
    for (let at = scope.parent; at !== null; at = at.parent) if (at.names.has(name)) return at;
  }
  return scope;
}

export interface Write {
  readonly scope: Scope;
  readonly name: string;
  readonly before: Value | undefined;
}

export interface Change {
  readonly scope: Scope;
  readonly name: string;
  readonly before: Value | undefined;
  readonly after: Value | undefined;
}

/** Undoes the writes made since `mark` and says what they had changed. */
export function rollBack(journal: Write[], mark: number): readonly Change[] {
  const undone = journal.splice(mark);
  const changes = new Map<Scope, Map<string, Change>>();
  for (const { scope, name } of undone) {
    const names = changes.get(scope) ?? new Map<string, Change>();
    changes.set(scope, names);
    if (!names.has(name)) {
      const before = undone.find((write) => write.scope === scope && write.name === name)?.before;
      names.set(name, { scope, name, before, after: scope.names.get(name) });
    }
  }
  for (const write of undone.reverse()) put(write.scope, write.name, write.before);
  return [...changes.values()].flatMap((names) => [...names.values()]);
}

export function put(scope: Scope, name: string, value: Value | undefined): void {
  if (value === undefined) scope.names.delete(name);
  else scope.names.set(name, value);
}

/** Classes: their members are what their body binds. */
import type { StatementOf } from '../syntax/ast.ts';
import type { Machine } from '../machine/machine.ts';
import { functionScope } from '../machine/scope.ts';
import type { ClassValue } from '../values/values.ts';

/** Under this name a class knows itself, for `super()`. */
export const CLASS_NAME = '<class>';

export function defineClass(m: Machine, node: StatementOf<'ClassDef'>): void {
  const scope = functionScope(m.scope());
  m.inScope(scope, () => m.block(node.body));
  const value: ClassValue = {
    kind: 'class',
    name: node.name,
    bases: node.bases.map((base) => m.evaluate(base)),
    scope,
  };
  scope.names.set(CLASS_NAME, value);
  m.write(node.name, value);
}

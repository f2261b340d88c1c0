/** `import` and `from … import`: modules of the context are run, Python's own are known by name. */
import type { StatementOf } from '../syntax/ast.ts';
import type { Machine } from '../machine/machine.ts';
import { native } from '../values/values.ts';
import type { Value } from '../values/values.ts';

export function importModule(m: Machine, node: StatementOf<'Import'>): void {
  for (const alias of node.names) {
    const [root = alias.name] = alias.name.split('.');
    const asked = alias.asname === undefined ? root : alias.name;
    m.write(alias.asname ?? root, m.module(asked) ?? native(asked));
  }
}

export function importFrom(m: Machine, node: StatementOf<'ImportFrom'>): void {
  const name = node.module ?? '';
  const from = m.module(name);
  for (const alias of node.names) {
    if (alias.name === '*') {
      importAll(m, from);
      continue;
    }
    const value =
      from === null
        ? native(name === 'builtins' ? alias.name : `${name}.${alias.name}`)
        : member(m, from, alias.name, node);
    m.write(alias.asname ?? alias.name, value);
  }
}

function member(m: Machine, from: Value, name: string, node: StatementOf<'ImportFrom'>): Value {
  if (from.kind === 'module') {
    const value = from.scope.names.get(name);
    if (value !== undefined) return value;
  }
  return m.opaque('unknown_name', node);
}

function importAll(m: Machine, from: Value | null): void {
  if (from?.kind !== 'module') return;
  for (const [name, value] of from.scope.names) if (!name.startsWith('_')) m.write(name, value);
}

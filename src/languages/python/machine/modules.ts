/** Modules of the context: parsed once per text, run where a rule imports them. */
import { LIBRARIES } from '../packages/packages.ts';
import { moduleScope } from './scope.ts';
import { parsePython } from '../syntax/parse.ts';
import type { ParsedModule } from '../syntax/parse.ts';
import type { Run } from './run.ts';
import type { Value } from '../values/values.ts';

/** Per context's map of modules, so that a context that is gone takes its trees along. */
const parsed = new WeakMap<ReadonlyMap<string, string>, Map<string, ParsedModule>>();

/** Null: no module of the context. */
export function contextModule(m: Run, name: string): Value | null {
  const known = m.modules.get(name);
  if (known !== undefined) return known;
  const own = m.context.modules.get(name);
  const text = own ?? LIBRARIES.get(name);
  if (text === undefined) return null;
  const source = {
    name,
    file: m.context.modulePaths.get(name) ?? name,
    parsed: parsedModule(own === undefined ? LIBRARIES : m.context.modules, name, text),
  };
  const scope = moduleScope(source);
  const value: Value = { kind: 'module', name, scope };
  m.modules.set(name, value);
  const { tree } = source.parsed;
  if (tree !== null) m.inScope(scope, () => m.collecting(() => m.block(tree.body)));
  return value;
}

function parsedModule(modules: ReadonlyMap<string, string>, name: string, text: string): ParsedModule {
  const trees = parsed.get(modules) ?? new Map<string, ParsedModule>();
  parsed.set(modules, trees);
  const known = trees.get(name);
  if (known !== undefined) return known;
  const made = parsePython(text);
  trees.set(name, made);
  return made;
}

/** The macros of a repository: `macros/<name>.yml`, each a name, a definition, and perhaps the names of its arguments. */
import { textOf, textsOf } from '../../text/plain-data.ts';
import type { PlainRecord } from '../../text/plain-data.ts';

export interface Macro {
  readonly name: string;
  readonly arguments: readonly string[];
  readonly definition: string;
}

/** By name; a macro with arguments by `name(count)`. */
export type Macros = ReadonlyMap<string, Macro>;

export function readMacro(value: PlainRecord): Macro | null {
  const name = textOf(value['name']);
  const definition = textOf(value['definition']);
  if (name === null || definition === null) return null;
  return { name, arguments: textsOf(value['arguments']), definition };
}

export function macroKey(macro: Macro): string {
  return macro.arguments.length === 0 ? macro.name : `${macro.name}(${macro.arguments.length})`;
}

/** Names between backticks; comments stand between three. */
function namesIn(text: string): readonly string[] {
  const found = text.replaceAll(/```[^]*?```/g, ' ').matchAll(/`([^`(]+)(?:\([^`]*\)\s*)?`/g);
  return [...found].map(([, name = '']) => name.trim());
}

/** The macros that a search can reach, those in their definitions among them: with whatever number of arguments. */
export function reachableMacros(search: string, macros: Macros): Macros {
  const byName = new Map<string, Macro[]>();
  for (const macro of macros.values()) byName.set(macro.name, [...(byName.get(macro.name) ?? []), macro]);
  const reached = new Map<string, Macro>();
  const open = [...namesIn(search)];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    for (const macro of byName.get(name) ?? []) {
      if (reached.has(macroKey(macro))) continue;
      reached.set(macroKey(macro), macro);
      open.push(...namesIn(macro.definition));
    }
  }
  return reached;
}

/** As a stanza of `macros.conf` says it: `[name(2)]`, `args = a, b`. Null: it says none that could be put in its place. */
export function macroOfStanza(
  stanza: string,
  args: string,
  definition: string,
  isExpression: boolean,
): Macro | null {
  const name = /^([^(]+)/.exec(stanza)?.[1]?.trim() ?? '';
  const names = args
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
  // An expression is computed for each use: one that is a text alone is that text.
  const text = isExpression ? /^"((?:\\.|[^"\\])*)"$/s.exec(definition)?.[1] : definition;
  if (name === '' || text === undefined) return null;
  return { name, arguments: names, definition: isExpression ? text.replace(/\\(["\\])/g, '$1') : text };
}

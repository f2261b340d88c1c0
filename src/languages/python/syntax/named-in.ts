/** Functions known by what they name: a repository's own version of a helper is taken for it only where it names the same. */
import type { FunctionValue } from '../values/values.ts';

/** What the function names beside its own variables. */
export function namedIn(node: Extract<FunctionValue['node'], { nodeType: 'FunctionDef' }>): string {
  const found = new Set<string>();
  const own = new Set<string>(node.args.args.map(({ arg }) => arg));
  const visit = (at: unknown): void => {
    if (Array.isArray(at)) for (const one of at as unknown[]) visit(one);
    if (typeof at !== 'object' || at === null || !('nodeType' in at)) return;
    if (at.nodeType === 'Constant' && 'value' in at) found.add(String(at.value));
    if (at.nodeType === 'Attribute' && 'attr' in at) found.add(String(at.attr));
    if (at.nodeType === 'Name' && 'id' in at && 'ctx' in at) {
      const { ctx } = at;
      const isStore =
        typeof ctx === 'object' && ctx !== null && 'nodeType' in ctx && ctx.nodeType === 'Store';
      (isStore ? own : found).add(String(at.id));
    }
    for (const inner of Object.values(at)) visit(inner);
  };
  visit(node.body);
  return [...found]
    .filter((name) => !own.has(name))
    .sort()
    .join('\n');
}

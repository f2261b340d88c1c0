/** Names that the body of a loop binds or changes. */
import type { Expression, Statement } from './ast.ts';

export function namesBound(target: Expression): readonly string[] {
  if (target.nodeType === 'Name') return [target.id];
  if (target.nodeType === 'Tuple' || target.nodeType === 'List') return target.elts.flatMap(namesBound);
  return target.nodeType === 'Starred' ? namesBound(target.value) : [];
}

/** Names that the body binds or changes in place, its inner blocks included. */
export function assignedNames(body: readonly Statement[]): Set<string> {
  const names = new Set<string>();
  const add = (target: Expression): void => {
    for (const name of namesBound(target)) names.add(name);
    if (target.nodeType === 'Subscript' && target.value.nodeType === 'Name') names.add(target.value.id);
  };
  const visit = (node: Statement): void => {
    if (node.nodeType === 'Assign') node.targets.forEach(add);
    if (node.nodeType === 'AugAssign' || node.nodeType === 'AnnAssign' || node.nodeType === 'For')
      add(node.target);
    if (
      node.nodeType === 'Expr' &&
      node.value.nodeType === 'Call' &&
      node.value.func.nodeType === 'Attribute'
    )
      add(changedBy(node.value.func));
    for (const inner of innerBlocks(node)) inner.forEach(visit);
  };
  body.forEach(visit);
  return names;
}

/** `found.append(x)`: the object of a method that is called for its effect. */
function changedBy(func: Extract<Expression, { nodeType: 'Attribute' }>): Expression {
  return func.value;
}

function innerBlocks(node: Statement): readonly (readonly Statement[])[] {
  const { nodeType } = node;
  if (nodeType === 'If' || nodeType === 'For' || nodeType === 'While') return [node.body, node.orelse];
  if (nodeType === 'With') return [node.body];
  if (nodeType === 'Match') return node.cases.map((one) => one.body);
  if (nodeType !== 'Try') return [];
  return [node.body, node.orelse, node.finalbody, ...node.handlers.map((handler) => handler.body)];
}

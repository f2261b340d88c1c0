/** Columns that a query itself shows its table to have. */
import { leaves } from '../../condition/fold.ts';
import type { Branch } from './model.ts';

/** Names that the branch's own predicates say are columns of its table. */
export function mentionedColumns(branch: Branch): ReadonlySet<string> {
  const names = [...branch.conditions].flatMap((condition) =>
    leaves(condition).flatMap(({ node }) =>
      node.kind === 'compare' && node.field.scope === 'event' ? [node.field.segments[0] ?? ''] : [],
    ),
  );
  return new Set(names);
}

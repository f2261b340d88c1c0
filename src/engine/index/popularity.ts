/** Counts over all rules what they look for: the measure of how telling a witness is. */
import type { Condition } from '../../condition/condition.ts';
import { literalProbes, popularityKey } from './witness.ts';
import type { Popularity } from './witness.ts';

type Uses = Map<string, Map<string, number>>;

export function countPopularity(conditions: readonly Condition[]): Popularity {
  const uses: Uses = new Map();
  for (const condition of conditions) countUses(condition, uses, new Set());
  return { ruleCount: Math.max(1, conditions.length), uses };
}

/** What a rule asks several times counts once: `met` holds the nodes that it had before. */
function countUses(condition: Condition, uses: Uses, met: Set<Condition>): void {
  if (met.has(condition)) return;
  met.add(condition);
  switch (condition.kind) {
    case 'all':
    case 'any':
      for (const child of condition.of) countUses(child, uses, met);
      return;
    case 'compare':
      for (const probe of literalProbes(condition) ?? []) {
        const counts = uses.get(popularityKey(probe)) ?? new Map<string, number>();
        uses.set(popularityKey(probe), counts);
        for (const key of probe.keys) counts.set(key, (counts.get(key) ?? 0) + 1);
      }
      return;
    case 'not':
    case 'always':
    case 'never':
    case 'from':
    case 'some':
    case 'opaque':
      return;
  }
}

/** Counts over all rules what they look for: the measure of how telling a witness is. */
import type { Condition } from '../../condition/condition.ts';
import { literalProbes, probeKey } from './witness.ts';
import type { Popularity } from './witness.ts';

export function countPopularity(conditions: readonly Condition[]): Popularity {
  const uses = new Map<string, number>();
  for (const condition of conditions) {
    const keys = new Set<string>();
    collectKeys(condition, keys);
    for (const key of keys) uses.set(key, (uses.get(key) ?? 0) + 1);
  }
  return { ruleCount: Math.max(1, conditions.length), uses };
}

function collectKeys(condition: Condition, keys: Set<string>): void {
  switch (condition.kind) {
    case 'all':
    case 'any':
      for (const child of condition.of) collectKeys(child, keys);
      return;
    case 'compare':
      for (const probe of literalProbes(condition) ?? []) {
        for (const key of probe.keys) keys.add(probeKey(probe, key));
      }
      return;
    case 'not':
    case 'always':
    case 'never':
    case 'some':
    case 'opaque':
      return;
  }
}

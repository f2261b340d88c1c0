// A rule's same-action links, a group for each platform.
import type { SameActionRow } from '../store/read/same-action.ts';
import type { SameActionGroupParent } from './parents.ts';

/** `rows` in the order of their platforms. */
export function sameActionGroups(rows: readonly SameActionRow[]): readonly SameActionGroupParent[] {
  return [...new Set(rows.map(({ platformId }) => platformId))].map((platformId) => {
    const links = rows.filter((row) => row.platformId === platformId);
    return { platformId, ruleCount: links[0]?.ruleCount ?? 0, links };
  });
}

/** Tags of the `attack` namespace as references to techniques and tactics (specification, appendix "Sigma Tags"). */
import type { AttackReference } from '../../rule/rule.ts';

export interface SortedTags {
  readonly attack: readonly AttackReference[];
  readonly tags: readonly string[];
}

const TECHNIQUE = /^attack\.(t\d{4}(?:\.\d{3})?)$/i;
const TACTIC_ID = /^attack\.(ta\d{4})$/i;
/** Words and hyphens; groups (`g0016`), software (`s0029`), campaigns and the like have digits, and stay tags. */
const TACTIC = /^attack\.([a-z]+(?:[-_][a-z]+)*)$/i;

export function sortTags(tags: readonly string[]): SortedTags {
  const attack: AttackReference[] = [];
  const others: string[] = [];
  for (const tag of new Set(tags.map((each) => each.trim()))) {
    const technique = TECHNIQUE.exec(tag)?.[1];
    const tactic =
      TACTIC_ID.exec(tag)?.[1]?.toUpperCase() ?? TACTIC.exec(tag)?.[1]?.toLowerCase().replaceAll('_', '-');
    if (technique !== undefined) attack.push({ technique: technique.toUpperCase(), tactic: null });
    else if (tactic !== undefined) attack.push({ technique: null, tactic });
    else if (tag !== '') others.push(tag);
  }
  return { attack, tags: others };
}

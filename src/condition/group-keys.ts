/** What a condition asks because events are grouped: that they have the group's keys. */
import { all, always, any } from './condition.ts';
import type { Condition } from './condition.ts';

/** What is asked beside that: how rows are grouped is a matter of the stages. Keys are asked for in conjuncts, of alternatives too, and under no `not`. */
export function withoutKeys(condition: Condition): Condition {
  switch (condition.kind) {
    case 'all':
      return all(condition.of.map(withoutKeys));
    case 'any':
      return any(condition.of.map(withoutKeys));
    case 'compare':
      return condition.operator === 'is_key' ? always : condition;
    case 'not':
    case 'always':
    case 'never':
    case 'from':
    case 'some':
    case 'opaque':
      return condition;
  }
}

/** Two ways to go on, by a condition. */
import { always } from '../../../condition/condition.ts';
import type { Condition } from '../../../condition/condition.ts';
import { negate } from '../conditions/logic.ts';
import type { Outcome } from '../machine/machine.ts';
import { endsIn, split } from './outcome.ts';
import type { Run } from '../machine/run.ts';

/** Runs both sides and merges what they wrote; a side that never goes on leaves nothing behind. */
export function branch(m: Run, test: Condition, then: () => Outcome, otherwise: () => Outcome): Outcome {
  const yes = m.isolated(then);
  const no = m.isolated(otherwise);
  const goesOn = (outcome: Outcome): boolean => endsIn(outcome, 'next', 'break', 'continue', 'left');
  const merge = !goesOn(no.result) ? always : !goesOn(yes.result) ? negate(always) : test;
  m.mergeChanges(merge, yes.changes, no.changes);
  return split(test, yes.result, no.result);
}

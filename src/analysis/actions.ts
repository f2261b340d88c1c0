/** The operations that a rule's positive logic names. */
import type { Condition } from '../condition/condition.ts';
import type { LogSource } from '../rule/log-source.ts';
import type { RuleAction } from './facts.ts';

export function actionsOf(_logSources: readonly LogSource[], _condition: Condition): readonly RuleAction[] {
  return [];
}

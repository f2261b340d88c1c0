/** Pass 4: conditions are simplified, once: what comes in later is joined to what is simple already. */
import { simplify } from '../condition/simplify.ts';
import { mapStageConditions } from '../rule/map-stage.ts';
import type { JoinedAsked, NamedRule } from './rule-draft.ts';

export function simplifyRule(rule: NamedRule): NamedRule {
  const simple = (asked: JoinedAsked): JoinedAsked => ({ ...asked, condition: simplify(asked.condition) });
  return {
    ...rule,
    asked: simple(rule.asked),
    tested: rule.tested && simple(rule.tested),
    stages: rule.stages.map((stage) => mapStageConditions(stage, simplify)),
  };
}

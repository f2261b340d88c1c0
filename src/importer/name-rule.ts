/** Passes 2 and 3: what the sources that the queries name monitor, and what the rule's fields are called in the catalog. */
import { all, always, not, opaque } from '../condition/condition.ts';
import type { Condition } from '../condition/condition.ts';
import type { SourceKnowledge, SourceRule } from '../platforms/platform.ts';
import { mapStageConditions } from '../rule/map-stage.ts';
import { fieldNamer, nameFields, nameStageFields } from './name-fields.ts';
import type { FieldNamer } from './name-fields.ts';
import { logSourcesOfAll, nameSources } from './name-sources.ts';
import type { Asked, JoinedAsked, LoweredRule, NamedRule } from './rule-draft.ts';

export function nameRuleSources(rule: LoweredRule, knowledge: SourceKnowledge): LoweredRule {
  const { source, asked } = rule;
  const isOpen = source.logSources.length === 0 && asked.sources.length > 0;
  const read = isOpen ? logSourcesOfAll(asked.sources, knowledge) : source.logSources;
  const logSources = read.length > 0 ? read : (source.declaredLogSources ?? []);
  const name = (condition: Condition): Condition =>
    nameSources(condition, { sources: asked.sources, logSources }, knowledge);
  return {
    ...rule,
    source: { ...source, logSources },
    asked: { ...asked, conditions: asked.conditions.map(name), logSources },
    stages: rule.stages.map((stage) => mapStageConditions(stage, name)),
  };
}

/** Brings the conditions together on the way: where a rule has no query, there is nothing to name. */
export function nameRuleFields({ asked, tested, declaredStages, ...rule }: LoweredRule): NamedRule {
  const name = fieldNamer(rule.source);
  const join = ({ conditions, ...beside }: Asked): JoinedAsked => ({
    ...beside,
    condition:
      rule.source.queries.length === 0
        ? withoutQuery(rule.source)
        : namedCondition(rule.source, conditions, name),
  });
  return {
    ...rule,
    asked: join(asked),
    tested: tested && join(tested),
    stages: [...rule.stages, ...declaredStages].map((stage) => nameStageFields(stage, name)),
  };
}

/** What must hold where the rule alerts; a policy says when it does not. */
export function namedCondition(
  { inverted }: SourceRule,
  conditions: readonly Condition[],
  name: FieldNamer,
): Condition {
  const whole = all(conditions);
  return nameFields(inverted ? not(whole) : whole, name);
}

/** A correlation has no query of its own: its condition is its steps' (resolve-steps.ts). */
function withoutQuery({ noQuery, body }: SourceRule): Condition {
  return noQuery === null ? always : opaque(body, noQuery);
}

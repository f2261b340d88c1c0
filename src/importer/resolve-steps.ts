/** Correlations: a step that names another rule gets that rule's condition, and the correlation the union of its steps'. */
import { any, opaque } from '../condition/condition.ts';
import type { Condition } from '../condition/condition.ts';
import { simplify } from '../condition/simplify.ts';
import type { Rule } from '../rule/rule.ts';
import type { SequenceStage, SequenceStep, Stage } from '../rule/stage.ts';
import { diagnostic } from '../text/diagnostic.ts';
import type { Diagnostic } from '../text/diagnostic.ts';

export function referencesRules(stages: readonly Stage[]): boolean {
  return stages.some(
    (stage) => stage.kind === 'sequence' && stage.steps.some((step) => step.ruleId !== null),
  );
}

/** `conditionOf` answers null for a rule that the source does not hold: that step is opaque. */
export function resolveSteps(rule: Rule, conditionOf: (id: string) => Condition | null): Rule {
  const diagnostics: Diagnostic[] = [];
  const resolveStep = (step: SequenceStep): SequenceStep => {
    if (step.ruleId === null) return step;
    const condition = conditionOf(step.ruleId);
    if (condition !== null) return { ...step, condition };
    // A platform may have said so already, with the place.
    if (!rule.diagnostics.some(({ code }) => code === 'unknown_rule')) {
      diagnostics.push(
        diagnostic('unknown_rule', `the source holds no rule ${step.ruleId} that this one can build on`),
      );
    }
    return { ...step, condition: opaque(step.ruleId, 'unknown_rule') };
  };
  const resolved = rule.stages.map((stage) =>
    stage.kind === 'sequence' ? { ...stage, steps: stage.steps.map(resolveStep) } : stage,
  );
  const condition = simplify(any(resolved.flatMap(stepConditions)));
  const stages = resolved.map((stage): Stage => (stage.kind === 'filter' ? { ...stage, condition } : stage));
  return { ...rule, condition, stages, diagnostics: [...rule.diagnostics, ...diagnostics] };
}

/** An event contributes through the steps that must happen, not through those that must not. */
function stepConditions(stage: Stage): readonly Condition[] {
  return stage.kind === 'sequence' ? presentSteps(stage).map((step) => step.condition) : [];
}

function presentSteps(stage: SequenceStage): readonly SequenceStep[] {
  return stage.steps.filter((step) => !step.missing);
}

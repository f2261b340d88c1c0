/** How much of a rule's logic is in the IR. */
import type { Condition } from '../condition/condition.ts';
import { leaves } from '../condition/fold.ts';
import type { ParseStatus, Rule } from '../rule/rule.ts';
import type { Stage } from '../rule/stage.ts';

/**
 * `OPAQUE`: no comparison could be read (every leaf is opaque); `PARTIAL`: an opaque node, an opaque stage, or an error in the text;
 * `FULL`: nothing of the logic is missing.
 */
export function parseStatusOf(
  condition: Condition,
  stages: readonly Stage[],
  diagnostics: Rule['diagnostics'],
): ParseStatus {
  const conditions = [condition, ...stages.flatMap(conditionsOfStage)];
  const nodes = conditions.flatMap((each) => leaves(each)).map((leaf) => leaf.node.kind);
  const opaqueNode = nodes.includes('opaque');
  if (opaqueNode && !nodes.includes('compare')) return 'OPAQUE';
  const opaqueStage = stages.some((stage) => stage.kind === 'opaque');
  const error = diagnostics.some((found) => found.severity === 'error');
  return opaqueNode || opaqueStage || error ? 'PARTIAL' : 'FULL';
}

/** The conditions that a stage holds besides the rule's own. */
export function conditionsOfStage(stage: Stage): readonly Condition[] {
  switch (stage.kind) {
    case 'filter':
      return [stage.condition];
    case 'sequence':
      return [...stage.steps.map((step) => step.condition), ...(stage.until === null ? [] : [stage.until])];
    case 'join':
      return stage.condition === null ? [] : [stage.condition];
    case 'aggregate':
    case 'new_terms':
    case 'project':
    case 'opaque':
      return [];
  }
}

/** How much of a rule's logic is in the IR. */
import type { Condition } from '../condition/condition.ts';
import { leaves } from '../condition/fold.ts';
import { withoutKeys } from '../condition/group-keys.ts';
import type { ParseStatus, Rule } from '../rule/rule.ts';
import { isToldByJoin, listTestTexts } from '../rule/list-tests.ts';
import type { Stage } from '../rule/stage.ts';
import { decidingComputedColumns } from './computed-columns.ts';

/**
 * `OPAQUE`: no comparison could be read (every leaf is opaque); `PARTIAL`: an opaque node, an opaque stage, a decision on a column that is kept as
 * text, or an error in the text;
 * `FULL`: nothing of the logic is missing. A test of a list that is no part of the source is not missing where a join tells it.
 */
export function parseStatusOf(
  condition: Condition,
  stages: readonly Stage[],
  diagnostics: Rule['diagnostics'],
): ParseStatus {
  const told = listTestTexts(stages);
  const ofEvents = [condition, ...stages.flatMap(conditionsOfStage)].flatMap((each) =>
    kindsOfLeaves(each, told),
  );
  if (ofEvents.includes('opaque') && !ofEvents.includes('compare')) return 'OPAQUE';
  const isOpaque =
    ofEvents.includes('opaque') ||
    stages.some((stage) => isPartlyOpaque(stage, told)) ||
    decidingComputedColumns(stages).length > 0;
  const error = diagnostics.some((found) => found.severity === 'error');
  return isOpaque || error ? 'PARTIAL' : 'FULL';
}

function kindsOfLeaves(condition: Condition, told: ReadonlySet<string>): readonly ('compare' | 'opaque')[] {
  return leaves(withoutKeys(condition)).map(({ node }) =>
    node.kind === 'opaque' && isToldByJoin(node, told) ? 'compare' : node.kind,
  );
}

/** Does the stage, or one that it holds, keep something as text only? */
function isPartlyOpaque(stage: Stage, told: ReadonlySet<string>): boolean {
  switch (stage.kind) {
    case 'opaque':
      return true;
    case 'aggregate': {
      const inColumns = stage.columns.flatMap(({ condition, cases = [] }) => [
        ...(condition === null ? [] : [condition]),
        ...cases.map(({ when }) => when),
      ]);
      return [stage.having, ...inColumns].flatMap((each) => kindsOfLeaves(each, told)).includes('opaque');
    }
    case 'join': {
      const cases = stage.on
        .flat()
        .flatMap(({ leftCases = [], rightCases = [] }) => [...leftCases, ...rightCases]);
      return (
        stage.stages.some((each) => isPartlyOpaque(each, told)) ||
        cases.flatMap(({ when }) => kindsOfLeaves(when, told)).includes('opaque')
      );
    }
    case 'union':
      return stage.parts.some((part) => part.stages.some((each) => isPartlyOpaque(each, told)));
    case 'filter':
    case 'sequence':
    case 'new_terms':
    case 'lookup':
    case 'project':
      return false;
  }
}

/** The conditions on events that a stage holds besides the rule's own. */
export function conditionsOfStage(stage: Stage): readonly Condition[] {
  switch (stage.kind) {
    case 'filter':
      return [stage.condition];
    case 'sequence':
      return [
        ...stage.steps.flatMap(({ condition, relation }) =>
          relation === undefined ? [condition] : [condition, relation],
        ),
        ...(stage.until === null ? [] : [stage.until]),
      ];
    case 'join':
      return [
        ...(stage.condition === null ? [] : [stage.condition]),
        ...stage.stages.flatMap(conditionsOfStage),
      ];
    case 'union':
      return stage.parts.flatMap(({ condition, stages }) => [
        condition,
        ...stages.flatMap(conditionsOfStage),
      ]);
    case 'aggregate':
    case 'new_terms':
    case 'lookup':
    case 'project':
    case 'opaque':
      return [];
  }
}

/** A `detection` (or a `filter`, which is written alike) to its condition and stages. */
import { all, any } from '../../condition/condition.ts';
import type { Condition } from '../../condition/condition.ts';
import type { Stage } from '../../rule/stage.ts';
import type { ConditionText, Detection, Selection } from './ast.ts';
import type { Findings, Range } from './findings.ts';
import { lowerExpression } from './lower-expression.ts';
import { lowerItem, lowerValueTests } from './lower-item.ts';
import { lowerPipe } from './lower-pipe.ts';
import { rangeIn } from './parse.ts';

export interface Logic {
  readonly condition: Condition;
  readonly stages: readonly Stage[];
}

export function lowerDetection(detection: Detection, findings: Findings): Logic {
  const selections = new Map<string, Condition>();
  for (const [name, selection] of detection.selections)
    selections.set(name, lowerSelection(selection, findings));
  const used = new Set<string>();
  const parts = detection.conditions.map((condition) =>
    lowerCondition(condition, detection, selections, used, findings),
  );
  const [only] = parts;
  if (only === undefined) {
    findings.report('missing_condition', 'The rule has no condition.', {
      start: detection.start,
      end: detection.start,
    });
    return { condition: findings.opaqueAt(detection, 'missing_condition', fieldsOf(detection)), stages: [] };
  }
  const whole = detection.conditions.every(
    ({ parsed }) => parsed !== null && (parsed.pipe?.kind ?? 'aggregation') === 'aggregation',
  );
  if (whole) reportUnused(detection, used, findings);
  const stages = [...joinStages(parts, detection, findings), ...danglingTimeframe(detection, findings)];
  return {
    condition: parts.length === 1 ? only.condition : any(parts.map((part) => part.condition)),
    stages,
  };
}

function lowerSelection(selection: Selection, findings: Findings): Condition {
  switch (selection.kind) {
    case 'item':
      return lowerItem(selection, findings);
    case 'value_tests':
      return lowerValueTests(selection);
    case 'broken':
      return findings.opaqueAt(
        selection,
        selection.reason,
        selection.field === null ? [] : [selection.field],
      );
    case 'group': {
      const conditions = selection.items.map((item) => lowerSelection(item, findings));
      const [only] = conditions;
      return conditions.length === 1 && only !== undefined ? only : all(conditions);
    }
    case 'alternatives':
      return any(selection.of.map((each) => lowerSelection(each, findings)));
  }
}

function lowerCondition(
  { text, node, parsed }: ConditionText,
  detection: Detection,
  selections: ReadonlyMap<string, Condition>,
  used: Set<string>,
  findings: Findings,
): Logic {
  if (parsed === null)
    return { condition: findings.opaqueAt(node, 'syntax_error', fieldsOf(detection)), stages: [] };
  const locate = (piece: Range): Range => rangeIn(node, text, piece, findings);
  const condition = lowerExpression(parsed.search, { selections, findings, locate, used });
  if (parsed.pipe === null) return { condition, stages: [] };
  const bar = text.indexOf('|');
  const at = locate({ start: bar, end: text.length });
  return {
    condition,
    stages: [lowerPipe(parsed.pipe, text.slice(bar + 1).trim(), at, detection.timeframe, findings)],
  };
}

/** Each condition of a list is a query of its own: two pipes, or one beside a plain condition, are no sequence of stages. */
function joinStages(parts: readonly Logic[], detection: Detection, findings: Findings): readonly Stage[] {
  const stages = parts.flatMap((part) => part.stages);
  if (parts.length === 1 || stages.length === 0) return stages;
  const message = 'An aggregation within a list of conditions is kept as text only.';
  const at = detection.conditions[0]?.node ?? detection;
  findings.report('unsupported_aggregation', message, at);
  return stages.map(({ source }) => ({ kind: 'opaque', source, reason: 'unsupported_aggregation' }));
}

/** A time frame that no aggregation uses relates events in a way that is not written down. */
function danglingTimeframe({ timeframe, conditions }: Detection, findings: Findings): readonly Stage[] {
  if (timeframe === null || conditions.some(({ parsed }) => (parsed?.pipe ?? null) !== null)) return [];
  findings.report('timeframe_without_aggregation', 'The time frame belongs to no aggregation.', timeframe);
  return [
    { kind: 'opaque', source: `timeframe: ${timeframe.source}`, reason: 'timeframe_without_aggregation' },
  ];
}

function reportUnused({ selections }: Detection, used: ReadonlySet<string>, findings: Findings): void {
  for (const [name, selection] of selections) {
    if (used.has(name)) continue;
    const message = `The condition does not use the selection ${JSON.stringify(name)}.`;
    findings.report('unused_selection', message, startOf(selection), 'warning');
  }
}

function startOf(selection: Selection): Range {
  switch (selection.kind) {
    case 'item':
    case 'value_tests':
    case 'broken':
      return { start: selection.start, end: selection.start };
    case 'group': {
      const [first] = selection.items;
      if (first === undefined) return { start: 0, end: 0 };
      return 'start' in first ? first : startOf(first);
    }
    case 'alternatives': {
      const [first] = selection.of;
      return first === undefined ? { start: 0, end: 0 } : startOf(first);
    }
  }
}

/** Every field that the selections name. */
function fieldsOf({ selections }: Detection): readonly string[] {
  const fields = (selection: Selection): readonly (string | null)[] => {
    switch (selection.kind) {
      case 'item':
      case 'value_tests':
      case 'broken':
        return [selection.field];
      case 'group':
        return selection.items.flatMap(fields);
      case 'alternatives':
        return selection.of.flatMap(fields);
    }
  };
  const names = [...selections.values()].flatMap(fields).filter((name) => name !== null);
  return [...new Set(names)];
}

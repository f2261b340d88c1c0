/**
 * `descendant of [process where …]`: the event's process has an ancestor of which the condition holds; `child of`: its parent is one; `event of`: the
 * process itself (https://eql.readthedocs.io/en/latest/query-guide/basic-syntax.html#event-relationships). Those are other events than this one, so the
 * event is matched with them: Elastic's endpoint says a process by its `process.entity_id`, and its ancestors by `process.Ext.ancestry`.
 */
import type { Condition } from '../../condition/condition.ts';
import { fieldPath } from '../../condition/field-path.ts';
import type { JoinStage } from '../../rule/stage.ts';
import type { EventFilter, Expression, Lineage } from './ast.ts';

const KEYS: Readonly<Record<string, readonly [left: string, records: string]>> = {
  descendant: ['process.Ext.ancestry', 'events of ancestors'],
  child: ['process.parent.entity_id', 'events of the parent'],
  event: ['process.entity_id', 'events of the process'],
};

/** Null: the conjunct is none of those, nor the negation of one. `step`: which one of a sequence asks it. */
export function lineageJoin(
  conjunct: Expression,
  text: string,
  lower: (event: EventFilter) => Condition,
  step: number | null,
): JoinStage | null {
  const { lineage, isNegated } = lineageOf(conjunct);
  const [left, records] = lineage === null ? [] : (KEYS[lineage.relation.toLowerCase()] ?? []);
  if (lineage === null || left === undefined || records === undefined) return null;
  const pair = { left: fieldPath(left), right: fieldPath('process.entity_id') };
  return {
    kind: 'join',
    type: isNegated ? 'anti' : 'semi',
    with: records,
    condition: lower(lineage.event),
    stages: [],
    on: [[step === null ? pair : { ...pair, step }]],
    window: null,
    source: text.slice(conjunct.start, conjunct.end),
  };
}

function lineageOf(expression: Expression): {
  readonly lineage: Lineage | null;
  readonly isNegated: boolean;
} {
  if (expression.kind !== 'not')
    return { lineage: expression.kind === 'lineage' ? expression : null, isNegated: false };
  const { lineage, isNegated } = lineageOf(expression.of);
  return { lineage, isNegated: !isNegated };
}

/** Whether a rule decides on one event, or needs more of them. */
import type { Compare } from '../condition/condition.ts';
import { fold } from '../condition/fold.ts';
import type { AggregateColumn, AggregateStage, Stage } from './stage.ts';

/** Does the rule need more than one event, or anything beside the event, to alert? Then a matching event only contributes. */
export function needsMoreThanOneEvent(stages: readonly Stage[]): boolean {
  const [first, ...others] = stages;
  // The rule's own filter is of one event; what is filtered later is a row that something was done to.
  return first?.kind === 'filter' ? needsMore(others) : needsMore(stages);
}

function needsMore(stages: readonly Stage[]): boolean {
  return stages.some((stage) => {
    switch (stage.kind) {
      case 'filter':
        return true;
      case 'project':
      case 'lookup':
        return false;
      case 'aggregate':
        return !oneEventIsEnough(stage);
      case 'join':
        return stage.type !== 'left';
      // An event of that part is not enough: of which part an event is, the rule alone does not say.
      case 'union':
        return stage.parts.some((part) => needsMore(part.stages));
      case 'sequence':
      case 'new_terms':
      case 'opaque':
        return true;
    }
  });
}

/** Would a group of one event go on? Where that is not certain it is not enough. */
export function oneEventIsEnough({ columns, having }: AggregateStage): boolean {
  const every = (of: readonly (boolean | null)[]): boolean | null =>
    of.includes(false) ? false : of.includes(null) ? null : true;
  const negated = (of: boolean | null): boolean | null => (of === null ? null : !of);
  const holds = fold<boolean | null>(having, {
    all: every,
    any: (of) => negated(every(of.map(negated))),
    not: negated,
    always: () => true,
    never: () => false,
    from: () => null,
    some: () => null,
    compare: (node) => comparesOne(node, columns),
    opaque: () => null,
  });
  return holds === true;
}

const ORDERS = {
  eq: (a: number, b: number) => a === b,
  ne: (a: number, b: number) => a !== b,
  gt: (a: number, b: number) => a > b,
  gte: (a: number, b: number) => a >= b,
  lt: (a: number, b: number) => a < b,
  lte: (a: number, b: number) => a <= b,
} as const;

/** Of one event the count is 1; a field may be missing, so the number of its values is not certain. */
function comparesOne(node: Compare, columns: readonly AggregateColumn[]): boolean | null {
  const column = columns.find(({ name }) => name === node.field.native);
  const [value] = node.values;
  const order = Object.hasOwn(ORDERS, node.operator) ? ORDERS[node.operator as keyof typeof ORDERS] : null;
  if (column?.function !== 'count' || column.field !== null || column.condition !== null) return null;
  if (order === null || typeof value !== 'number' || node.field.transforms.length > 0) return null;
  return order(1, value);
}

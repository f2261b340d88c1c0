/**
 * A condition compiled once, judged for many events: with judge-part.ts the one place that gives the IR its meaning (the doc comment of
 * condition/condition.ts is its specification).
 */
import type { Condition } from '../../condition/condition.ts';
import type { EventSchema } from '../../rule/rule.ts';
import { nativeView } from '../event/event-view.ts';
import type { EventView } from '../event/event-view.ts';
import type { Verdict } from '../verdict.ts';
import { explainPart, judgePart } from './judge-part.ts';
import { createPartTable } from './parts.ts';
import type { Trace } from './trace.ts';

export interface Compiled {
  /** The verdict alone: stops as soon as it is certain. */
  readonly verdict: (view: EventView) => Verdict;
  /** The verdict with that of every predicate. */
  readonly explain: (view: EventView) => Trace;
}

/** `schema`: how the rule names fields. */
export function compileCondition(condition: Condition, schema: EventSchema = 'raw'): Compiled {
  const part = createPartTable(schema)(condition);
  return { verdict: (view) => judgePart(part, view), explain: (view) => explainPart(part, view) };
}

/** The verdict on an event that names its fields as the condition does. Compile once where there are many events. */
export function evaluateCondition(condition: Condition, event: unknown): Verdict {
  return compileCondition(condition).verdict(nativeView(event));
}

/** As `evaluateCondition`, with the verdict of every predicate, the event's values and reasons. */
export function explainCondition(condition: Condition, event: unknown): Trace {
  return compileCondition(condition).explain(nativeView(event));
}

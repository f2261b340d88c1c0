/**
 * A condition compiled once, judged for many events: with parts.ts the one place that gives the IR its meaning (the doc comment of
 * condition/condition.ts is its specification).
 */
import type { Condition } from '../../condition/condition.ts';
import type { EventSchema } from '../../rule/rule.ts';
import { nativeView } from '../event/event-view.ts';
import type { EventView } from '../event/event-view.ts';
import type { Verdict } from '../verdict.ts';
import { createPartTable } from './parts.ts';
import type { Part } from './parts.ts';
import type { Trace } from './trace.ts';

export interface Compiled {
  /** The verdict alone: stops as soon as it is certain. */
  readonly verdict: (view: EventView) => Verdict;
  /** The verdict with that of every predicate. */
  readonly explain: (view: EventView) => Trace;
  /** Is at least one predicate matched or unmatched? */
  readonly isPartlyDecided: (view: EventView) => boolean;
  /** Of each top-level conjunct: the condition itself where it is no `all`. */
  readonly conjuncts: readonly CompiledConjunct[];
  /** Does it look for something in any field, whatever its name? */
  readonly readsAnyField: boolean;
}

interface CompiledConjunct {
  readonly verdict: (view: EventView) => Verdict;
  readonly explain: (view: EventView) => Trace;
}

/** `schema`: how the rule names fields. */
export type ConditionCompiler = (condition: Condition, schema: EventSchema) => Compiled;

/** Conditions of one compiler share their parts: of those that are the same each is judged once for an event, whatever the number of rules. */
export function createConditionCompiler(): ConditionCompiler {
  const tables = new Map<EventSchema, (condition: Condition) => Part>();
  return (condition, schema) => {
    const partOf = tables.get(schema) ?? createPartTable(schema);
    tables.set(schema, partOf);
    return compiledOf(partOf(condition));
  };
}

function compiledOf(part: Part): Compiled {
  return {
    ...rooted(part),
    isPartlyDecided: (view) => part.isPartlyDecided(view, undefined),
    conjuncts: part.conjuncts.map(rooted),
    readsAnyField: part.readsAnyField,
  };
}

function rooted(part: Part): CompiledConjunct {
  return {
    verdict: (view) => part.verdict(view, undefined),
    explain: (view) => part.explain(view, undefined),
  };
}

export function compileCondition(condition: Condition, schema: EventSchema = 'raw'): Compiled {
  return createConditionCompiler()(condition, schema);
}

/** The verdict on an event that names its fields as the condition does. Compile once where there are many events. */
export function evaluateCondition(condition: Condition, event: unknown): Verdict {
  return compileCondition(condition).verdict(nativeView(event));
}

/** As `evaluateCondition`, with the verdict of every predicate, the event's values and reasons. */
export function explainCondition(condition: Condition, event: unknown): Trace {
  return compileCondition(condition).explain(nativeView(event));
}

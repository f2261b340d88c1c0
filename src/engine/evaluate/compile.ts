/**
 * A condition compiled once, judged for many events: the one place that gives the IR its meaning (the doc comment of
 * condition/condition.ts is its specification).
 */
import type { All, Always, Any, Condition, Never, Some } from '../../condition/condition.ts';
import type { EventSchema } from '../../rule/rule.ts';
import { nativeView } from '../event/event-view.ts';
import type { EventView } from '../event/event-view.ts';
import { negateVerdict, verdictOf } from '../verdict.ts';
import type { Verdict } from '../verdict.ts';
import { compileCompare } from './compare-field.ts';
import { elementReader } from './field-values.ts';
import { explainElements, explainGroup, explainLeaf, explainNot } from './trace.ts';
import type { GroupTrace, Trace } from './trace.ts';

export interface Compiled {
  readonly condition: Condition;
  /** The verdict alone: stops as soon as it is certain. */
  readonly verdict: (view: EventView) => Verdict;
  /** The verdict with that of every predicate. */
  readonly explain: (view: EventView) => Trace;
  /** Of each top-level conjunct: the condition itself where it is no `all`. */
  readonly conjuncts: readonly CompiledConjunct[];
}

interface CompiledConjunct {
  readonly verdict: (view: EventView) => Verdict;
  readonly explain: (view: EventView) => Trace;
}

/** A node of the tree; `element` is what the innermost `some` around it stands on. */
interface Part {
  readonly verdict: (view: EventView, element: unknown) => Verdict;
  readonly explain: (view: EventView, element: unknown) => Trace;
}

/** `schema`: how the rule names fields. */
export function compileCondition(condition: Condition, schema: EventSchema = 'raw'): Compiled {
  const parts = (condition.kind === 'all' ? condition.of : [condition]).map((part) =>
    compilePart(part, schema),
  );
  const whole = condition.kind === 'all' ? joinParts(condition, parts) : parts[0];
  if (whole === undefined) throw new Error('a condition has at least the part that it is');
  return { condition, ...rooted(whole), conjuncts: parts.map(rooted) };
}

function rooted(part: Part): CompiledConjunct {
  return {
    verdict: (view) => part.verdict(view, undefined),
    explain: (view) => part.explain(view, undefined),
  };
}

/** The verdict on an event that names its fields as the condition does. Compile once where there are many events. */
export function evaluateCondition(condition: Condition, event: unknown): Verdict {
  return compileCondition(condition).verdict(nativeView(event));
}

/** As `evaluateCondition`, with the verdict of every predicate, the event's values and reasons. */
export function explainCondition(condition: Condition, event: unknown): Trace {
  return compileCondition(condition).explain(nativeView(event));
}

function compilePart(condition: Condition, schema: EventSchema): Part {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return joinParts(
        condition,
        condition.of.map((child) => compilePart(child, schema)),
      );
    case 'not': {
      const of = compilePart(condition.of, schema);
      return {
        verdict: (view, element) => negateVerdict(of.verdict(view, element)),
        explain: (view, element) => explainNot(condition, of.explain(view, element)),
      };
    }
    case 'always':
    case 'never':
      return compileConstant(condition);
    case 'some':
      return compileSome(condition, schema);
    case 'compare': {
      const compare = compileCompare(condition, schema);
      return {
        verdict: (view, element) => verdictOf(compare.answer(view, element)),
        explain: (view, element) => explainLeaf(compare, schema, view, element),
      };
    }
    case 'opaque': {
      const trace: Trace = {
        kind: 'leaf',
        node: condition,
        verdict: 'undecided',
        actual: [],
        reason: 'opaque',
      };
      return { verdict: () => 'undecided', explain: () => trace };
    }
  }
}

function compileConstant(condition: Always | Never): Part {
  const verdict = condition.kind === 'always' ? 'matched' : 'unmatched';
  const trace: GroupTrace = { kind: 'group', node: condition, verdict, of: [] };
  return { verdict: () => verdict, explain: () => trace };
}

function joinParts(condition: All | Any, parts: readonly Part[]): Part {
  const decisive = condition.kind === 'all' ? 'unmatched' : 'matched';
  const neutral = negateVerdict(decisive);
  return {
    verdict: (view, element) => {
      let verdict = neutral;
      for (const part of parts) {
        const one = part.verdict(view, element);
        if (one === decisive) return decisive;
        if (one === 'undecided') verdict = one;
      }
      return verdict;
    },
    explain: (view, element) =>
      explainGroup(
        condition,
        parts.map((part) => part.explain(view, element)),
        decisive,
      ),
  };
}

function compileSome(condition: Some, schema: EventSchema): Part {
  const readElements = elementReader(condition.field, condition.collection, schema);
  const of = compilePart(condition.of, schema);
  return {
    verdict: (view, element) => {
      const elements = readElements(view, element);
      if (typeof elements === 'string') return condition.of.kind === 'never' ? 'unmatched' : 'undecided';
      let verdict: Verdict = 'unmatched';
      for (const each of elements) {
        const one = of.verdict(view, each);
        if (one === 'matched') return one;
        if (one === 'undecided') verdict = one;
      }
      return verdict;
    },
    explain: (view, element) => {
      const elements = readElements(view, element);
      return explainElements(condition, elements, (each) => of.explain(view, each));
    },
  };
}

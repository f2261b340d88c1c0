// Which stored predicate values an asked value satisfies: the engine says, as it would of an event.
import { compare } from '../condition/condition.ts';
import { fieldPath } from '../condition/field-path.ts';
import { compileCondition } from '../engine/evaluate/compile.ts';
import { foldForLiterals, requiredLiteral } from '../engine/evaluate/required-literal.ts';
import { nativeView } from '../engine/event/event-view.ts';
import type { EventView } from '../engine/event/event-view.ts';
import type { Candidate, MatchedValues } from '../store/read/matching-rules.ts';

const FIELD = fieldPath('value');

/** A stored value, ready to be tried on many asked values. */
export interface ValueTest {
  readonly candidate: Candidate;
  /** What an asked value must hold, folded. */
  readonly literal: string;
  readonly satisfied: (view: EventView, caseSensitive: boolean) => boolean;
}

/** Compiled when first tried: most values are ruled out by their literal. */
export function valueTest(candidate: Candidate): ValueTest {
  const { kind, key } = candidate;
  const compiled = new Map<boolean, (view: EventView) => boolean>();
  const compile = (caseSensitive: boolean): ((view: EventView) => boolean) => {
    const { verdict } = compileCondition(compare(FIELD, kind, [key], { caseSensitive }));
    return (view) => verdict(view) === 'matched';
  };
  return {
    candidate,
    literal: requiredLiteral(kind, key),
    satisfied: (view, caseSensitive) => {
      const test = compiled.get(caseSensitive) ?? compile(caseSensitive);
      compiled.set(caseSensitive, test);
      return test(view);
    },
  };
}

/** Whether letter case matters is up to the rules that have the value: both are asked. */
export function satisfiedValues(value: string, tests: readonly ValueTest[]): MatchedValues {
  const view = nativeView({ value });
  const folded = foldForLiterals(value);
  const caseSensitive: number[] = [];
  const caseInsensitive: number[] = [];
  for (const { candidate, literal, satisfied } of tests) {
    if (!folded.includes(literal)) continue;
    const without = satisfied(view, false);
    if (without) caseInsensitive.push(candidate.rowId);
    // What matches with its letter case matches without as well, but for a regex: `[^a]` finds A, unless case is ignored.
    if ((without || candidate.kind === 'regex') && satisfied(view, true)) caseSensitive.push(candidate.rowId);
  }
  return { caseSensitive, caseInsensitive };
}

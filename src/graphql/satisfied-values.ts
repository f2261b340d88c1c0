// Which stored predicate values an asked value satisfies: the engine says, as it would of an event.
import { compare } from '../condition/condition.ts';
import { fieldPath } from '../condition/field-path.ts';
import { compileCondition } from '../engine/evaluate/compile.ts';
import { foldForLiterals, requiredLiteral } from '../engine/evaluate/required-literal.ts';
import { nativeView } from '../engine/event/event-view.ts';
import type { EventView } from '../engine/event/event-view.ts';
import type { Candidate, MatchedValues } from '../store/read/matching-rules.ts';

const FIELD = fieldPath('value');

type Test = (view: EventView) => boolean;

/** A stored value, ready to be tried on many asked values. */
export interface ValueTest {
  readonly candidate: Candidate;
  /** What an asked value must hold, folded. */
  readonly literal: string;
  /** Letter case ignored. */
  readonly folded: Test;
  readonly spelt: readonly { readonly spelling: string; readonly test: Test }[];
}

/** Compiled when first tried: most values are ruled out by their literal. */
export function valueTest(candidate: Candidate): ValueTest {
  const { kind, key, spellings } = candidate;
  const testOf = (value: string, caseSensitive: boolean): Test => {
    let compiled: ReturnType<typeof compileCondition> | null = null;
    return (view) => {
      compiled ??= compileCondition(compare(FIELD, kind, [value], { caseSensitive }));
      return compiled.verdict(view) === 'matched';
    };
  };
  return {
    candidate,
    literal: requiredLiteral(kind, key),
    folded: testOf(key, false),
    spelt: spellings.map((spelling) => ({ spelling, test: testOf(spelling, true) })),
  };
}

/** Whether letter case matters is up to the rules that have the value: both are asked. */
export function satisfiedValues(value: string, tests: readonly ValueTest[]): MatchedValues {
  const view = nativeView({ value });
  const text = foldForLiterals(value);
  const caseSensitive: MatchedValues['caseSensitive'][number][] = [];
  const caseInsensitive: number[] = [];
  for (const { candidate, literal, folded, spelt } of tests) {
    if (!text.includes(literal)) continue;
    const { rowId, kind } = candidate;
    const without = folded(view);
    if (without) caseInsensitive.push(rowId);
    // What matches with its letter case matches without as well, but for a regex: `[^a]` finds A, unless case is ignored.
    if (!without && kind !== 'regex') continue;
    for (const { spelling, test } of spelt) if (test(view)) caseSensitive.push({ rowId, spelling });
  }
  return { caseSensitive, caseInsensitive };
}

// Which stored predicate values an asked value satisfies: the engine says, as it would of an event.
import { compare } from '../condition/condition.ts';
import { fieldPath } from '../condition/field-path.ts';
import { compileCondition } from '../engine/evaluate/compile.ts';
import { nativeView } from '../engine/event/event-view.ts';
import type { Candidate, MatchedValues } from '../store/read/matching-rules.ts';

const FIELD = fieldPath('value');

/** Whether letter case matters is up to the rules that have the value: both are asked. */
export function satisfiedValues(value: string, candidates: readonly Candidate[]): MatchedValues {
  const view = nativeView({ value });
  const passed = (caseSensitive: boolean): readonly number[] =>
    candidates
      .filter(
        ({ kind, key }) =>
          compileCondition(compare(FIELD, kind, [key], { caseSensitive })).verdict(view) === 'matched',
      )
      .map(({ rowId }) => rowId);
  return { caseSensitive: passed(true), caseInsensitive: passed(false) };
}

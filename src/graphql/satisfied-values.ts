// Which stored predicate values an asked value satisfies: the engine says, as it would of an event.
import { compare } from '../condition/condition.ts';
import { fieldPath } from '../condition/field-path.ts';
import { evaluateCondition } from '../engine/evaluate/compile.ts';
import type { Candidate, MatchedValues } from '../store/read/matching-rules.ts';

const FIELD = fieldPath('value');

export function satisfiedValues(value: string, candidates: readonly Candidate[]): MatchedValues {
  const event = { value };
  const passed = candidates.filter(
    ({ kind, key, caseSensitive }) =>
      evaluateCondition(compare(FIELD, kind, [key], { caseSensitive }), event) === 'matched',
  );
  return {
    caseSensitive: passed.filter(({ caseSensitive }) => caseSensitive).map(({ rowId }) => rowId),
    caseInsensitive: passed.filter(({ caseSensitive }) => !caseSensitive).map(({ rowId }) => rowId),
  };
}

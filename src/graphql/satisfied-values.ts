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
  const satisfied = ({ kind, key }: Candidate, caseSensitive: boolean): boolean =>
    compileCondition(compare(FIELD, kind, [key], { caseSensitive })).verdict(view) === 'matched';
  const insensitive = candidates.filter((candidate) => satisfied(candidate, false));
  // What matches with its letter case matches without as well, but for a regex: `[^a]` finds A, unless case is ignored.
  const regexes = candidates.filter(({ kind }) => kind === 'regex');
  const sensitive = [...insensitive.filter(({ kind }) => kind !== 'regex'), ...regexes].filter((candidate) =>
    satisfied(candidate, true),
  );
  return {
    caseSensitive: sensitive.map(({ rowId }) => rowId),
    caseInsensitive: insensitive.map(({ rowId }) => rowId),
  };
}

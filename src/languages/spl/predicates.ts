/** Where in a pipeline's stages a predicate belongs: see run.ts. */
import type { Condition } from '../../condition/condition.ts';
import type { FieldPath } from '../../condition/field-path.ts';
import { fold } from '../../condition/fold.ts';
import { asOneRow } from './expanded-rows.ts';
import { simplify } from '../../condition/simplify.ts';
import { opaqueAt, reasonMessage, sourceText } from './lowering.ts';
import type { Range } from './lowering.ts';
import { addReady } from './run.ts';
import type { Draft, JoinDraft, LookupDraft, Run } from './run.ts';
import { EVENT } from './values.ts';
import type { Reach } from './values.ts';

/** A predicate that must hold from here on finds its place. */
export function addPredicate(run: Run, said: Condition, reach: Reach, range: Range): void {
  if (said.kind === 'always') return;
  const condition =
    asOneRow(said) ??
    opaqueAt(run.lowering, 'expanded_field', reasonMessage('expanded_field'), range, fieldsIn(said));
  const outside = [...reach].filter((each) => each !== EVENT);
  if (outside.length === 0 && run.pushable) {
    run.filters.push(condition);
    askRow(run, condition);
    return;
  }
  const kinds = outside.map((each) => run.drafts[each]);
  const tables = kinds.filter((draft) => draft?.kind === 'lookup' || draft?.kind === 'join');
  if (tables.length > 0) addTablePredicate(run, condition, reach, range);
  else if (kinds.some(isSequence)) addSequencePredicate(run, condition, reach, range);
  else addHaving(run, condition, range);
}

/** Of the row that `dedup` left of a group it is asked too: another event of the group may have been that row. That it can be grouped anew is no such question. */
function askRow(run: Run, condition: Condition): void {
  if (condition.kind === 'compare' && condition.operator === 'is_key') return;
  const draft = run.drafts.findLast((each) => each.kind === 'aggregate');
  if (draft?.kind === 'aggregate' && draft.picked !== null && draft.columns.length === 0)
    draft.having.push(condition);
}

function isSequence(draft: Draft | undefined): boolean {
  return draft?.kind === 'ready' && draft.stage.kind === 'sequence';
}

/** `duration < 300` of a transaction is its window; anything else about its duration cannot be said. */
function addSequencePredicate(run: Run, condition: Condition, reach: Reach, range: Range): void {
  const [number = -1, ...others] = reach;
  const draft = run.drafts[number];
  const seconds = others.length === 0 ? shorterThan(condition) : null;
  if (draft?.kind !== 'ready' || draft.stage.kind !== 'sequence' || seconds === null) {
    const code = 'transaction_duration';
    const kept = opaqueAt(run.lowering, code, reasonMessage(code), range);
    addReady(run, { kind: 'filter', condition: kept, source: sourceText(run.lowering, range) });
    return;
  }
  const window = Math.min(draft.stage.window ?? seconds, seconds);
  run.drafts[number] = { ...draft, stage: { ...draft.stage, window } };
}

function shorterThan(said: Condition): number | null {
  const condition = simplify(said);
  if (condition.kind !== 'compare' || condition.field.native !== 'duration') return null;
  const [value] = condition.values;
  const isUpper = condition.operator === 'lt' || condition.operator === 'lte';
  const isPlain = condition.field.transforms.length === 0 && typeof value === 'number';
  return isUpper && isPlain ? value : null;
}

function addHaving(run: Run, condition: Condition, range: Range): void {
  const draft = run.drafts.findLast((each) => each.kind === 'aggregate');
  if (draft?.kind === 'aggregate') draft.having.push(condition);
  else addReady(run, { kind: 'filter', condition, source: sourceText(run.lowering, range) });
}

function addTablePredicate(run: Run, condition: Condition, reach: Reach, range: Range): void {
  const outside = [...reach].filter((each) => each !== EVENT);
  const drafts = outside.map((number) => run.drafts[number]);
  const [only] = drafts;
  // What an event's own fields can decide as well is no condition on the partner alone.
  const isOfTable = !reach.has(EVENT);
  if (isOfTable && only?.kind === 'lookup' && drafts.length === 1 && addLookupPredicate(run, only, condition))
    return;
  if (drafts.every((draft) => draft !== undefined && (draft.kind === 'join' || draft.kind === 'aggregate'))) {
    const joins = drafts.filter((draft) => draft.kind === 'join');
    if (joins.every((draft) => keepsPartners(draft, condition, isOfTable && drafts.length === 1))) {
      if (joins.some((draft) => draft.type === 'anti')) return;
      addReady(run, { kind: 'filter', condition, source: sourceText(run.lowering, range) });
      return;
    }
  }
  const fields = outside.length === 0 ? [] : fieldsIn(condition);
  const code = drafts.some((draft) => draft?.kind === 'join') ? 'joined_column' : 'lookup_column';
  run.filters.push(opaqueAt(run.lowering, code, reasonMessage(code), range, fields));
}

/** True: the join or its absence now says it. */
function keepsPartners(draft: JoinDraft, condition: Condition, isOfPartner: boolean): boolean {
  const missing = holdsWithoutValues(condition);
  if (draft.type === 'inner') return true;
  if (draft.type !== 'left' || !isOfPartner) return false;
  if (condition.kind === 'compare' && isAbsence(condition)) {
    draft.type = 'anti';
    return true;
  }
  if (missing !== false) return false;
  draft.type = 'inner';
  return true;
}

function addLookupPredicate(run: Run, draft: LookupDraft, condition: Condition): boolean {
  if (draft.isAnti || draft.isNewTerms) return false;
  if (draft.conditions.length === 0 && isAbsence(condition)) {
    draft.isAnti = true;
    return true;
  }
  if (draft.conditions.length === 0 && isFirstSeen(condition)) {
    draft.isNewTerms = true;
    forget(run, condition);
    return true;
  }
  if (holdsWithoutValues(condition) !== false) return false;
  draft.conditions.push(condition);
  return true;
}

/** `isnull(firstTime) OR firstTime > relative_time(now(), …)`, of a table of what was seen and when: the values are new. */
function isFirstSeen(condition: Condition): boolean {
  if (condition.kind !== 'any' || condition.of.length !== 2) return false;
  const [first, second] = condition.of;
  const absent = [first, second].find((each) => each !== undefined && isAbsence(each));
  const recent = [first, second].find((each) => each?.kind === 'opaque' && each.reason === 'time');
  return (
    absent !== undefined && recent !== undefined && />=?/.test(recent.kind === 'opaque' ? recent.text : '')
  );
}

/** The stage says it: it is no finding any more. */
function forget(run: Run, condition: Condition): void {
  if (condition.kind !== 'any') return;
  const { diagnostics } = run.lowering;
  for (const each of condition.of) {
    if (each.kind !== 'opaque') continue;
    const at = diagnostics.findIndex(
      ({ code, span }) => code === each.reason && span?.start.offset === each.span?.start.offset,
    );
    if (at >= 0) diagnostics.splice(at, 1);
  }
}

function isAbsence(condition: Condition): boolean {
  if (condition.kind === 'compare') return condition.operator === 'is_null';
  return condition.kind === 'not' && condition.of.kind === 'compare' && condition.of.operator === 'exists';
}

/** Would it hold if none of its fields had a value? Null: that is not certain. */
function holdsWithoutValues(condition: Condition): boolean | null {
  const every = (of: readonly (boolean | null)[]): boolean | null =>
    of.includes(false) ? false : of.includes(null) ? null : true;
  const negated = (of: boolean | null): boolean | null => (of === null ? null : !of);
  return fold<boolean | null>(condition, {
    all: every,
    any: (of) => negated(every(of.map(negated))),
    not: negated,
    always: () => true,
    never: () => false,
    from: () => null,
    some: () => false,
    compare: ({ operator }) => operator === 'ne' || operator === 'is_null',
    opaque: () => null,
  });
}

function fieldsIn(condition: Condition): readonly FieldPath[] {
  const none = (): readonly FieldPath[] => [];
  const join = (of: readonly (readonly FieldPath[])[]): readonly FieldPath[] => of.flat();
  return fold<readonly FieldPath[]>(condition, {
    all: join,
    any: join,
    not: (of) => of,
    always: none,
    never: none,
    from: none,
    some: (of) => of,
    compare: ({ field }) => [field],
    opaque: ({ fields }) => fields,
  });
}

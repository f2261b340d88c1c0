/**
 * One pipeline while it is lowered: what names stand for at this place, what events must satisfy, and the stages so far. A predicate finds its
 * place by what it depends on: on events alone it is a filter of events, even behind `stats … by`, where it is the same of all events of a
 * group; on columns of an aggregation it belongs to that one's `having`; on another table, to the join with it.
 */
import { all, always, any } from '../../condition/condition.ts';
import type { Condition } from '../../condition/condition.ts';
import { fieldPath } from '../../condition/field-path.ts';
import type { FieldPath } from '../../condition/field-path.ts';
import { fold } from '../../condition/fold.ts';
import type { AggregateColumn, JoinType, Stage } from '../../rule/stage.ts';
import type { CommandText } from './split-pipeline.ts';
import { expressionSetting } from './lower-expression.ts';
import type { ExpressionSetting } from './expression-setting.ts';
import { opaqueAt, reasonMessage, report, sourceText } from './lowering.ts';
import type { Lowering, Range } from './lowering.ts';
import { EVENT_SCOPE, eventField } from './scope.ts';
import type { Scope } from './scope.ts';
import { EVENT, fieldsOf, fieldValue } from './values.ts';
import type { Reach, Value } from './values.ts';

export interface AggregateDraft {
  readonly kind: 'aggregate';
  readonly source: string;
  readonly by: readonly FieldPath[];
  readonly window: number | null;
  readonly columns: AggregateColumn[];
  readonly having: Condition[];
}

type Pairs = readonly { readonly left: FieldPath; readonly right: FieldPath }[];

export interface JoinDraft {
  readonly kind: 'join';
  readonly source: string;
  type: JoinType;
  readonly with: string;
  /** Of the other side's events. */
  readonly condition: Condition;
  /** Does the other side read events, which may then help a rule to alert? */
  readonly ofEvents: boolean;
  readonly stages: readonly Stage[];
  readonly on: Pairs;
}

export interface LookupDraft {
  readonly kind: 'lookup';
  readonly source: string;
  readonly table: string;
  readonly on: Pairs;
  readonly fields: readonly string[];
  /** What later commands ask of its columns: then only events with such a partner go on, or with none. */
  readonly conditions: Condition[];
  isAnti: boolean;
  /** Only values that the table holds for no earlier time go on. */
  isNewTerms: boolean;
}

export interface ReadyDraft {
  readonly kind: 'ready';
  readonly stage: Stage;
}

export type Draft = AggregateDraft | JoinDraft | LookupDraft | ReadyDraft;

export interface Run {
  readonly lowering: Lowering;
  scope: Scope;
  /** Of events. */
  readonly filters: Condition[];
  /** Alternatives to the filters: events of other searches that join in. */
  readonly others: Condition[];
  readonly drafts: Draft[];
  /** Does a filter on events mean the same here as at the beginning? */
  pushable: boolean;
  /** Are rows still events, which have a source? */
  ofEvents: boolean;
  /** How far back the search says that it reaches. */
  window: number | null;
  /** Spans of `bin`. */
  readonly spans: Map<string, number>;
  /** Fields of events that the search has named so far. */
  readonly named: Set<string>;
  /** What the columns of aggregations come from, by name. */
  readonly columnSources: Map<string, string>;
  /** The last command that said which columns there are. */
  shownBy: string | null;
  readonly sources: Set<string>;
  readonly lowerSubsearch: (range: Range) => Run;
}

export function newRun(lowering: Lowering, sources: Set<string>, lowerSubsearch: (range: Range) => Run): Run {
  const named = new Set<string>();
  const rest = (name: string): Value => {
    named.add(name);
    return fieldValue(eventField(name));
  };
  return {
    lowering,
    scope: { ...EVENT_SCOPE, rest },
    filters: [],
    others: [],
    drafts: [],
    pushable: true,
    ofEvents: true,
    window: null,
    spans: new Map(),
    named,
    columnSources: new Map(),
    shownBy: null,
    sources,
    lowerSubsearch,
  };
}

/** Number of the next stage. */
export function addDraft(run: Run, draft: Draft): number {
  run.drafts.push(draft);
  return run.drafts.length - 1;
}

/** A command that is kept as text. `message`: why. */
export function addOpaqueStage(run: Run, command: CommandText, code: string, message: string): void {
  report(run.lowering, code, message, command);
  addReady(run, { kind: 'opaque', reason: code, source: sourceText(run.lowering, command) });
  run.pushable = false;
}

export function addReady(run: Run, stage: Stage): void {
  addDraft(run, { kind: 'ready', stage });
}

export function commandSource(run: Run, command: CommandText): string {
  return sourceText(run.lowering, command);
}

// ---------------------------------------------------------------- expressions

export function expressionsOf(run: Run, base: number): ExpressionSetting {
  return expressionSetting({
    lowering: run.lowering,
    scope: run.scope,
    base,
    asColumn: (text, reach) => computedColumn(run, text, text, reach),
  });
}

/** A column that an expression makes of an aggregation's columns; null where nothing of an aggregation is in it. */
export function computedColumn(run: Run, name: string, expression: string, reach: Reach): Value | null {
  const numbers = [...reach].filter((each) => each !== EVENT);
  const drafts = numbers.map((number) => run.drafts[number]);
  if (numbers.length === 0 || drafts.some((draft) => draft?.kind !== 'aggregate')) return null;
  const number = Math.max(...numbers);
  const draft = run.drafts[number];
  if (draft?.kind !== 'aggregate') return null;
  if (!draft.columns.some((column) => column.name === name && column.expression === expression))
    draft.columns.push({ name, function: 'computed', field: null, condition: null, expression });
  return columnValue(name, number);
}

export function columnValue(name: string, number: number): Value {
  return fieldValue(columnPath(name), new Set([number]));
}

export function columnPath(name: string): FieldPath {
  return fieldPath(name, { segments: [name] });
}

/** A field that stands for a value: the field that it is made from, else the column's name. */
export function pathOf(value: Value, name: string): FieldPath {
  if (value.kind === 'field') return value.list ?? value.path;
  if (value.kind === 'choice') return fieldsOf(value)[0] ?? columnPath(name);
  return columnPath(name);
}

// ---------------------------------------------------------------- predicates

/** A predicate that must hold from here on finds its place. */
export function addPredicate(run: Run, condition: Condition, reach: Reach, range: Range): void {
  if (condition.kind === 'always') return;
  const outside = [...reach].filter((each) => each !== EVENT);
  if (outside.length === 0 && run.pushable) {
    run.filters.push(condition);
    return;
  }
  const kinds = outside.map((each) => run.drafts[each]);
  const tables = kinds.filter((draft) => draft?.kind === 'lookup' || draft?.kind === 'join');
  if (tables.length > 0) addTablePredicate(run, condition, outside, range);
  else addHaving(run, condition, range);
}

function addHaving(run: Run, condition: Condition, range: Range): void {
  const draft = run.drafts.findLast((each) => each.kind === 'aggregate');
  if (draft?.kind === 'aggregate') draft.having.push(condition);
  else addReady(run, { kind: 'filter', condition, source: sourceText(run.lowering, range) });
}

function addTablePredicate(run: Run, condition: Condition, outside: readonly number[], range: Range): void {
  const drafts = outside.map((number) => run.drafts[number]);
  const [only] = drafts;
  if (only?.kind === 'lookup' && drafts.length === 1 && addLookupPredicate(run, only, condition)) return;
  if (drafts.every((draft) => draft?.kind === 'join' || draft?.kind === 'aggregate')) {
    const joins = drafts.filter((draft) => draft?.kind === 'join');
    if (joins.every((draft) => keepsPartners(draft, condition))) {
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
function keepsPartners(draft: JoinDraft, condition: Condition): boolean {
  const missing = holdsWithoutValues(condition);
  if (draft.type === 'inner') return true;
  if (draft.type !== 'left') return false;
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

// ---------------------------------------------------------------- the end

/** What an event must satisfy to be of the search, or of one that joins in. */
export function conditionOf(run: Run): Condition {
  const own = all(run.filters);
  const joined = run.drafts.flatMap((draft) =>
    draft.kind === 'join' && draft.ofEvents && (draft.type === 'inner' || draft.type === 'semi')
      ? [draft.condition]
      : [],
  );
  const others = [...run.others, ...joined];
  if (others.length === 0) return run.filters.length === 0 ? always : own;
  return any([own, ...others]);
}

export function stagesOf(run: Run): readonly Stage[] {
  return run.drafts.map((draft) => stageOf(draft, run.window));
}

function stageOf(draft: Draft, window: number | null): Stage {
  switch (draft.kind) {
    case 'ready':
      return draft.stage;
    case 'aggregate': {
      const { kind, source, by, columns, having } = draft;
      return {
        kind,
        by,
        window: draft.window ?? window,
        columns,
        having: having.length === 0 ? always : all(having),
        source,
      };
    }
    case 'join': {
      const { kind, type, with: other, condition, stages, on, source } = draft;
      return {
        kind,
        type,
        with: other,
        condition,
        stages,
        on: on.length === 0 ? [] : [on],
        window: null,
        source,
      };
    }
    case 'lookup':
      return lookupStage(draft);
  }
}

function lookupStage({ table, on, fields, source, conditions, isAnti, isNewTerms }: LookupDraft): Stage {
  if (isNewTerms) return { kind: 'new_terms', fields: on.map(({ left }) => left), window: null, source };
  if (!isAnti && conditions.length === 0) return { kind: 'lookup', table, on, fields, source };
  return {
    kind: 'join',
    type: isAnti ? 'anti' : 'inner',
    with: table,
    condition: conditions.length === 0 ? null : all(conditions),
    stages: [],
    on: [on],
    window: null,
    source,
  };
}

/**
 * One pipeline while it is lowered: what names stand for at this place, what events must satisfy, and the stages so far. A predicate finds its
 * place by what it depends on: on events alone it is a filter of events, even behind `stats … by`, where it is the same of all events of a
 * group; on columns of an aggregation it belongs to that one's `having`; on another table, to the join with it.
 */
import type { Condition } from '../../condition/condition.ts';
import { fieldPath } from '../../condition/field-path.ts';
import type { FieldPath } from '../../condition/field-path.ts';
import type { AggregateColumn, JoinType, Stage } from '../../rule/stage.ts';
import { isExact } from './column-arithmetic.ts';
import type { CommandText } from './split-pipeline.ts';
import { expressionSetting } from './lower-expression.ts';
import type { ExpressionSetting, Written } from './expression-setting.ts';
import { report, sourceText } from './lowering.ts';
import type { Lowering, Range } from './lowering.ts';
import { EVENT_SCOPE, eventField, valueOf } from './scope.ts';
import type { Scope } from './scope.ts';
import { wholeField } from './value-cases.ts';
import { EVENT, fieldsOf, fieldValue } from './values.ts';
import type { OpaqueValue, Reach, Value } from './values.ts';

export interface AggregateDraft {
  readonly kind: 'aggregate';
  readonly source: string;
  readonly by: readonly FieldPath[];
  readonly window: number | null;
  readonly columns: AggregateColumn[];
  readonly having: Condition[];
  /** Where a row is one of its group's events: which columns are that event's own, and the fields behind them (null: more than a field). */
  readonly picked: ReadonlyMap<string, FieldPath | null> | null;
}

type Pairs = readonly { readonly left: FieldPath; readonly right: FieldPath }[];

/** A key that is computed, and no field: which rows it joins cannot be told from the pair of names. */
export interface ComputedKey {
  readonly name: string;
  readonly place: Range;
}

export interface JoinDraft {
  readonly kind: 'join';
  readonly source: string;
  type: JoinType;
  readonly with: string;
  /** Of the other side's events. */
  readonly condition: Condition;
  /** Does the other side read events, which may then help a rule to alert? */
  readonly ofEvents: boolean;
  readonly sources: ReadonlySet<string>;
  readonly stages: readonly Stage[];
  readonly on: Pairs;
  readonly computedKeys: readonly ComputedKey[];
}

export interface LookupDraft {
  readonly kind: 'lookup';
  readonly source: string;
  readonly table: string;
  readonly on: Pairs;
  readonly computedKeys: readonly ComputedKey[];
  readonly fields: readonly string[];
  /** Of the table's row, where `eval` made a key a constant. */
  readonly constants: readonly Condition[];
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
  /** May fields have values that the event does not show: of a data model, or out of its text? */
  fills: boolean;
  /** Does mvexpand make more rows of one event? */
  expands: boolean;
  /** How far back the search says that it reaches. */
  window: number | null;
  /** How often names of events were renamed by a pattern. */
  wildcardRenames: number;
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
    fills: false,
    expands: false,
    window: null,
    wildcardRenames: 0,
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
export function addOpaqueStage(
  run: Run,
  command: CommandText,
  code: string,
  message: string,
  place: Range = command,
): void {
  report(run.lowering, code, message, place);
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

export function expressionsOf(run: Run, base: number, written: Written | null = null): ExpressionSetting {
  return expressionSetting({
    lowering: run.lowering,
    scope: run.scope,
    base,
    written,
    asColumn: (value, reach) => computedColumn(run, value.text, value, reach),
  });
}

/** A column that an expression makes of an aggregation's columns; null where nothing of an aggregation is in it. */
export function computedColumn(
  run: Run,
  name: string,
  value: OpaqueValue,
  reach: Reach = value.reach,
): Value | null {
  const numbers = [...reach].filter((each) => each !== EVENT);
  const drafts = numbers.map((number) => run.drafts[number]);
  if (numbers.length === 0 || drafts.some((draft) => draft?.kind !== 'aggregate')) return null;
  const number = Math.max(...numbers);
  const draft = run.drafts[number];
  if (draft?.kind !== 'aggregate') return null;
  const column = newColumn(run, name, value);
  if (!draft.columns.some((each) => isSame(each, column))) draft.columns.push(column);
  return columnValue(name, number);
}

function isSame(one: AggregateColumn, other: AggregateColumn): boolean {
  return (
    one.name === other.name &&
    one.expression === other.expression &&
    JSON.stringify(one.arithmetic) === JSON.stringify(other.arithmetic)
  );
}

/** Of a name that a column has already, another one is kept as text: a predicate on the name could mean either. */
function newColumn(run: Run, name: string, { text, arithmetic }: OpaqueValue): AggregateColumn {
  const plain = { name, function: 'computed', field: null, condition: null, expression: text } as const;
  const columns = run.drafts.flatMap((draft) => (draft.kind === 'aggregate' ? draft.columns : []));
  if (arithmetic === null || !isExact(arithmetic, columns)) return plain;
  const column = { ...plain, arithmetic };
  const isTaken = columns.some((each) => each.name === name && !isSame(each, column));
  return isTaken ? plain : column;
}

export function columnValue(name: string, number: number): Value {
  return fieldValue(columnPath(name), new Set([number]));
}

/** Those of the names that stand for more than a field, or a column of an aggregation. */
export function computedKeys(run: Run, names: readonly string[], place: Range): readonly ComputedKey[] {
  return names.flatMap((name) => (isField(valueOf(run.scope, name)) ? [] : [{ name, place }]));
}

function isField(value: Value): boolean {
  return value.kind === 'field' || value.kind === 'null';
}

export function columnPath(name: string): FieldPath {
  return fieldPath(name, { segments: [name] });
}

/** A field that stands for a value: the field that it is made from, else the column's name. */
export function pathOf(value: Value, name: string): FieldPath {
  if (value.kind === 'field') return wholeField(value);
  if (value.kind === 'choice' || value.kind === 'several') return fieldsOf(value)[0] ?? columnPath(name);
  return columnPath(name);
}

/** What lowering works with: values, truth, tables and the names in sight. Types only. */
import type { Condition } from '../../condition/condition.ts';
import type { FieldPath, Scalar } from '../../condition/field-path.ts';
import type { AggregateColumn, JoinPair, JoinStage, JoinType, Seconds } from '../../rule/stage.ts';
import type { Span } from '../../text/span.ts';
import type { Query as QueryText } from '../language.ts';
import type { Call, Expression, LiteralType, Place } from './ast.ts';

/** Seconds from now, null where open or not known. */
export interface TimeRange {
  readonly from: number | null;
  readonly to: number | null;
}

export type ValueType = 'string' | 'number' | 'boolean' | 'datetime' | 'timespan' | 'dynamic' | 'unknown';

export type Value =
  | LiteralValue
  | JsonValue
  | ListValue
  | BagValue
  | FieldValue
  | LogicValue
  | ChoiceValue
  | ConcatValue
  | TimeValue
  | DurationValue
  | TableValue
  | ListFromTable
  | OpaqueValue;

export interface LiteralValue {
  readonly kind: 'literal';
  readonly type: LiteralType;
  readonly value: Scalar;
  /** Of a number that is no whole one, be it that its value is: 4.0 is not 4 where it divides. */
  readonly number?: 'real';
}

/** A dynamic constant: a list or bag. */
export interface JsonValue {
  readonly kind: 'json';
  readonly value: unknown;
}

/** A list whose values are not all constant: `pack_array(a, b)`. */
export interface ListValue {
  readonly kind: 'values';
  readonly items: readonly Value[];
}

/** A bag whose values are not all constant: `bag_pack("a", a)`; of `pack_all()` the columns of its row, those that no operator named included. */
export interface BagValue {
  readonly kind: 'bag';
  readonly entries: ReadonlyMap<string, Value>;
  readonly others: Row['others'] | null;
}

/**
 * What a value belongs to: the event that the query begins with (`event`), the element of an expansion (`e…`), a group (`g…`), the other side of
 * a join (`r…:` before the scope that it has there), the row that a join makes of both (`j…`). Nothing: a constant.
 */
export type Scopes = readonly string[];

export interface FieldValue {
  readonly kind: 'field';
  readonly field: FieldPath;
  /** As in a comparison: `whole` for dynamic values, whose lists are one value. */
  readonly collection: 'any' | 'whole';
  readonly type: ValueType;
  /** What it is where the field is missing; undefined: by type, an empty text or null. */
  readonly missing?: Scalar;
  readonly scopes: Scopes;
  /** The time of the event itself: a range of it is the query's look-back, not logic. */
  readonly isEventTime?: boolean;
  /** A moment that `todatetime` reads from what may be a text of any form. */
  readonly isRead?: true;
  /** Whole or real, where the query says so. */
  readonly number?: 'long' | 'real';
  /** A bag that a function makes of a text (`parse_url`), each property a regex on that text. */
  readonly parts?: { readonly of: FieldValue; readonly regexes: Readonly<Record<string, string>> };
}

export interface LogicValue {
  readonly kind: 'logic';
  readonly truth: Truth;
}

/** `case`, `iff`, `coalesce`: the first case that holds. */
export interface ChoiceValue {
  readonly kind: 'choice';
  readonly cases: readonly { readonly when: Truth; readonly value: Value }[];
  readonly otherwise: Value;
  /** As it is written, where it is. */
  readonly text?: string;
}

export interface ConcatValue {
  readonly kind: 'concat';
  readonly parts: readonly Value[];
  readonly text?: string;
}

/** A moment: now, or a field's, and so many seconds after it (null: not known exactly). */
export interface TimeValue {
  readonly kind: 'time';
  readonly of: FieldValue | 'now';
  readonly offset: number | null;
}

/** How long after `from` is `to`, counted in units of so many seconds. */
export interface DurationValue {
  readonly kind: 'duration';
  readonly from: FieldValue;
  readonly to: FieldValue;
  readonly unit: number;
  readonly absolute: boolean;
  /** By how many borders of that unit lie between (`datetime_diff`), and not by how long it is. */
  readonly countsBorders?: true;
}

export interface TableValue {
  readonly kind: 'table';
  readonly relation: Relation;
}

/** `toscalar(T | summarize make_set(x))`: the values of the table's first column. */
export interface ListFromTable {
  readonly kind: 'list';
  readonly relation: Relation;
}

export interface OpaqueValue {
  readonly kind: 'opaque';
  readonly reason: string;
  readonly message: string;
  readonly fields: readonly FieldPath[];
  readonly scopes: Scopes;
  readonly text?: string;
}

export interface Truth {
  readonly holds: Condition;
  readonly fails: Condition;
  /** Never null: `fails` is `not holds`. */
  readonly isTwoValued: boolean;
  readonly scopes: Scopes;
  /** A range of the event's own time: the look-back, which is not the logic of one event. Elsewhere than in a conjunct it counts as `holds` says. */
  readonly time?: TimeRange;
  /** Says how far apart in time the sides of a join are. */
  readonly apart?: Apart;
  /** `x in (a table)`: as a conjunct, a semi-join. */
  readonly membership?: Membership;
}

/** `to` is at least, at most so many seconds after `from`. */
export interface Apart {
  readonly from: FieldValue;
  readonly to: FieldValue;
  readonly atLeast: number | null;
  readonly atMost: number | null;
  /** More than that, less than that. */
  readonly isStrict?: true;
}

export interface Membership {
  /** One of these is among the table's values. */
  readonly values: readonly FieldValue[];
  readonly table: Relation;
  /** What tells the table from others: its text. */
  readonly text: string;
  readonly comparison: JoinPair['comparison'];
  readonly isNegated: boolean;
}

/** A table as far as it is lowered: the alternatives of a union, mostly one. */
export interface Relation {
  readonly branches: readonly Branch[];
}

export interface Branch {
  /** Tables that it reads, those of its joins included. */
  readonly sources: readonly string[];
  /** What its rows are events of; null where they are none (a datatable, a file, a watchlist): `external` says what they are then. */
  readonly from: string | null;
  readonly external: ExternalTable | null;
  /** Per event, before everything else. */
  readonly conditions: readonly Condition[];
  readonly expansions: readonly ExpandedList[];
  readonly stages: readonly DraftStage[];
  readonly row: Row;
  /** How far back the query looks. */
  readonly window: Seconds | null;
  /** That the look-back ended before now, which tells the other side of a join from the events of the rule; null: it did not. */
  readonly earlier: Condition | null;
  /** The unions that its rows go through, the last one last. */
  readonly unions: readonly UnionMark[];
  /** Columns of the last projection. */
  readonly shown: readonly { readonly name: string; readonly source: string }[];
}

/** The rows of a branch meet those of other parts. */
export interface UnionMark {
  readonly id: number;
  readonly part: number;
  /** How many stages come before. */
  readonly at: number;
}

export interface ExternalTable {
  readonly name: string;
  readonly reason: string;
  /** Of a datatable, whose rows are known. */
  readonly rows: readonly (readonly Value[])[] | null;
  readonly columns: readonly string[];
}

/** A list whose elements stand in rows of their own (`mv-expand`), and what is asked of an element. */
export interface ExpandedList {
  readonly scope: string;
  readonly list: FieldPath;
  readonly collection: 'any' | 'whole';
  readonly conditions: readonly Condition[];
  /** Rows whose list is missing or empty go (`mv-apply`). */
  readonly dropsEmpty: boolean;
  /** The expansion whose elements hold this list. */
  readonly parent: string | null;
  /** The group that collected the list; null: the event holds it. */
  readonly group: string | null;
  /** How many stages come before. */
  readonly at: number;
}

export type DraftStage =
  | DraftAggregate
  | DraftJoin
  | { readonly kind: 'filter'; readonly condition: Condition; readonly source: string }
  | {
      readonly kind: 'lookup';
      readonly table: string;
      readonly on: readonly { readonly left: FieldPath; readonly right: FieldPath }[];
      readonly fields: readonly string[];
      readonly source: string;
    }
  | {
      readonly kind: 'opaque';
      readonly reason: string;
      readonly message: string;
      readonly source: string;
      readonly span: Span;
      /** A limit of how many rows come out: no logic where nothing comes after it. */
      readonly isLimit: boolean;
    };

export interface DraftAggregate {
  readonly kind: 'aggregate';
  readonly scope: string;
  readonly by: readonly FieldPath[];
  readonly window: Seconds | null;
  readonly columns: readonly AggregateColumn[];
  readonly having: readonly Condition[];
  /** The names of the keys, as `by` lists them. */
  readonly keys: readonly string[];
  /** Keys that cut time into the window's pieces: not among `by`. */
  readonly moments: ReadonlyMap<string, FieldPath>;
  /** The names that its columns are computed of. */
  readonly of: ReadonlyMap<string, string>;
  /** Columns that later operators computed. */
  readonly late: ReadonlySet<string>;
  /** Where the row is one of the group's events: which columns are that event's own, and its fields behind them (null: more than a field); null: it is none. */
  readonly picked: ReadonlyMap<string, FieldPath | null> | null;
  /** Only rows that are the same are made one. */
  readonly isDistinct: boolean;
  readonly source: string;
}

export interface DraftJoin {
  readonly kind: 'join';
  readonly scope: string;
  readonly type: JoinType;
  readonly with: string;
  readonly right: Relation;
  readonly on: readonly JoinPair[];
  /** Where one of several conjunctions of pairs is enough: all of them. */
  readonly alternatives?: JoinStage['on'];
  /** Names of right keys that each part of the other side takes from a field of its own. */
  readonly asked?: readonly string[];
  /** The names of the left keys. */
  readonly keys: readonly string[];
  readonly window: Seconds | null;
  readonly source: string;
}

/** The columns of a row by name. */
export interface Row {
  readonly columns: ReadonlyMap<string, Value>;
  /** What any other name is: a column of the event, or something that we cannot know (with the reason why). */
  readonly others:
    | 'event'
    | { readonly reason: string; readonly message: string }
    | { readonly scope: string }
    /** The other side of a join, whose fields are named with the prefix. */
    | { readonly scope: string; readonly prefix: string };
}

/** Names that `let` and functions give, innermost first. */
export interface Scope {
  readonly names: ReadonlyMap<string, Binding>;
  readonly outer: Scope | null;
  /** The text that places count in; a function that is saved elsewhere has its own. */
  readonly text: string;
  /** Where findings are shown if `text` is not the query's own: the call. */
  readonly calledAt: Place | null;
}

export type Binding =
  | { readonly kind: 'expression'; readonly expression: Expression; readonly scope: () => Scope }
  | { readonly kind: 'value'; readonly value: Value };

export interface Lowering {
  readonly query: QueryText;
  /** The bodies of functions that are saved in the workspace, by name in lower case. */
  readonly functions: ReadonlyMap<string, string>;
  /** Columns that the query itself treats as dynamic. */
  readonly dynamicColumns: ReadonlySet<string>;
  /** Messages of opaque nodes, by what tells them apart. */
  readonly messages: Map<string, string>;
  /** A tabular expression to its table. */
  readonly table: (env: Env, expression: Expression) => Relation;
  /** Names are given out once: `e1`, `g2`, … */
  readonly counter: { next: number };
  /** Calls within calls, expressions within expressions; comparisons that choices come to. */
  readonly budget: { left: number; cases: number };
}

/** What an expression is evaluated in. */
export interface Env {
  readonly lowering: Lowering;
  readonly scope: Scope;
  readonly row: Row;
  /** The table that `invoke` or a subquery's first operator works on. */
  readonly input: Relation | null;
  readonly depth: number;
}

/** Null: the arguments are none that we can follow. */
export type ScalarFunction = (site: Site) => Value | null;

export interface Site {
  readonly env: Env;
  readonly call: Call;
  readonly args: readonly Value[];
}

/** An ES|QL query as it was written: what the grammar returns. Offsets count in the query's text. */
import type { Scalar } from '../../condition/field-path.ts';

export interface Place {
  readonly start: number;
  readonly end: number;
}

export interface Query {
  /** The source command first. */
  readonly commands: readonly Command[];
}

export type Command =
  | From
  | Row
  | Where
  | Eval
  | Stats
  | Projection
  | Rename
  | Dissect
  | Grok
  | Enrich
  | LookupJoin
  | Expand
  | Completion
  | ChangePoint
  | Plain;

/** `FROM` and `TS`: index patterns, and the columns of `METADATA`. */
export interface From extends Place {
  readonly kind: 'from';
  readonly sources: readonly string[];
  readonly metadata: readonly Column[];
}

export interface Row extends Place {
  readonly kind: 'row';
  readonly columns: readonly Assignment[];
}

export interface Where extends Place {
  readonly kind: 'where';
  readonly condition: Expression;
}

export interface Eval extends Place {
  readonly kind: 'eval';
  readonly columns: readonly Assignment[];
}

/** `name = value`; a value without a name is named by its own text. */
export interface Assignment extends Place {
  readonly name: string | null;
  readonly value: Expression;
}

export interface Aggregate extends Assignment {
  /** `count(*) WHERE condition`: only the rows that satisfy it. */
  readonly condition: Expression | null;
}

/** `STATS`, or `INLINE STATS`, which keeps the rows. */
export interface Stats extends Place {
  readonly kind: 'stats';
  readonly inline: boolean;
  readonly columns: readonly Aggregate[];
  readonly by: readonly Assignment[];
}

/** `KEEP` and `DROP`. */
export interface Projection extends Place {
  readonly kind: 'keep' | 'drop';
  readonly fields: readonly NamePattern[];
}

export interface NamePattern extends Place {
  readonly name: string;
  /** Does a star stand in it? */
  readonly wild: boolean;
}

export interface Rename extends Place {
  readonly kind: 'rename';
  readonly columns: readonly { readonly from: Column; readonly to: Column }[];
}

export interface Dissect extends Place {
  readonly kind: 'dissect';
  readonly source: Expression;
  readonly pattern: Literal;
  readonly separator: Literal | null;
}

export interface Grok extends Place {
  readonly kind: 'grok';
  readonly source: Expression;
  readonly patterns: readonly Literal[];
}

export interface Enrich extends Place {
  readonly kind: 'enrich';
  readonly policy: string;
  readonly on: Column | null;
  readonly columns: readonly { readonly from: Column; readonly to: Column }[];
}

export interface LookupJoin extends Place {
  readonly kind: 'lookup';
  readonly table: string;
  readonly on: readonly Expression[];
}

export interface Expand extends Place {
  readonly kind: 'mv_expand';
  readonly column: Column;
}

interface Completion extends Place {
  readonly kind: 'completion';
  readonly column: string;
  readonly prompt: Expression;
}

interface ChangePoint extends Place {
  readonly kind: 'change_point';
  readonly names: readonly string[];
}

/** Commands of which only the text counts. */
export interface Plain extends Place {
  readonly kind: 'sort' | 'limit' | 'unknown';
  /** Of an unknown command. */
  readonly name?: string;
}

export type Expression =
  | Group
  | Not
  | Comparison
  | IsNull
  | In
  | Like
  | Match
  | Arithmetic
  | Call
  | Column
  | Literal
  | TimeSpan
  | List
  | Bare;

export interface Group extends Place {
  readonly kind: 'and' | 'or';
  readonly of: readonly Expression[];
}

export interface Not extends Place {
  readonly kind: 'not';
  readonly of: Expression;
}

export type ComparisonOperator = '==' | '!=' | '<' | '<=' | '>' | '>=' | '=~';

export interface Comparison extends Place {
  readonly kind: 'compare';
  readonly operator: ComparisonOperator;
  readonly left: Expression;
  readonly right: Expression;
}

export interface IsNull extends Place {
  readonly kind: 'is_null';
  readonly negated: boolean;
  readonly left: Expression;
}

export interface In extends Place {
  readonly kind: 'in';
  readonly negated: boolean;
  readonly left: Expression;
  readonly values: readonly Expression[];
}

/** `LIKE` (wildcards) and `RLIKE` (a regular expression). */
export interface Like extends Place {
  readonly kind: 'like';
  readonly negated: boolean;
  readonly regex: boolean;
  readonly left: Expression;
  readonly patterns: readonly Expression[];
}

/** `field : "words"`. */
export interface Match extends Place {
  readonly kind: 'match';
  readonly left: Expression;
  readonly query: Expression;
}

export interface Arithmetic extends Place {
  readonly kind: 'arithmetic';
  readonly operator: '+' | '-' | '*' | '/' | '%';
  readonly left: Expression;
  readonly right: Expression;
}

/** A function by its name in lower case; `x::type` is `to_type(x)`. */
export interface Call extends Place {
  readonly kind: 'call';
  readonly name: string;
  readonly args: readonly Expression[];
}

export interface Column extends Place {
  readonly kind: 'column';
  readonly name: string;
  readonly segments: readonly string[];
}

export interface Literal extends Place {
  readonly kind: 'literal';
  readonly value: Scalar;
  /** A number with a decimal point or an exponent: 4.0 is not 4 where it divides. */
  readonly isReal?: true;
}

/** `5 minutes`. */
export interface TimeSpan extends Place {
  readonly kind: 'timespan';
  readonly amount: number;
  readonly unit: string;
}

export interface List extends Place {
  readonly kind: 'list';
  readonly of: readonly Expression[];
}

/** `*`, a map of options, a parameter that whoever runs the query fills in. */
interface Bare extends Place {
  readonly kind: 'star' | 'map' | 'parameter';
}

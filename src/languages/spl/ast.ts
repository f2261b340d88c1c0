/** SPL as it was written: what the grammar returns, one command's arguments at a time. Offsets count in the parsed piece of text. */
import type { WildcardPart } from '../../condition/pattern.ts';

export interface Place {
  readonly start: number;
  readonly end: number;
}

// The search command, and the `where` of tstats.

export type Search =
  SearchChain | SearchNot | SearchCompare | SearchIn | SearchTerm | SearchMacro | SearchSubsearch;

export interface SearchChain {
  readonly kind: 'and' | 'or';
  readonly of: readonly Search[];
}

export interface SearchNot {
  readonly kind: 'not';
  readonly of: Search;
}

export type SearchOperator = '=' | '!=' | '<' | '<=' | '>' | '>=';

export interface SearchCompare extends Place {
  readonly kind: 'compare';
  readonly field: string;
  readonly operator: SearchOperator;
  readonly value: SearchValue;
}

export interface SearchIn extends Place {
  readonly kind: 'in';
  readonly field: string;
  readonly values: readonly SearchValue[];
}

/** Free text; `function`: TERM() or CASE() around it. */
export interface SearchTerm extends Place {
  readonly kind: 'term';
  readonly value: SearchValue;
  readonly function: 'TERM' | 'CASE' | null;
}

/** A macro that nobody defines. */
export interface SearchMacro extends Place {
  readonly kind: 'macro';
  readonly text: string;
}

export interface SearchSubsearch extends Place {
  readonly kind: 'subsearch';
  /** What stands between the brackets begins here. */
  readonly inner: number;
  readonly text: string;
}

/** Escapes are resolved; every `*` is a wildcard. */
export interface SearchValue {
  readonly parts: readonly WildcardPart[];
  readonly quoted: boolean;
  /** `CASE(…)`: letter case makes a difference. */
  readonly caseSensitive?: boolean;
}

// Expressions of eval and where.

export type Expression =
  Literal | FieldReference | Call | Binary | Logic | Unary | InList | ExpressionMacro | ExpressionSubsearch;

export interface Literal extends Place {
  readonly kind: 'literal';
  readonly value: string | number;
}

export interface FieldReference extends Place {
  readonly kind: 'field';
  readonly name: string;
}

export interface Call extends Place {
  readonly kind: 'call';
  /** In lower case. */
  readonly name: string;
  readonly arguments: readonly Expression[];
}

export type BinaryOperator =
  '=' | '!=' | '<' | '<=' | '>' | '>=' | 'like' | '+' | '-' | '*' | '/' | '%' | '.';

export interface Binary extends Place {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
}

export interface Logic extends Place {
  readonly kind: 'and' | 'or' | 'xor';
  readonly of: readonly Expression[];
}

export interface Unary extends Place {
  readonly kind: 'not' | 'minus';
  readonly of: Expression;
}

export interface InList extends Place {
  readonly kind: 'in';
  readonly of: Expression;
  readonly list: readonly Expression[];
}

export interface ExpressionMacro extends Place {
  readonly kind: 'macro';
  readonly text: string;
}

export interface ExpressionSubsearch extends Place {
  readonly kind: 'subsearch';
  readonly inner: number;
  readonly text: string;
}

export interface Assignment extends Place {
  readonly field: string;
  readonly value: Expression;
}

// The stats family.

export interface Aggregation extends Place {
  /** In lower case: `count`, `dc`, `perc95`, … */
  readonly function: string;
  readonly argument: AggregationArgument | null;
  readonly alias: string | null;
  /** As it is written, alias included. */
  readonly text: string;
}

export type AggregationArgument =
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'expression'; readonly of: Expression; readonly text: string };

export interface Grouping extends Place {
  readonly field: string;
  readonly span: string | null;
}

export interface Statistics {
  readonly options: readonly Option[];
  readonly aggregations: readonly Aggregation[];
  readonly by: readonly Grouping[];
}

// Everything else: words, options, quoted texts, subsearches.

export type Argument = Option | Word | Subsearch;

export interface Option extends Place {
  readonly kind: 'option';
  /** In lower case. */
  readonly name: string;
  readonly value: string;
}

export interface Word extends Place {
  readonly kind: 'word';
  readonly text: string;
  readonly quoted: boolean;
  /** A comma stands before it. */
  readonly comma: boolean;
}

export interface Subsearch extends Place {
  readonly kind: 'subsearch';
  readonly inner: number;
  readonly text: string;
}

export type Parsed = Search | Expression | Statistics | readonly Assignment[] | readonly Argument[];

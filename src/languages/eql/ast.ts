/** An EQL query as it was written: what the grammar returns. Offsets count in the query's text. */
import type { Scalar } from '../../condition/field-path.ts';

export interface Place {
  readonly start: number;
  readonly end: number;
}

export type Query = (SingleEvent | Sequence) & { readonly pipes: readonly Pipe[] };

export interface SingleEvent extends Place {
  readonly kind: 'event';
  readonly event: EventFilter;
}

/** `process where …`; the category is null for `any`. */
export interface EventFilter extends Place {
  readonly category: string | null;
  readonly condition: Expression;
}

/** `sequence` (ordered) or `sample`. */
export interface Sequence extends Place {
  readonly kind: 'sequence';
  readonly ordered: boolean;
  readonly by: readonly Field[];
  /** Seconds. */
  readonly maxspan: number | null;
  readonly steps: readonly Step[];
  readonly until: Step | null;
}

export interface Step extends Place {
  readonly event: EventFilter;
  readonly missing: boolean;
  readonly by: readonly Field[];
  readonly runs: number;
  readonly name: string | null;
}

export interface Pipe extends Place {
  readonly name: string;
  /** Of a `filter` that could be read. */
  readonly condition?: Expression;
}

export type Expression = And | Or | Not | Comparison | Lookup | Arithmetic | Call | Field | Literal | Lineage;

export interface And extends Place {
  readonly kind: 'and';
  readonly of: readonly Expression[];
}
export interface Or extends Place {
  readonly kind: 'or';
  readonly of: readonly Expression[];
}
export interface Not extends Place {
  readonly kind: 'not';
  readonly of: Expression;
}

export type ComparisonOperator = '==' | '!=' | '<' | '<=' | '>' | '>=';

export interface Comparison extends Place {
  readonly kind: 'compare';
  readonly operator: ComparisonOperator;
  readonly left: Expression;
  readonly right: Expression;
}

/** `in`, `like`, `regex` with their `~` forms; `:` is `like~`. */
export interface Lookup extends Place {
  readonly kind: 'lookup';
  readonly operator: 'in' | 'like' | 'regex';
  readonly insensitive: boolean;
  readonly negated: boolean;
  readonly left: Expression;
  readonly values: readonly Expression[];
}

export interface Arithmetic extends Place {
  readonly kind: 'arithmetic';
  readonly operator: '+' | '-' | '*' | '/' | '%';
  readonly left: Expression;
  readonly right: Expression;
}

export interface Call extends Place {
  readonly kind: 'call';
  readonly name: string;
  readonly insensitive: boolean;
  readonly args: readonly Expression[];
}

export interface Field extends Place {
  readonly kind: 'field';
  /** The name of `$x`, an element of the list that `arraySearch` goes through; the path then starts there. */
  readonly variable: string | null;
  /** Names as they stand in the path; one that was escaped may hold dots. */
  readonly segments: readonly string[];
  /** `?field`: may be absent from the index; then it is null. */
  readonly optional: boolean;
}

export interface Literal extends Place {
  readonly kind: 'literal';
  readonly value: Scalar;
  /** A number with a decimal point or an exponent: 4.0 is not 4 where it divides. */
  readonly isReal?: true;
}

/** `child of [ process where … ]`. */
export interface Lineage extends Place {
  readonly kind: 'lineage';
  /** `child`, `descendant`, `event`, in any letter case. */
  readonly relation: string;
  readonly event: EventFilter;
}

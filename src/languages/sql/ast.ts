/** A SELECT as it was written (Snowflake's dialect): what the grammar returns. Offsets count in the query's text. */

export interface Place {
  readonly start: number;
  readonly end: number;
}

export interface Query extends Place {
  readonly kind: 'query';
  readonly ctes: readonly Cte[];
  readonly first: Select | Query;
  /** `union`, `intersect`, … with what follows. */
  readonly more: readonly { readonly operator: string; readonly select: Select | Query }[];
}

export interface Cte extends Place {
  readonly name: string;
  readonly query: Query;
}

export interface Select extends Place {
  readonly kind: 'select';
  readonly distinct: boolean;
  readonly columns: readonly Column[];
  readonly from: readonly Source[];
  readonly joins: readonly Join[];
  readonly where: Expression | null;
  /** `all`: by every column that is no aggregation. */
  readonly groupBy: readonly Expression[] | 'all';
  readonly having: Expression | null;
  readonly qualify: Expression | null;
}

export interface Column extends Place {
  readonly expression: Expression;
  readonly alias: string | null;
}

export type Source = Table | SubQuery | TableFunction;

export interface Table extends Place {
  readonly kind: 'table';
  /** Dotted, without quotes. */
  readonly name: string;
  readonly alias: string | null;
}
export interface SubQuery extends Place {
  readonly kind: 'subquery';
  readonly query: Query;
  readonly alias: string | null;
}
/** `LATERAL FLATTEN(input => …)`, `TABLE(…)`. */
export interface TableFunction extends Place {
  readonly kind: 'table_function';
  readonly name: string;
  readonly args: readonly { readonly name: string | null; readonly value: Expression }[];
  readonly alias: string | null;
}

export interface Join extends Place {
  readonly type: 'inner' | 'left' | 'right' | 'full' | 'cross';
  readonly source: Source;
  readonly on: Expression | null;
  readonly using: readonly string[];
}

export type Expression =
  | Chain
  | Negation
  | Comparison
  | Between
  | InList
  | InQuery
  | Like
  | IsNull
  | Exists
  | Call
  | Cast
  | ColumnPath
  | Literal
  | ArrayLiteral
  | Case
  | Arithmetic
  | Star
  | Scalar
  | Other;

interface Chain extends Place {
  readonly kind: 'and' | 'or';
  readonly of: readonly Expression[];
}
interface Negation extends Place {
  readonly kind: 'not';
  readonly of: Expression;
}
export type ComparisonOperator = '=' | '<>' | '<' | '<=' | '>' | '>=';
export interface Comparison extends Place {
  readonly kind: 'comparison';
  readonly operator: ComparisonOperator;
  readonly left: Expression;
  readonly right: Expression;
}
export interface Between extends Place {
  readonly kind: 'between';
  readonly negated: boolean;
  readonly left: Expression;
  readonly low: Expression;
  readonly high: Expression;
}
export interface InList extends Place {
  readonly kind: 'in';
  readonly negated: boolean;
  readonly left: Expression;
  readonly of: readonly Expression[];
}
export interface InQuery extends Place {
  readonly kind: 'in_query';
  readonly negated: boolean;
  readonly left: Expression;
  readonly query: Query;
}
export interface Like extends Place {
  readonly kind: 'like';
  readonly operator: 'like' | 'ilike' | 'rlike';
  readonly quantifier: 'any' | 'all';
  readonly negated: boolean;
  readonly left: Expression;
  readonly patterns: readonly Expression[];
  readonly escape: string | null;
}
export interface IsNull extends Place {
  readonly kind: 'is_null';
  readonly negated: boolean;
  readonly left: Expression;
}
interface Exists extends Place {
  readonly kind: 'exists';
  readonly query: Query;
}
export interface Call extends Place {
  readonly kind: 'call';
  /** In lower case. */
  readonly name: string;
  readonly distinct: boolean;
  readonly args: readonly Expression[];
  /** A window function: over which partition, and in which order. */
  readonly over: { readonly partition: readonly Expression[]; readonly ordered: boolean } | null;
}
interface Cast extends Place {
  readonly kind: 'cast';
  readonly of: Expression;
  /** In lower case. */
  readonly type: string;
}
/** `t.column:key.key[0]`: names before the colon, then keys (texts) and indexes (numbers) within a semi-structured value. */
export interface ColumnPath extends Place {
  readonly kind: 'column';
  readonly names: readonly string[];
  readonly path: readonly (string | number)[];
}
export interface Literal extends Place {
  readonly kind: 'literal';
  readonly value: string | number | boolean | null;
}
interface ArrayLiteral extends Place {
  readonly kind: 'array';
  readonly of: readonly Expression[];
}
export interface Case extends Place {
  readonly kind: 'case';
  readonly operand: Expression | null;
  readonly branches: readonly { readonly when: Expression; readonly then: Expression }[];
  readonly otherwise: Expression | null;
}
interface Arithmetic extends Place {
  readonly kind: 'arithmetic';
  readonly operator: string;
  readonly left: Expression;
  readonly right: Expression;
}
interface Star extends Place {
  readonly kind: 'star';
}
/** A query in the place of a value. */
interface Scalar extends Place {
  readonly kind: 'scalar_query';
  readonly query: Query;
}
/** `INTERVAL '7 days'`, `90m`, an argument that is left out: nothing that is compared with. */
interface Other extends Place {
  readonly kind: 'interval' | 'nothing';
}

/** A Kusto query's tree, translated once from the parser's own and frozen by its type: what lowering reads. */

export interface Place {
  readonly start: number;
  readonly end: number;
}

export type LiteralType = 'string' | 'number' | 'boolean' | 'timespan' | 'datetime' | 'null';

/** Scalar and tabular expressions alike: a name may be either. */
export type Expression =
  | Literal
  | Json
  | Name
  | Star
  | Path
  | Element
  | Call
  | And
  | Or
  | Binary
  | Minus
  | In
  | Between
  | ToScalar
  | ToTable
  | Pipe
  | DataTable
  | ExternalData
  | FunctionLiteral
  | Unsupported;

export interface Literal extends Place {
  readonly kind: 'literal';
  readonly type: LiteralType;
  /** A timespan in seconds; a datetime in ISO form (null where it is none). */
  readonly value: string | number | boolean | null;
  /** Of a number that is no whole one, be it that its value is: 4.0 is not 4 where it divides. */
  readonly number?: 'real';
}
/** `dynamic(…)` as the JSON that it holds. */
export interface Json extends Place {
  readonly kind: 'json';
  readonly value: unknown;
}
export interface Name extends Place {
  readonly kind: 'name';
  readonly name: string;
}
export interface Star extends Place {
  readonly kind: 'star';
}
export interface Path extends Place {
  readonly kind: 'path';
  readonly of: Expression;
  readonly selector: Expression;
}
export interface Element extends Place {
  readonly kind: 'element';
  readonly of: Expression;
  readonly index: Expression;
}
export interface Argument {
  readonly name: string | null;
  readonly value: Expression;
}
export interface Call extends Place {
  readonly kind: 'call';
  readonly name: string;
  readonly args: readonly Argument[];
}
export interface And extends Place {
  readonly kind: 'and';
  readonly of: readonly Expression[];
}
export interface Or extends Place {
  readonly kind: 'or';
  readonly of: readonly Expression[];
}
/** `operator` as written: `==`, `has_cs`, `+`, … */
export interface Binary extends Place {
  readonly kind: 'binary';
  readonly operator: string;
  readonly left: Expression;
  readonly right: Expression;
}
export interface Minus extends Place {
  readonly kind: 'minus';
  readonly of: Expression;
}
/** `in`, `!in`, `in~`, `!in~`, `has_any`, `has_all`. */
export interface In extends Place {
  readonly kind: 'in';
  readonly operator: string;
  readonly left: Expression;
  readonly values: readonly Expression[];
}
export interface Between extends Place {
  readonly kind: 'between';
  readonly negated: boolean;
  readonly left: Expression;
  readonly from: Expression;
  readonly to: Expression;
}
export interface ToScalar extends Place {
  readonly kind: 'toscalar';
  readonly of: Expression;
}
/** `materialize(…)`, `totable(…)`: the table itself. */
export interface ToTable extends Place {
  readonly kind: 'totable';
  readonly of: Expression;
}
/** `source | operator | operator`; without a source where a subquery begins with an operator, or `union`, `search`, `print` begin a query. */
export interface Pipe extends Place {
  readonly kind: 'pipe';
  readonly source: Expression | null;
  readonly operators: readonly Operator[];
}
export interface DataTable extends Place {
  readonly kind: 'datatable';
  readonly columns: readonly string[];
  readonly values: readonly Expression[];
}
export interface ExternalData extends Place {
  readonly kind: 'externaldata';
  readonly columns: readonly string[];
  readonly uri: string;
}
export interface Parameter {
  readonly name: string;
  readonly default: Expression | null;
}
/** `(t: string) { … }` */
export interface FunctionLiteral extends Place {
  readonly kind: 'function';
  readonly parameters: readonly Parameter[];
  readonly lets: readonly Let[];
  readonly body: Expression | null;
}
export interface Unsupported extends Place {
  readonly kind: 'unsupported';
  readonly what: string;
}

export interface Let extends Place {
  readonly name: string;
  readonly value: Expression;
}

/** A column that an operator makes: its names (several for a call that makes several), null where it goes by its expression. */
export interface Column extends Place {
  readonly names: readonly string[] | null;
  readonly value: Expression;
}

/** Parameters of an operator as text: `kind`, `isfuzzy`, `withsource`, … */
export type Parameters = Readonly<Record<string, string>>;

export type Operator =
  | (Place & { readonly kind: 'where'; readonly condition: Expression })
  | (Place & { readonly kind: 'extend' | 'project'; readonly columns: readonly Column[] })
  | (Place & { readonly kind: 'project-away' | 'project-keep'; readonly names: readonly string[] })
  | (Place & { readonly kind: 'project-rename'; readonly columns: readonly Column[] })
  | (Place & { readonly kind: 'distinct'; readonly columns: readonly Column[] })
  | (Place & {
      readonly kind: 'summarize';
      readonly aggregates: readonly Column[];
      readonly by: readonly Column[];
    })
  | (Place & { readonly kind: 'count'; readonly name: string })
  | (Place & { readonly kind: 'limit'; readonly what: string })
  | (Place & { readonly kind: 'display'; readonly what: string })
  | (Place & {
      readonly kind: 'union';
      readonly parameters: Parameters;
      readonly tables: readonly Expression[];
    })
  | (Place & {
      readonly kind: 'join' | 'lookup';
      readonly parameters: Parameters;
      readonly right: Expression;
      readonly on: readonly Expression[];
    })
  | (Place & {
      readonly kind: 'mv-expand';
      readonly parameters: Parameters;
      readonly columns: readonly Expansion[];
    })
  | (Place & {
      readonly kind: 'mv-apply';
      readonly columns: readonly Expansion[];
      readonly subquery: Expression;
    })
  | (Place & {
      readonly kind: 'parse' | 'parse-where';
      readonly parameters: Parameters;
      readonly of: Expression;
      readonly pattern: readonly PatternPart[];
    })
  | (Place & { readonly kind: 'serialize'; readonly columns: readonly Column[] })
  | (Place & { readonly kind: 'invoke'; readonly call: Call })
  | (Place & { readonly kind: 'evaluate'; readonly call: Call })
  | (Place & {
      readonly kind: 'search';
      readonly tables: readonly Expression[];
      readonly condition: Expression;
      readonly cased: boolean;
    })
  | (Place & {
      readonly kind: 'find';
      readonly tables: readonly Expression[];
      readonly condition: Expression;
    })
  | (Place & { readonly kind: 'print'; readonly columns: readonly Column[] })
  | (Place & { readonly kind: 'as'; readonly name: string })
  | (Place & { readonly kind: 'unsupported'; readonly what: string; readonly columns: readonly string[] });

/** A list that is expanded, and the name that its elements get. */
export interface Expansion extends Place {
  readonly name: string | null;
  readonly value: Expression;
  /** `to typeof(string)` */
  readonly type: string | null;
}

export type PatternPart =
  | { readonly kind: 'skip' }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'column'; readonly name: string; readonly type: string | null };

export interface Query {
  readonly lets: readonly Let[];
  /** Queries that give a table: mostly one. */
  readonly queries: readonly Expression[];
}

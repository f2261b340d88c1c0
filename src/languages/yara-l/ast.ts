/** The sections of a YARA-L rule as they were written: what the grammar returns. Offsets count in the rule's text. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

/** What the grammar's entry rules return. */
export type Section = readonly Expression[] | Match | readonly Assignment[] | readonly Option[] | Expression;

/** `$user, $host over 10m after $e1` */
export interface Match extends Place {
  readonly keys: readonly Variable[];
  /** Seconds; null: no window is named. */
  readonly window: number | null;
  readonly sliding: { readonly direction: 'before' | 'after'; readonly pivot: string } | null;
}

/** `$name = expression`, of the outcome section. */
export interface Assignment extends Place {
  readonly name: string;
  readonly value: Expression;
}

export interface Option extends Place {
  readonly key: string;
  readonly value: string;
}

export type Expression =
  | Group
  | Not
  | Comparison
  | Lookup
  | Call
  | Field
  | Variable
  | Count
  | Absent
  | Modified
  | Arithmetic
  | Text
  | NumberLiteral
  | BooleanLiteral
  | Regex
  | NullTest
  | Choice
  | List;

export interface Group extends Place {
  readonly kind: 'and' | 'or';
  readonly of: readonly Expression[];
}
export interface Not extends Place {
  readonly kind: 'not';
  readonly of: Expression;
}

export type ComparisonOperator = '=' | '!=' | '<' | '<=' | '>' | '>=';

export interface Comparison extends Place {
  readonly kind: 'compare';
  readonly operator: ComparisonOperator;
  readonly left: Expression;
  readonly right: Expression;
  readonly nocase: boolean;
}

/** `x in %list`, `in regex %list`, `in cidr %list`. */
export interface Lookup extends Place {
  readonly kind: 'lookup';
  readonly of: Expression;
  readonly list: string;
  readonly type: 'text' | 'regex' | 'cidr';
  readonly nocase: boolean;
}

export interface Call extends Place {
  readonly kind: 'call';
  /** Lower case, dotted. */
  readonly name: string;
  readonly args: readonly Expression[];
  readonly nocase: boolean;
}

/** A step of a path: a name, a position, or a key of a map. */
export type PathStep =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'key'; readonly key: string };

/** `$e.principal.ip`; the variable is empty where a field stands without one (a search). */
export interface Field extends Place {
  readonly kind: 'field';
  readonly variable: string;
  readonly path: readonly PathStep[];
}

/** `$x`: an event, a placeholder, an outcome. */
export interface Variable extends Place {
  readonly kind: 'variable';
  readonly name: string;
}
/** `#x` */
export interface Count extends Place {
  readonly kind: 'count';
  readonly name: string;
}
/** `!$x` */
export interface Absent extends Place {
  readonly kind: 'absent';
  readonly name: string;
}
/** `any $e.principal.ip`, `all …` */
export interface Modified extends Place {
  readonly kind: 'modified';
  readonly modifier: 'any' | 'all';
  readonly of: Expression;
}
export interface Arithmetic extends Place {
  readonly kind: 'arithmetic';
  readonly operator: '+' | '-' | '*' | '/' | '%';
  readonly left: Expression;
  readonly right: Expression;
}
export interface Text extends Place {
  readonly kind: 'text';
  readonly value: string;
}
export interface NumberLiteral extends Place {
  readonly kind: 'number';
  readonly value: number;
}
export interface BooleanLiteral extends Place {
  readonly kind: 'boolean';
  readonly value: boolean;
}
/** `/…/` */
export interface Regex extends Place {
  readonly kind: 'regex';
  readonly pattern: string;
}
/** `x is null`, `x is not null` */
export interface NullTest extends Place {
  readonly kind: 'null_test';
  readonly of: Expression;
  readonly negated: boolean;
}
/** `any of […]`, `all of […]`, `2 of […]` */
export interface Choice extends Place {
  readonly kind: 'choice';
  readonly atLeast: 'any' | 'all' | number;
  readonly of: readonly Expression[];
}
export interface List extends Place {
  readonly kind: 'list';
  readonly of: readonly Expression[];
}

/** A Falco condition as it was written: what the grammar returns, and what the platform hands over with it. Offsets count in the condition's text. */

export type Node = Chain | Negation | Check | MacroName;

interface Place {
  readonly start: number;
  readonly end: number;
}

interface Chain {
  readonly kind: 'and' | 'or';
  readonly of: readonly Node[];
}

interface Negation {
  readonly kind: 'not';
  readonly of: Node;
}

/** A macro by its name. */
export interface MacroName extends Place {
  readonly kind: 'macro';
  readonly name: string;
}

/** `modifier`: how many values of the list an operator for texts must hold for. */
export interface Check extends Place {
  readonly kind: 'check';
  readonly left: Operand;
  readonly operator: CheckOperator;
  readonly modifier: 'oneof' | 'anyof' | 'allof' | null;
  /** Null for `exists`. */
  readonly right: Value | ValueList | ListName | Operand | null;
}

export type CheckOperator =
  | 'exists'
  | '='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | 'contains'
  | 'icontains'
  | 'bcontains'
  | 'startswith'
  | 'bstartswith'
  | 'endswith'
  | 'glob'
  | 'iglob'
  | 'regex'
  | 'in'
  | 'intersects'
  | 'pmatch';

/** A field, perhaps under functions: `tolower(proc.name)`, `proc.aname[2]`, on the right also `val(proc.pname)`. */
export type Operand = Field | Call;

export interface Field extends Place {
  readonly kind: 'field';
  readonly name: string;
  readonly argument: string | null;
}

export interface Call extends Place {
  readonly kind: 'call';
  readonly name: string;
  readonly of: readonly (Operand | Value)[];
}

export interface Value extends Place {
  readonly kind: 'value';
  readonly text: string;
  readonly quoted: boolean;
}

interface ValueList extends Place {
  readonly kind: 'list';
  readonly of: readonly Value[];
}

/** A list by its name, without parentheses. */
interface ListName extends Place {
  readonly kind: 'list_name';
  readonly name: string;
}

/** What the platform hands over with a condition. Without it, the language knows no macros and no lists. */
export interface FalcoContext {
  readonly definitions: FalcoDefinitions;
  /** Where the pieces of the condition stand: the first as the query says, those that were appended elsewhere. Empty: all of it where the query says. */
  readonly pieces: readonly FalcoPiece[];
}

/** All macros and lists that a rule may name: one object for all rules that share them. */
export interface FalcoDefinitions {
  readonly macros: ReadonlyMap<string, FalcoMacro>;
  readonly lists: ReadonlyMap<string, FalcoList>;
}

export interface FalcoMacro {
  readonly text: string;
  readonly pieces: readonly FalcoPiece[];
  /** Macros are numbered in the order of their first definitions. */
  readonly index: number;
  /** A macro sees the macros that were defined before this number. */
  readonly sees: number;
  /** Files that define it anew, so that only the last definition counts; empty for most. */
  readonly redefinedIn: readonly string[];
}

export interface FalcoList {
  /** As written: names of other lists among them, quotes kept. */
  readonly items: readonly string[];
  readonly redefinedIn: readonly string[];
}

/** A piece of a text that begins at `offset` and stands in a file at this line and column. */
export interface FalcoPiece {
  readonly offset: number;
  readonly line: number;
  readonly column: number;
  /** Null: the rule's own body. */
  readonly file: string | null;
}

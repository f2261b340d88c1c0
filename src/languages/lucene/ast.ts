/** A Lucene query as it was written: what the grammar returns. Offsets count in the query's text. */
import type { WildcardPart } from '../../condition/pattern.ts';

export interface Place {
  readonly start: number;
  readonly end: number;
}

/** Clauses beside each other: how they are joined is said by their conjunctions and modifiers together. */
export interface Group<Of = Clause> extends Place {
  readonly kind: 'group';
  readonly clauses: readonly ClauseOf<Of>[];
}

export interface ClauseOf<Of> {
  /** What stands between this clause and the one before it. */
  readonly conjunction: 'and' | 'or' | null;
  readonly modifier: 'must' | 'not' | null;
  readonly of: Of;
}

export type Clause = Group | FieldClause;

/** `field:value`; free text has no field. */
export interface FieldClause extends Place {
  readonly kind: 'field';
  readonly field: Term | null;
  readonly value: Value;
}

export type Value = ValueGroup | Term | Range | Regex | Fuzzy;

type ValueGroup = Group<Value>;

/** A field's name, a word or a phrase: texts, `*` and `?`. */
export interface Term extends Place {
  readonly kind: 'term';
  readonly parts: readonly WildcardPart[];
  readonly quoted: boolean;
}

export interface Range extends Place {
  readonly kind: 'range';
  readonly bounds: readonly { readonly operator: 'gt' | 'gte' | 'lt' | 'lte'; readonly value: Term }[];
}

export interface Regex extends Place {
  readonly kind: 'regex';
  readonly pattern: string;
}

/** `word~2`, `"a phrase"~5`: near enough. */
interface Fuzzy extends Place {
  readonly kind: 'fuzzy';
  readonly of: Term;
}

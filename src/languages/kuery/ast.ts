/** A kuery as it was written: what the grammar returns. Offsets count in the query's text. */
import type { WildcardPart } from '../../condition/pattern.ts';

export type Node = Everything | Chain<'and' | 'or', Node> | Negation<Node> | Is | Range | Nested;

/** The empty query. */
export interface Everything {
  readonly kind: 'everything';
}

export interface Chain<Kind, Of> {
  readonly kind: Kind;
  readonly of: readonly Of[];
}

export interface Negation<Of> {
  readonly kind: 'not';
  readonly of: Of;
}

interface Place {
  readonly start: number;
  readonly end: number;
}

/** `field:value`; free text has no field. */
export interface Is extends Place {
  readonly kind: 'is';
  readonly field: Literal | null;
  readonly value: Value;
}

export interface Range extends Place {
  readonly kind: 'range';
  readonly field: Literal;
  readonly operator: 'gt' | 'gte' | 'lt' | 'lte';
  readonly value: Literal;
}

/** `field:{ … }`: one element of the list satisfies all of it. */
export interface Nested extends Place {
  readonly kind: 'nested';
  readonly field: Literal;
  readonly of: Node;
}

export type Value = Literal | Chain<'and' | 'or', Value> | Negation<Value>;

/** A field's name or a value: texts and unquoted `*`; never `?`. */
export interface Literal extends Place {
  readonly kind: 'literal';
  readonly parts: readonly WildcardPart[];
  readonly quoted: boolean;
}

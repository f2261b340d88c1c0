/**
 * Predicates of the events section before they are placed: which fields of which event variable each reads, what it says of an absent field, and
 * how it reads as a condition once the place of its fields is known (of the event, or of an element of a repeated field: rows.ts).
 */
import { always, never, not } from '../../condition/condition.ts';
import type { Condition } from '../../condition/condition.ts';
import type { FieldPath, Scalar } from '../../condition/field-path.ts';
import type { Place } from './ast.ts';

/** A field of an event variable. */
export interface FieldRef {
  readonly variable: string;
  /** `entity`: of the entity graph (`$x.graph.…`), else of an event. */
  readonly source: 'event' | 'entity';
  /** Keys; the key of a map is one segment with the map's name: `fields["user_agent"]`. */
  readonly segments: readonly string[];
  readonly native: string;
  /** Lengths of the prefixes of `segments` that are repeated fields. */
  readonly repeated: readonly number[];
}

/** Where a field is looked up. */
export type PlaceField = (ref: FieldRef) => FieldPath;

export interface Leaf extends Place {
  readonly kind: 'leaf';
  /** The fields that stand for one element of each of their repeated levels; not those under `any` and `all`. */
  readonly refs: readonly FieldRef[];
  /** The event variables that it speaks of. */
  readonly variables: readonly string[];
  readonly negated: boolean;
  /** What it says, not negated, where none of `refs` has a value; null: not known. */
  readonly onZero: boolean | null;
  /** Not negated, it holds for a list when it holds for one of its elements, and for no empty list. */
  readonly isPlain: boolean;
  readonly build: (place: PlaceField) => Condition;
  /** Of an equality: the field and the texts, one of which it must be. */
  readonly equals: { readonly native: string; readonly values: readonly string[] } | null;
}

/** An equality, or another comparison, of fields of two event variables. */
export interface Join extends Place {
  readonly kind: 'join';
  readonly operator: '=' | '!=' | '<' | '<=' | '>' | '>=';
  readonly left: JoinSide;
  readonly right: JoinSide;
  readonly negated: boolean;
}
export interface JoinSide {
  readonly ref: FieldRef;
  /** The field with what the rule does to its value. */
  readonly field: FieldPath;
  /** What that is where the field has no value. */
  readonly zero: Scalar;
}

export type Formula = Leaf | Join | FormulaGroup | { readonly kind: 'constant'; readonly value: boolean };

export interface FormulaGroup {
  readonly kind: 'and' | 'or';
  readonly of: readonly Formula[];
}

export const TRUE: Formula = { kind: 'constant', value: true };
export const FALSE: Formula = { kind: 'constant', value: false };

export function and(of: readonly Formula[]): Formula {
  return group('and', of);
}

export function or(of: readonly Formula[]): Formula {
  return group('or', of);
}

function group(kind: 'and' | 'or', children: readonly Formula[]): Formula {
  const absorbing = kind === 'or';
  const of = children
    .flatMap((child) => (child.kind === kind ? child.of : [child]))
    .filter((child) => child.kind !== 'constant' || child.value === absorbing);
  if (of.some((child) => child.kind === 'constant')) return absorbing ? TRUE : FALSE;
  const [only] = of;
  if (only === undefined) return absorbing ? FALSE : TRUE;
  return of.length === 1 ? only : { kind, of };
}

/** Negations end up at the leaves. */
export function negate(formula: Formula): Formula {
  switch (formula.kind) {
    case 'constant':
      return formula.value ? FALSE : TRUE;
    case 'and':
      return or(formula.of.map(negate));
    case 'or':
      return and(formula.of.map(negate));
    case 'leaf':
    case 'join':
      return { ...formula, negated: !formula.negated };
  }
}

export function buildLeaf(leaf: Leaf, place: PlaceField): Condition {
  const condition = leaf.build(place);
  return leaf.negated ? not(condition) : condition;
}

/** The leaf's truth where none of its fields has a value. */
export function zeroTruth({ onZero, negated }: Leaf): boolean | null {
  return onZero === null ? null : onZero !== negated;
}

export function constant(value: boolean): Condition {
  return value ? always : never;
}

/** All leaves and joins, left to right. */
export function atoms(formula: Formula): readonly (Leaf | Join)[] {
  switch (formula.kind) {
    case 'leaf':
    case 'join':
      return [formula];
    case 'constant':
      return [];
    case 'and':
    case 'or':
      return formula.of.flatMap(atoms);
  }
}

/** The event variables that a formula speaks of. */
export function variablesOf(formula: Formula): ReadonlySet<string> {
  return new Set(
    atoms(formula).flatMap((atom) =>
      atom.kind === 'leaf' ? atom.variables : [atom.left.ref.variable, atom.right.ref.variable],
    ),
  );
}

/** The texts that a field must have for the formula to hold; null: it need not be one of a list. */
export function impliedTexts(formula: Formula, native: string): readonly string[] | null {
  switch (formula.kind) {
    case 'leaf':
      return !formula.negated && formula.equals?.native === native ? formula.equals.values : null;
    case 'and':
      return formula.of.map((child) => impliedTexts(child, native)).find((texts) => texts !== null) ?? null;
    case 'or': {
      const texts = formula.of.map((child) => impliedTexts(child, native));
      return texts.includes(null) ? null : [...new Set(texts.flatMap((each) => each ?? []))];
    }
    case 'join':
    case 'constant':
      return null;
  }
}

/** What an expression of a rule stands for: one value, or several under conditions (`if`, `strings.coalesce`). */
import type { Scalar, Transform } from '../../condition/field-path.ts';
import { and, or } from './formula.ts';
import type { FieldRef, Formula } from './formula.ts';

export type Value = Literal | FieldValue | Pattern | Unknown;

export interface Literal {
  readonly kind: 'literal';
  readonly value: Scalar;
}

/** A field, with what the rule does to its value first. */
export interface FieldValue {
  readonly kind: 'field';
  readonly ref: FieldRef;
  readonly transforms: readonly Transform[];
  /** What the whole is where the field has no value, and where a function finds none in it. */
  readonly zero: Scalar;
  /** `any` and `all` speak of the whole list. */
  readonly modifier: 'any' | 'all' | null;
  /** `all f != x`: it is the elements that must not satisfy the test, and not the list. */
  readonly isInverse?: boolean;
}

export interface Pattern {
  readonly kind: 'pattern';
  readonly pattern: string;
}

/** What cannot be expressed, and why. */
export interface Unknown {
  readonly kind: 'unknown';
  readonly code: string;
  readonly message: string;
  readonly refs: readonly FieldRef[];
}

/** Exactly one guard holds. */
export interface Alternative {
  readonly guard: Formula;
  readonly value: Value;
}
export type Alternatives = readonly Alternative[];

export function unknown(code: string, message: string, refs: readonly FieldRef[] = []): Unknown {
  return { kind: 'unknown', code, message, refs };
}

export function literal(value: Scalar): Literal {
  return { kind: 'literal', value };
}

const MAX_ALTERNATIVES = 64;

/** A formula for each combination, joined. */
export function combine(
  lefts: Alternatives,
  rights: Alternatives,
  judge: (left: Value, right: Value) => Formula,
): Formula | null {
  if (lefts.length * rights.length > MAX_ALTERNATIVES) return null;
  return or(
    lefts.flatMap((left) =>
      rights.map((right) => and([left.guard, right.guard, judge(left.value, right.value)])),
    ),
  );
}

/** The same alternatives with another value each. */
export function mapValues(alternatives: Alternatives, map: (value: Value) => Value): Alternatives {
  return alternatives.map(({ guard, value }) => ({ guard, value: map(value) }));
}

/** The value with one more function applied; `zero`: what that makes of an absent field. */
export function withTransform(value: FieldValue, transform: Transform, zero: Scalar): FieldValue {
  return { ...value, transforms: [...value.transforms, transform], zero };
}

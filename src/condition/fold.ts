/**
 * The walks over conditions: bottom-up (`fold`), over leaves, and with leaves, sources or fields replaced. What needs to know on its way down where it
 * stands, or to stop early, has a switch of its own, which the compiler holds to all kinds.
 */
import { all, always, any, never, not, some } from './condition.ts';
import type { Compare, Condition, From, Opaque, Some } from './condition.ts';
import type { FieldPath } from './field-path.ts';

export interface ConditionFold<T> {
  readonly all: (of: readonly T[]) => T;
  readonly any: (of: readonly T[]) => T;
  readonly not: (of: T) => T;
  readonly always: () => T;
  readonly never: () => T;
  readonly from: (node: From) => T;
  /** `among`: what the picked element is the first or last of; null where the node picks none. */
  readonly some: (of: T, node: Some, among: T | null) => T;
  readonly compare: (node: Compare) => T;
  readonly opaque: (node: Opaque) => T;
}

/** Bottom-up: children first, in order. */
export function fold<T>(condition: Condition, cases: ConditionFold<T>): T {
  switch (condition.kind) {
    case 'all':
      return cases.all(condition.of.map((child) => fold(child, cases)));
    case 'any':
      return cases.any(condition.of.map((child) => fold(child, cases)));
    case 'not':
      return cases.not(fold(condition.of, cases));
    case 'always':
      return cases.always();
    case 'never':
      return cases.never();
    case 'from':
      return cases.from(condition);
    case 'some':
      return cases.some(
        fold(condition.of, cases),
        condition,
        condition.pick === null ? null : fold(condition.pick.among, cases),
      );
    case 'compare':
      return cases.compare(condition);
    case 'opaque':
      return cases.opaque(condition);
  }
}

/** A leaf with the polarity it stands in (`negations`: number of `not` above it) and the `some` it stands in, innermost last. */
export interface Leaf {
  readonly node: Compare | Opaque;
  readonly negations: number;
  readonly within: readonly Some[];
}

/** Every comparison and opaque node, left to right. */
export function leaves(condition: Condition, negations = 0, within: readonly Some[] = []): readonly Leaf[] {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return condition.of.flatMap((child) => leaves(child, negations, within));
    case 'not':
      return leaves(condition.of, negations + 1, within);
    case 'some':
      return [
        ...(condition.pick === null ? [] : leaves(condition.pick.among, negations, [...within, condition])),
        ...leaves(condition.of, negations, [...within, condition]),
      ];
    case 'always':
    case 'never':
    case 'from':
      return [];
    case 'compare':
    case 'opaque':
      return [{ node: condition, negations, within }];
  }
}

const REBUILT: ConditionFold<Condition> = {
  all,
  any,
  not,
  always: () => always,
  never: () => never,
  from: (node) => node,
  some: (of, node, among) => some(node.field, of, node.collection, pickAmong(node, among)),
  compare: (node) => node,
  opaque: (node) => node,
};

/** The same condition with every leaf replaced. */
export function mapLeaves(condition: Condition, replace: (leaf: Compare | Opaque) => Condition): Condition {
  return fold(condition, { ...REBUILT, compare: replace, opaque: replace });
}

/** The same condition with every `from` replaced. */
export function mapFrom(condition: Condition, replace: (node: From) => Condition): Condition {
  return fold(condition, { ...REBUILT, from: replace });
}

function pickAmong({ pick }: Some, among: Condition | null): Some['pick'] {
  return pick === null || among === null ? null : Object.freeze({ ...pick, among });
}

/** The same condition with every field renamed; `within` holds the enclosing `some` fields, innermost last. */
export function mapFields(
  condition: Condition,
  rename: (field: FieldPath, within: readonly FieldPath[]) => FieldPath,
  within: readonly FieldPath[] = [],
): Condition {
  switch (condition.kind) {
    case 'all':
      return all(condition.of.map((child) => mapFields(child, rename, within)));
    case 'any':
      return any(condition.of.map((child) => mapFields(child, rename, within)));
    case 'not':
      return not(mapFields(condition.of, rename, within));
    case 'always':
    case 'never':
    case 'from':
      return condition;
    case 'some':
      return some(
        rename(condition.field, within),
        mapFields(condition.of, rename, [...within, condition.field]),
        condition.collection,
        pickAmong(
          condition,
          condition.pick && mapFields(condition.pick.among, rename, [...within, condition.field]),
        ),
      );
    case 'compare':
      return Object.freeze({
        ...condition,
        field: rename(condition.field, within),
        other: condition.other === null ? null : rename(condition.other, within),
      });
    case 'opaque':
      return Object.freeze({ ...condition, fields: condition.fields.map((field) => rename(field, within)) });
  }
}

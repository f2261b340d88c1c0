/**
 * Comparisons of values as leaves. The zero values: "If a field is omitted, it defaults to its zero value", so a comparison that holds for
 * `""` (or 0) holds for an absent field too (https://cloud.google.com/chronicle/docs/detection/yara-l-best-practices). Text comparisons heed
 * letter case unless `nocase` stands behind them.
 */
import { all, any, compare, not, opaque, some } from '../../condition/condition.ts';
import type { Condition, Operator } from '../../condition/condition.ts';
import { fieldPath } from '../../condition/field-path.ts';
import type { FieldPath } from '../../condition/field-path.ts';
import type { Place } from './ast.ts';
import type { FieldRef, Leaf, PlaceField } from './formula.ts';
import { eventField } from './rows.ts';
import type { FieldValue } from './value.ts';

const NOWHERE: Place = { start: 0, end: 0 };

/** The field where it stands, with the rule's functions. */
function fieldOf({ ref, transforms }: FieldValue, place: PlaceField): FieldPath {
  return { ...place(ref), transforms };
}

export interface LeafTest {
  readonly at: Place;
  /** What is true of the zero value. */
  readonly onZero: boolean;
  /** What is true of a value, no list, at the field. */
  readonly test: (field: FieldPath) => Condition;
  readonly equals?: Leaf['equals'];
}

/** A test of one field's value. */
export function testLeaf(value: FieldValue, { at, onZero, test, equals = null }: LeafTest): Leaf {
  const { ref, modifier } = value;
  const holds = (field: FieldPath): Condition =>
    onZero ? any([test(field), compare(field, 'is_null')]) : test(field);
  const onField = (field: FieldPath): Condition =>
    value.isInverse === true ? not(holds(field)) : holds(field);
  const base = {
    kind: 'leaf' as const,
    start: at.start,
    end: at.end,
    variables: [ref.variable],
    negated: false,
  };
  if (modifier === null) {
    return {
      ...base,
      refs: [ref],
      onZero,
      isPlain: !onZero,
      equals: value.transforms.length === 0 ? equals : null,
      build: (place) => onField(fieldOf(value, place)),
    };
  }
  return {
    ...base,
    refs: [],
    onZero: null,
    isPlain: false,
    equals: null,
    build: () => modified(value, modifier, onField),
  };
}

/**
 * `any`: some element of the list; `all`: every one. What `all` says of an empty list the reference leaves open, and so does this.
 */
function modified(
  value: FieldValue,
  modifier: 'any' | 'all',
  onField: (field: FieldPath) => Condition,
): Condition {
  const list = eventField(value.ref);
  const element: FieldPath = fieldPath('', { scope: 'element', segments: [], transforms: value.transforms });
  const depth = value.ref.repeated.at(-1) ?? value.ref.segments.length;
  const rest = value.ref.segments.slice(depth);
  const place: FieldPath =
    rest.length === 0
      ? element
      : fieldPath(rest.join('.'), { scope: 'element', segments: rest, transforms: value.transforms });
  const path = value.ref.segments.slice(0, depth);
  const elements = rest.length === 0 ? list : fieldPath(path.join('.'), { segments: path });
  if (modifier === 'any') {
    const holds = onField(place);
    // A plain comparison of a list asks for one element as it is.
    return holds.kind === 'compare' && isElementwise(holds.operator)
      ? { ...holds, field: { ...list, transforms: value.transforms } }
      : some(elements, holds);
  }
  // Reported where the modifier was read (resolve.ts).
  const every = not(some(elements, not(onField(place))));
  const empty = opaque(`all ${value.ref.native}`, 'all_of_empty', [list]);
  return any([all([compare(elements, 'exists'), every]), all([compare(elements, 'is_null'), empty])]);
}

const NOT_ELEMENTWISE: ReadonlySet<Operator> = new Set(['ne', 'is_null']);

function isElementwise(operator: Operator): boolean {
  return !NOT_ELEMENTWISE.has(operator);
}

/** The field, with the rule's functions, has a value that is not empty. */
export function isPresent(value: FieldValue): Leaf {
  return testLeaf(value, { at: NOWHERE, onZero: false, test: (field) => compare(field, 'exists') });
}

export function isAbsent(value: FieldValue): Leaf {
  return { ...isPresent(value), negated: true };
}

/** `value` is none of the field's zero value. */
export function isNotZero(value: FieldValue, at: Place): Leaf {
  const { zero } = value;
  const exists = (field: FieldPath): Condition => compare(field, 'exists');
  const test =
    zero === '' ? exists : (field: FieldPath) => all([exists(field), compare(field, 'ne', [zero])]);
  return testLeaf(value, { at, onZero: false, test });
}

/** Two fields of one event are compared: both may be absent. */
export function fieldsLeaf(
  left: FieldValue,
  right: FieldValue,
  at: Place,
  build: (left: FieldPath, right: FieldPath) => Condition,
  onZero: boolean,
): Leaf {
  return {
    kind: 'leaf',
    start: at.start,
    end: at.end,
    refs: [left.ref, right.ref],
    variables: [...new Set([left.ref.variable, right.ref.variable])],
    negated: false,
    onZero,
    // Only where neither is repeated; a list against a list is for one element each.
    isPlain: !onZero,
    equals: null,
    build: (place) => build(fieldOf(left, place), fieldOf(right, place)),
  };
}

/** What cannot be expressed, in its place. */
export function opaqueLeaf(
  text: string,
  code: string,
  at: Place,
  refs: readonly FieldRef[],
  variables: readonly string[],
  span: Parameters<typeof opaque>[3],
): Leaf {
  const condition = opaque(text, code, refs.map(eventField), span);
  return {
    kind: 'leaf',
    start: at.start,
    end: at.end,
    refs: [],
    variables,
    negated: false,
    onZero: null,
    isPlain: false,
    equals: null,
    build: () => condition,
  };
}

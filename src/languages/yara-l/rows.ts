/**
 * One event variable's predicates to a condition, repeated fields as the reference says
 * (https://cloud.google.com/chronicle/docs/yara-l/repeated-fields): a rule is applied to copies of the event, each with one element of every
 * repeated field that a predicate names without `any` or `all`; the event matches when one copy satisfies all predicates. So two predicates on
 * `principal.ip` speak of the same address, `!= "a"` holds when some address is not "a", and an empty list is a copy with the zero value.
 *
 * The elements are chosen once, for all predicates: ∃ distributes over `or`, and over those parts of an `and` that share no repeated
 * field. What is left speaks of one repeated field, and becomes `some`.
 */
import { all, any, compare, never, opaque, some } from '../../condition/condition.ts';
import type { Condition } from '../../condition/condition.ts';
import { fieldPath } from '../../condition/field-path.ts';
import type { FieldPath } from '../../condition/field-path.ts';
import { and, atoms, buildLeaf, constant, or, zeroTruth } from './formula.ts';
import type { FieldRef, Formula, Leaf } from './formula.ts';

/** The element that the predicates stand on: of the repeated field at this path. */
interface Level {
  readonly depth: number;
  readonly path: string;
}

const EVENT: Level = { depth: 0, path: '' };
/** Alternatives that an `and` may be multiplied out to. */
const MAX_PRODUCT = 64;

export interface RowsProblem {
  readonly leaf: Leaf;
}

/** `onProblem` hears of predicates that cannot be placed: they are opaque. */
export function lowerRows(
  formula: Formula,
  textOf: (leaf: Leaf) => string,
  onProblem: (problem: RowsProblem) => void,
): Condition {
  return lowerAt(formula, EVENT, { textOf, onProblem });
}

interface Setting {
  readonly textOf: (leaf: Leaf) => string;
  readonly onProblem: (problem: RowsProblem) => void;
}

function lowerAt(formula: Formula, level: Level, setting: Setting): Condition {
  switch (formula.kind) {
    case 'constant':
      return constant(formula.value);
    case 'or':
      return any(formula.of.map((child) => lowerAt(child, level, setting)));
    case 'leaf':
      return lowerGroup([formula], level, setting);
    case 'and':
      return all(components(formula.of, level).map((part) => lowerGroup(part, level, setting)));
    case 'join':
      // Joins are taken out before (lower-events.ts); one within a group is opaque there.
      return never;
  }
}

/** The repeated field next below the level that the field goes through; null: none. */
function nextRoot(ref: FieldRef, level: Level): number | null {
  return ref.repeated.find((depth) => depth > level.depth) ?? null;
}

function rootPath(ref: FieldRef, depth: number): string {
  return ref.segments.slice(0, depth).join('.');
}

function rootsOf(formula: Formula, level: Level): ReadonlySet<string> {
  return new Set(
    atoms(formula).flatMap((atom) =>
      atom.kind === 'join'
        ? []
        : atom.refs.flatMap((ref) => {
            const depth = nextRoot(ref, level);
            return depth === null ? [] : [rootPath(ref, depth)];
          }),
    ),
  );
}

/** Children that share a repeated field, together; the others alone. */
function components(children: readonly Formula[], level: Level): readonly (readonly Formula[])[] {
  const parts: { readonly of: Formula[]; readonly roots: Set<string> }[] = [];
  for (const child of children) {
    const roots = new Set(rootsOf(child, level));
    const touching = parts.filter((part) => [...part.roots].some((root) => roots.has(root)));
    const [first, ...rest] = touching;
    if (first === undefined) {
      parts.push({ of: [child], roots });
      continue;
    }
    first.of.push(child);
    for (const root of roots) first.roots.add(root);
    for (const other of rest) {
      first.of.push(...other.of);
      for (const root of other.roots) first.roots.add(root);
      parts.splice(parts.indexOf(other), 1);
    }
  }
  return parts.map(({ of }) => of);
}

function lowerGroup(group: readonly Formula[], level: Level, setting: Setting): Condition {
  const roots = rootsOf(and(group), level);
  const [only] = group;
  if (group.length === 1 && only !== undefined) {
    if (only.kind === 'leaf' && (roots.size === 0 || isPlain(only))) return buildLeaf(only, placeAt(level));
    if (only.kind !== 'leaf') return lowerAt(only, level, setting);
  }
  const [root] = roots;
  if (root === undefined) return all(group.map((child) => lowerAt(child, level, setting)));
  if (roots.size === 1 && speaksOfRootOnly(group, root, level))
    return lowerElements(group, root, level, setting);
  return multipliedOut(group, level, setting);
}

/** One comparison that a list satisfies when an element does. */
function isPlain(leaf: Leaf): boolean {
  return leaf.isPlain && !leaf.negated;
}

/** Inside of `some` only the event and the element itself can be looked at: within an element, nothing else of it. */
function speaksOfRootOnly(group: readonly Formula[], root: string, level: Level): boolean {
  if (level.depth === 0) return true;
  return group.every((child) =>
    atoms(child).every(
      (atom) => atom.kind === 'join' || atom.refs.every((ref) => underRoot(ref, root, level)),
    ),
  );
}

function underRoot(ref: FieldRef, root: string, level: Level): boolean {
  const depth = nextRoot(ref, level);
  return depth !== null && rootPath(ref, depth) === root;
}

function lowerElements(group: readonly Formula[], root: string, level: Level, setting: Setting): Condition {
  const ref = atoms(and(group))
    .flatMap((atom) => (atom.kind === 'join' ? [] : atom.refs))
    .find((each) => underRoot(each, root, level));
  const depth = ref === undefined ? null : nextRoot(ref, level);
  if (ref === undefined || depth === null) return never;
  const list = placedField(ref, ref.segments.slice(0, depth), level);
  const element: Level = { depth, path: root };
  const ofElement = some(list, lowerAt(and(group), element, setting));
  const onZero = lowerAt(withoutRoot(and(group), root, level, setting), level, setting);
  if (onZero.kind === 'never') return ofElement;
  return any([ofElement, all([compare(list, 'is_null'), onZero])]);
}

/** What the formula says of a copy without any element. */
function withoutRoot(formula: Formula, root: string, level: Level, setting: Setting): Formula {
  switch (formula.kind) {
    case 'and':
      return and(formula.of.map((child) => withoutRoot(child, root, level, setting)));
    case 'or':
      return or(formula.of.map((child) => withoutRoot(child, root, level, setting)));
    case 'leaf': {
      if (!formula.refs.some((ref) => underRoot(ref, root, level))) return formula;
      const truth = formula.refs.every((ref) => underRoot(ref, root, level)) ? zeroTruth(formula) : null;
      return truth === null ? unknown(formula, setting) : { kind: 'constant', value: truth };
    }
    case 'constant':
    case 'join':
      return formula;
  }
}

function unknown(leaf: Leaf, setting: Setting): Leaf {
  setting.onProblem({ leaf });
  const build = (): Condition => opaque(setting.textOf(leaf), 'repeated_fields', fieldsOf(leaf));
  return { ...leaf, refs: [], build, onZero: null, isPlain: false, equals: null };
}

/** `(a or b) and c` as `a and c or b and c`: each alternative chooses its elements alone. */
function multipliedOut(group: readonly Formula[], level: Level, setting: Setting): Condition {
  const flat = group.flatMap((child) => (child.kind === 'and' ? child.of : [child]));
  const choice = flat.find((child) => child.kind === 'or');
  if (choice?.kind === 'or' && productSize(flat) <= MAX_PRODUCT) {
    const rest = flat.filter((child) => child !== choice);
    return any(choice.of.map((child) => lowerAt(and([child, ...rest]), level, setting)));
  }
  return all(
    flat.map((child) => {
      const leaves = atoms(child).filter((atom) => atom.kind === 'leaf');
      for (const leaf of leaves) setting.onProblem({ leaf });
      return opaque(leaves.map(setting.textOf).join(' … '), 'repeated_fields', leaves.flatMap(fieldsOf));
    }),
  );
}

function productSize(group: readonly Formula[]): number {
  return group.reduce((size, child) => size * (child.kind === 'or' ? child.of.length : 1), 1);
}

function fieldsOf(leaf: Leaf): readonly FieldPath[] {
  return leaf.refs.map(placeAt(EVENT));
}

function placeAt(level: Level): (ref: FieldRef) => FieldPath {
  return (ref) => placedField(ref, ref.segments, level);
}

/** The field as it is looked up from the level: of the element where the element's path leads to it, else of the event. */
function placedField(ref: FieldRef, segments: readonly string[], level: Level): FieldPath {
  const within = level.depth > 0 && segments.slice(0, level.depth).join('.') === level.path;
  const rest = within ? segments.slice(level.depth) : segments;
  const native = rest.join('.');
  return fieldPath(native, { segments: rest, scope: within ? 'element' : 'event' });
}

/** A field of the event by its whole path. */
export function eventField(ref: FieldRef): FieldPath {
  return placedField(ref, ref.segments, EVENT);
}

/**
 * One element of a list, picked, holds an object that the elements of another list are looked up in. Which element is picked does not depend on
 * them: so the other loop goes inside, "the first entry such that some x of xs …". Until that loop is closed, its element is named inside.
 */
import { always, never, some } from '../../../condition/condition.ts';
import type { Condition, Some } from '../../../condition/condition.ts';
import type { FieldPath } from '../../../condition/field-path.ts';
import { leaves, mapFields } from '../../../condition/fold.ts';
import { conditionKey } from '../../../condition/key.ts';
import { withObject } from './keyed-values.ts';
import { both, either, negate } from '../conditions/logic.ts';
import { binderOf } from '../conditions/same-field.ts';
import type { Picked } from '../values/values.ts';

/** The mark of a picked element that loops may go inside of. */
const PICKED = 1_500_000;

/** Null where which element is picked is not known, or depends on another loop. */
export function commuted(of: Picked, holds: Condition): Condition | null {
  const { list, collection, binder, pick } = of.part;
  const isAlone = leaves(of.when).every(({ node }) =>
    (node.kind === 'compare' ? [node.field, node.other] : node.fields).every(
      (path) =>
        path === null || path.scope === 'event' || (binderOf(path) ?? PICKED) === binder || isClosed(path),
    ),
  );
  if (of.place === null || pick !== undefined || binderOf(list) !== null || !isAlone) return null;
  const close = (condition: Condition): Condition =>
    mapFields(condition, (path) =>
      closed(
        withObject(path, (object) => closed(object, binder)),
        binder,
      ),
    );
  return some(list, close(holds), collection, { place: of.place, among: close(of.when) });
}

function isClosed(path: FieldPath): boolean {
  return (binderOf(path) ?? 0) >= 1_000_000;
}

function closed(path: FieldPath, binder: number): FieldPath {
  return binderOf(path) === binder ? Object.freeze({ ...path, name: `@${PICKED}.${path.native}` }) : path;
}

const inside = new WeakMap<Some, ReadonlySet<number>>();

/** The loops that are still open of which something inside speaks. */
export function openInside(node: Some): ReadonlySet<number> {
  const known = inside.get(node);
  if (known !== undefined) return known;
  const found = new Set<number>();
  const add = (path: FieldPath): FieldPath => {
    const binder = binderOf(path);
    if (binder !== null && binder < 1_000_000) found.add(binder);
    return path;
  };
  mapFields(node.of, add);
  inside.set(node, found);
  return found;
}

export interface Hoisted {
  readonly node: Some;
  /** The condition where an element is picked, as it reads inside; and where none is. */
  readonly picked: Condition;
  readonly none: Condition;
}

/** The pick that the loop must go inside of; null: none. `several`: it cannot be said. */
export function hoisted(of: Condition, binder: number): Hoisted | 'several' | null {
  const nodes = new Map<string, Some>();
  collect(of, binder, nodes);
  const [node] = nodes.values();
  if (node === undefined) return null;
  const isAny = keyOfAny(node);
  const known = (one: Some, there: boolean): Condition | null => {
    if (openInside(one).has(binder)) return there ? one.of : never;
    if (one.pick !== null || isAny !== unmarked(one)) return null;
    return there ? always : never;
  };
  const picked = replaced(of, (one) => known(one, true));
  return nodes.size > 1 || stillInside(picked, binder)
    ? 'several'
    : { node, picked, none: replaced(of, (one) => known(one, false)) };
}

/** "There is an element to be picked", whatever loops' elements are called in it. */
function keyOfAny({ field, collection, pick }: Some): string {
  return unmarked(some(field, pick?.among ?? always, collection));
}

function unmarked(of: Condition): string {
  return conditionKey(
    mapFields(of, (path) =>
      path.scope === 'element' ? Object.freeze({ ...path, name: path.native }) : path,
    ),
  );
}

export function whereNone({ field, collection, pick }: Some): Condition {
  return negate(some(field, pick?.among ?? always, collection));
}

function collect(of: Condition, binder: number, nodes: Map<string, Some>): void {
  if (of.kind === 'all' || of.kind === 'any') for (const part of of.of) collect(part, binder, nodes);
  if (of.kind === 'not') collect(of.of, binder, nodes);
  if (of.kind === 'some' && openInside(of).has(binder))
    nodes.set(conditionKey(some(of.field, always, of.collection, of.pick)), of);
}

function replaced(of: Condition, by: (node: Some) => Condition | null): Condition {
  if (of.kind === 'all') return both(...of.of.map((part) => replaced(part, by)));
  if (of.kind === 'any') return either(...of.of.map((part) => replaced(part, by)));
  if (of.kind === 'not') return negate(replaced(of.of, by));
  return (of.kind === 'some' ? by(of) : null) ?? of;
}

function stillInside(of: Condition, binder: number): boolean {
  if (of.kind === 'all' || of.kind === 'any') return of.of.some((part) => stillInside(part, binder));
  if (of.kind === 'not') return stillInside(of.of, binder);
  return of.kind === 'some' && openInside(of).has(binder);
}

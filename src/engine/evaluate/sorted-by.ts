/** A list in the order of what stands at a path in each of its elements. */
import type { Scalar } from '../../condition/field-path.ts';
import type { EventView } from '../event/event-view.ts';
import { isObject } from '../../events/json-object.ts';

type View = Pick<EventView, 'keys'>;

/** Equal elements stay as they stood, in either direction, as Python's sorted() leaves them. */
export function sortedBy(
  list: readonly unknown[],
  path: readonly Scalar[],
  descending: boolean,
  view: View,
): readonly unknown[] {
  const keyed = list.map((element) => ({ element, key: valueAt(element, path, view) }));
  const sign = descending ? -1 : 1;
  return keyed.sort((a, b) => compared(a.key, b.key, sign)).map(({ element }) => element);
}

function valueAt(element: unknown, path: readonly Scalar[], view: View): unknown {
  return path.reduce<unknown>(
    (value, key) => (isObject(value) ? view.keys.valueOf(value, String(key)) : undefined),
    element,
  );
}

function compared(a: unknown, b: unknown, sign: number): number {
  const [left, right] = [rankOf(a), rankOf(b)];
  if (left !== right) return left - right;
  if (left === 0) return sign * (Number(a) - Number(b));
  return left === 1 ? sign * byCodePoint(String(a), String(b)) : 0;
}

function rankOf(value: unknown): number {
  if (typeof value === 'number' || typeof value === 'boolean') return 0;
  return typeof value === 'string' ? 1 : 2;
}

function byCodePoint(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

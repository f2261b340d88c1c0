/** The elements of a sequence, changed one by one. */
import { binderOf } from '../conditions/same-field.ts';
import type { Each, Part, Value } from './values.ts';

/** The same sequence with each element replaced, the conditions on it kept. */
export function mapParts(parts: readonly Part[], map: (value: Value) => Value): readonly Part[] {
  return parts.map((part) =>
    part.kind === 'item'
      ? { ...part, value: map(part.value) }
      : { ...part, parts: mapParts(part.parts, map) },
  );
}

/** All elements of one list of the event, as they are. */
export function isPlainList(part: Part): part is Each {
  if (part.kind !== 'each' || part.collection !== 'whole' || part.pick !== undefined) return false;
  const [only] = part.parts;
  if (part.parts.length !== 1 || only?.kind !== 'item' || only.when.kind !== 'always') return false;
  const { value } = only;
  return (
    value.kind === 'field' &&
    binderOf(value.field) === part.binder &&
    value.field.segments.length === 0 &&
    value.field.transforms.length === 0
  );
}

/** The elements of a sequence, changed one by one. */
import type { Part, Value } from './values.ts';

/** The same sequence with each element replaced, the conditions on it kept. */
export function mapParts(parts: readonly Part[], map: (value: Value) => Value): readonly Part[] {
  return parts.map((part) =>
    part.kind === 'item'
      ? { ...part, value: map(part.value) }
      : { ...part, parts: mapParts(part.parts, map) },
  );
}

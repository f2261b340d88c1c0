/** What the functions share: how they are called, and how they look at their arguments. */
import type { Scalar } from '../../condition/field-path.ts';
import { mapValue, unsaid } from './value.ts';
import type { FieldValue, Keep, Value } from './value.ts';

export interface CallSetting {
  readonly keep: Keep;
  /** Are the rows groups of events? Then what a list holds is computed over the group, and not a thing of one event. */
  readonly grouped: boolean;
}

export type ValueFunction = (args: readonly Value[], setting: CallSetting) => Value | null;

export function literalOf(value: Value | undefined): Scalar {
  return value?.kind === 'literal' ? value.value : null;
}

export function integerOf(value: Value | undefined): number | null {
  const literal = literalOf(value);
  return typeof literal === 'number' && Number.isInteger(literal) ? literal : null;
}

/** The function of a field, of each value that a choice may have; null stays null. */
export function onField(value: Value | undefined, map: (field: FieldValue) => Value): Value | null {
  if (value === undefined) return null;
  return mapValue(value, (each) => {
    if (each.kind === 'field') return map(each);
    if (each.kind === 'unsaid' || (each.kind === 'literal' && each.value === null)) return each;
    return unsaid('unsupported_call', 'this function cannot be expressed with these arguments');
  });
}

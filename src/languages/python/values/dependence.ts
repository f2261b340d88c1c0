/** Which values change with the element that a loop looks at. */
import { childrenOf } from './children.ts';
import { mentions } from '../elements/named-loops.ts';
import { isOfBinder } from '../conditions/same-field.ts';
import type { Value } from './values.ts';

export function mentionsBinder(value: Value, binder: number): boolean {
  const { values, conditions, fields } = childrenOf(value);
  return (
    fields.some((field) => isOfBinder(field, binder)) ||
    conditions.some((condition) => mentions(condition, binder)) ||
    values.some((one) => mentionsBinder(one, binder))
  );
}

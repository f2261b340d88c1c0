/** Which values change with the element that a loop looks at. */
import { fieldsOf } from './named-fields.ts';
import { mentions } from './fields.ts';
import { isOfBinder } from '../conditions/same-field.ts';
import type { Value } from './values.ts';

export function mentionsBinder(value: Value, binder: number): boolean {
  if (value.kind === 'truth') return mentions(value.condition, binder);
  if (value.kind === 'choice') {
    return (
      mentions(value.when, binder) ||
      mentionsBinder(value.then, binder) ||
      mentionsBinder(value.otherwise, binder)
    );
  }
  return fieldsOf(value).some((field) => isOfBinder(field, binder));
}

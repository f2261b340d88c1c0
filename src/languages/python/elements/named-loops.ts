/** Which loops' elements a condition speaks of. */
import type { Condition } from '../../../condition/condition.ts';
import type { FieldPath } from '../../../condition/field-path.ts';
import { binderOf, innerBinderOf, isOfBinder } from '../conditions/same-field.ts';
import { openInside } from './commuted-picks.ts';

/** Does the condition speak of that loop's element? */
export function mentions(condition: Condition, binder: number): boolean {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return condition.of.some((part) => mentions(part, binder));
    case 'not':
      return mentions(condition.of, binder);
    case 'some':
      return isOfBinder(condition.field, binder) || openInside(condition).has(binder);
    case 'compare':
      return (
        isOfBinder(condition.field, binder) ||
        (condition.other !== null && isOfBinder(condition.other, binder))
      );
    case 'opaque':
      return condition.fields.some((one) => isOfBinder(one, binder));
    case 'from':
    case 'always':
    case 'never':
      return false;
  }
}

/** Does the condition speak of no loop but that one? (What stands in a `some` belongs to that `some`.) */
export function onlyThis(condition: Condition, binder: number): boolean {
  const own = (one: FieldPath | null): boolean =>
    one === null || ((binderOf(one) ?? binder) === binder && (innerBinderOf(one) ?? binder) === binder);
  switch (condition.kind) {
    case 'all':
    case 'any':
      return condition.of.every((part) => onlyThis(part, binder));
    case 'not':
      return onlyThis(condition.of, binder);
    case 'some':
      return own(condition.field) && openInside(condition).size === 0;
    case 'compare':
      return own(condition.field) && own(condition.other);
    case 'opaque':
    case 'from':
    case 'always':
    case 'never':
      return true;
  }
}

/** Which of its values a comparison met in an event: of a list of hundreds, of patterns and ranges as well. */
import type { Compare, Operator } from '../../condition/condition.ts';
import type { Scalar } from '../../condition/field-path.ts';
import type { EventSchema } from '../../rule/rule.ts';
import type { EventView } from '../event/event-view.ts';
import { compileCompare, FIELD_OPERATORS } from './compare-field.ts';
import type { CompiledCompare } from './compare-field.ts';
import { valueReader } from './field-values.ts';

export function noValues(): readonly unknown[] {
  return [];
}

/** Of a comparison with another field, the values of that one. */
export function metValues(
  { node }: CompiledCompare,
  schema: EventSchema,
  view: EventView,
  element: unknown,
): () => readonly unknown[] {
  return () => {
    const literals = node.other === null ? node.values : otherValues(node, schema, view, element);
    const operator = literalOperator(node.operator);
    return literals.filter((literal) => {
      const one = compileCompare({ ...node, operator, values: [literal], other: null }, schema);
      return one.answer(view, element) === true;
    });
  };
}

/** What one value is compared by: a negation names what it found. */
function literalOperator(operator: Operator): Operator {
  if (operator === 'in' || operator === 'ne' || operator === 'field_in') return 'eq';
  return operator in FIELD_OPERATORS ? FIELD_OPERATORS[operator as keyof typeof FIELD_OPERATORS] : operator;
}

function otherValues(
  { other, collection, strict }: Compare,
  schema: EventSchema,
  view: EventView,
  element: unknown,
): readonly Scalar[] {
  if (other === null) return [];
  const reading = valueReader(
    other,
    collection === 'whole' ? 'any' : collection,
    strict,
    schema,
  )(view, element);
  return typeof reading === 'string' ? [] : reading.filter(isScalar);
}

function isScalar(value: unknown): value is Scalar {
  return typeof value !== 'object' || value === null;
}

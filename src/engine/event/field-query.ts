/** What a compiled rule asks an event for. */
import type { Collection } from '../../condition/condition.ts';
import type { FieldPath } from '../../condition/field-path.ts';
import type { EventSchema } from '../../rule/rule.ts';

/** One field as a compiled rule asks for it; asked often, so made once. */
export interface FieldQuery {
  readonly field: FieldPath;
  readonly collection: Collection;
  /** How the rule names fields. */
  readonly schema: EventSchema;
  /** Places count (`collect`): a null is a value among the others. */
  readonly keepsNulls: boolean;
  /** Equal for queries with equal answers; of the transforms only a leading `collect` plays a part. */
  readonly key: string;
}

export function fieldQuery(field: FieldPath, collection: Collection, schema: EventSchema): FieldQuery {
  const keepsNulls = field.transforms[0]?.name === 'collect';
  return {
    field,
    collection,
    schema,
    keepsNulls,
    key: JSON.stringify([schema, collection, keepsNulls, field.match, field.name, field.segments]),
  };
}

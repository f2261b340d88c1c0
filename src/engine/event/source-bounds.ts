/** What is known of a field by the source that an event surely is of (src/fields/closed-sources.ts), whatever the event has. */
import { fieldPath } from '../../condition/field-path.ts';
import { closureOf } from '../../fields/closed-sources.ts';
import type { Closure } from '../../fields/closed-sources.ts';
import type { EventOrigin } from '../../fields/event-origin.ts';
import type { EventSchema } from '../../rule/rule.ts';
import { fieldQuery } from './field-query.ts';
import type { FieldQuery } from './field-query.ts';
import type { Reading } from './look-up.ts';

export interface SourceAnswers {
  /** Has the event, or what is known of its source, anything to say of the field? */
  readonly isTold: (query: FieldQuery) => boolean;
  /** Can the field not be in an event of its source, or not be recorded there? */
  readonly isClosed: (query: FieldQuery) => boolean;
  /** Of a field that is not known (`unmapped_field`): is this text surely not its value? */
  readonly rulesOut: (query: FieldQuery, text: string) => boolean;
}

type Closures = (schema: EventSchema) => Closure | null;

export function sourceAnswers(closures: Closures, read: (query: FieldQuery) => Reading): SourceAnswers {
  const valuesOf = (name: string): readonly unknown[] | null => {
    const reading = read(fieldQuery(fieldPath(name), 'any', 'ecs'));
    return typeof reading === 'string' ? null : reading;
  };
  return {
    isTold: (query) => {
      const reading = read(query);
      if (typeof reading !== 'string' && reading.length > 0) return true;
      return closureFor(query, closures)?.knows(nameOf(query)) === true;
    },
    isClosed: (query) => (closureFor(query, closures)?.kindOf(nameOf(query)) ?? null) !== null,
    rulesOut: (query, text) => closureFor(query, closures)?.isNever(nameOf(query), text, valuesOf) === true,
  };
}

/** Only of a field by its name something is known. */
function closureFor({ field, schema }: FieldQuery, closures: Closures): Closure | null {
  return field.match === 'path' ? closures(schema) : null;
}

function nameOf({ field }: FieldQuery): string {
  return field.segments.join('.');
}

export function closuresOf(origin: EventOrigin): Closures {
  const closures = new Map<EventSchema, Closure | null>();
  return (schema) => {
    let closure = closures.get(schema);
    if (closure === undefined) closures.set(schema, (closure = closureOf(schema, origin)));
    return closure;
  };
}

/** What no part of the event answers may be what cannot be of such an event; what has no value here, what the event's sensor never records. */
export function closed(query: FieldQuery, reading: Reading, closures: Closures): Reading {
  if (reading !== 'unmapped_field' && reading.length > 0) return reading;
  const kind = closureFor(query, closures)?.kindOf(nameOf(query)) ?? null;
  return kind === 'absent' ? [] : (kind ?? reading);
}

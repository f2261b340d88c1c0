/** An event's fields under the names of one schema. */
import type { EventSchema } from '../rule/rule.ts';

export interface Facet {
  readonly schema: EventSchema;
  /** The fields under the names by which rules of the schema read them. */
  readonly root: unknown;
  /** May a field that is missing here stand in a part that was not understood, or was left out? `name`: as the schema has it. */
  readonly hides: (name: string) => boolean;
}

export function hidesNothing(): boolean {
  return false;
}

export function hidesAll(): boolean {
  return true;
}

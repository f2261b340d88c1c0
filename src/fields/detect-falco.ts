/** Tells events that name their fields by the schema `falco`, and their log source, by their shape. */
import type { EventOrigin } from './event-origin.ts';
import type { EventObject } from './event-shape.ts';

/** Null: it is none. */
export function detectFalco(_event: EventObject): EventOrigin | null {
  return null;
}

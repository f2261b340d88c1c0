/** Tells events that name their fields by the schema `splunk`, and their log source, by their shape. */
import type { EventOrigin } from './event-origin.ts';
import type { EventObject } from './event-shape.ts';

/** Null: it is none. */
export function detectSplunk(_event: EventObject): EventOrigin | null {
  return null;
}

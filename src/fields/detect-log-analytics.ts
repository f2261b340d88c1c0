/** Tells events that name their fields by the schema `log_analytics`, and their log source, by their shape. */
import type { EventOrigin } from './event-origin.ts';
import type { EventObject } from './event-shape.ts';

/** Null: it is none. */
export function detectLogAnalytics(_event: EventObject): EventOrigin | null {
  return null;
}

/** Falco's event is the fields that its alert shows: https://falco.org/docs/concepts/outputs/formatting/ */
import { isObject } from './json-object.ts';

export function flattenFalcoEvent(event: unknown): unknown {
  return isObject(event) && isObject(event['output_fields']) ? event['output_fields'] : event;
}

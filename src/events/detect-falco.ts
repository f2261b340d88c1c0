/** Tells events that name their fields by the schema `falco`, and their log source, by their shape. */
import type { EventOrigin } from '../fields/event-origin.ts';
import { hasAny, textAt } from './event-shape.ts';
import { isObject } from './json-object.ts';
import type { JsonObject } from './json-object.ts';

function origin(product: string | null, ...services: readonly string[]): EventOrigin {
  return { schema: 'falco', product, categories: null, services: services.length === 0 ? null : services };
}

/** By the first part of their names: which plugin's fields they are. */
const SOURCES: readonly (readonly [string, EventOrigin])[] = [
  ['ka.verb', origin('kubernetes', 'audit')],
  ['ct.name', origin('aws', 'cloudtrail')],
  ['okta.evt.type', origin('okta', 'okta')],
  ['gcp.methodName', origin('gcp', 'gcp.audit')],
];

/** Fields that Falco alone has; `proc.name` beside one of them is a system call's. */
const SYSTEM_CALL = [
  'proc.cmdline',
  'proc.exepath',
  'proc.pname',
  'proc.name',
  'fd.name',
  'container.id',
  'user.uid',
];

/** An alert of Falco (`output_fields` beside `rule` and `priority`), or its fields alone. Null: it is none. */
export function detectFalco(event: JsonObject): EventOrigin | null {
  const fields = event['output_fields'];
  if (isObject(fields) && hasAny(event, 'rule', 'priority')) {
    return fieldsOrigin(fields) ?? origin(null);
  }
  return fieldsOrigin(event);
}

/** Falco writes a field's name as one key. */
function fieldsOrigin(fields: JsonObject): EventOrigin | null {
  const found = SOURCES.find(([name]) => Object.hasOwn(fields, name));
  if (found !== undefined) return found[1];
  const isSystemCall = SYSTEM_CALL.filter((name) => Object.hasOwn(fields, name)).length;
  const hasType = Object.hasOwn(fields, 'evt.type') && textAt(fields, 'evt.type') !== null;
  return isSystemCall > 1 || (hasType && isSystemCall > 0) ? origin('linux') : null;
}

/** Tells events of Windows' event log (and of Sysmon for Linux, which writes the same), by their channel and EventID. */
import type { EventOrigin } from '../fields/event-origin.ts';
import { windowsCategories, windowsServices } from '../fields/windows-log-sources.ts';
import type { EventSchema } from '../rule/rule.ts';
import { endpointCategories } from './detect-endpoint.ts';
import type { JsonObject } from './json-object.ts';
import { readWindowsEvent } from './windows-event.ts';

/** Null: it is none. */
export function detectWindows(event: JsonObject): EventOrigin | null {
  const read = readWindowsEvent(event);
  if (read === null || read.eventId === null) return null;
  if (read.channel !== null) return windowsLogOrigin(read.channel, read.eventId, 'windows');
  return { schema: 'windows', product: 'windows', categories: endpointCategories(event), services: null };
}

export function windowsLogOrigin(channel: string, eventId: number, schema: EventSchema): EventOrigin {
  // Sysmon for Linux numbers its events as Sysmon does, in a channel of its own.
  if (/^linux-sysmon\//i.test(channel)) {
    const categories = windowsCategories('Microsoft-Windows-Sysmon/Operational', eventId);
    return { schema, product: 'linux', categories, services: ['sysmon'] };
  }
  return {
    schema,
    product: 'windows',
    categories: windowsCategories(channel, eventId),
    services: windowsServices(channel),
  };
}

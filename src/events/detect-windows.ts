/** Tells events of Windows' event log (and of Sysmon for Linux, which writes the same), by their channel and EventID. */
import type { EventOrigin } from '../fields/event-origin.ts';
import { windowsCategories, windowsServices } from '../fields/windows-log-sources.ts';
import type { EventSchema } from '../rule/rule.ts';
import { endpointCategories } from './detect-endpoint.ts';
import { hasAny, textAt } from './event-shape.ts';
import type { JsonObject } from './json-object.ts';

/** Null: it is none. */
export function detectWindows(event: JsonObject): EventOrigin | null {
  const channel =
    textAt(event, 'Channel') ??
    textAt(event, 'Event.System.Channel') ??
    textAt(event, 'Event.System.Channel.#text');
  const eventId =
    textAt(event, 'EventID') ??
    textAt(event, 'Event.System.EventID') ??
    textAt(event, 'Event.System.EventID.#text');
  if (eventId === null || !/^\d{1,5}$/.test(eventId)) return null;
  if (channel !== null && (isChannel(channel) || hasRecordFields(event)))
    return windowsLogOrigin(channel, Number(eventId), 'windows');
  if (!hasRecordFields(event)) return null;
  return { schema: 'windows', product: 'windows', categories: endpointCategories(event), services: null };
}

/** In lower case the words are anybody's: a chat's message has a channel and an event's id as well. */
function isChannel(channel: string): boolean {
  return /^(security|system|application|setup|forwardedevents|windows powershell|dns server|.+\/.+|microsoft-\S+|linux-sysmon\S*)$/i.test(
    channel,
  );
}

function hasRecordFields(event: JsonObject): boolean {
  if (hasAny(event, 'Provider_Name', 'Event.System.Provider', 'EventRecordID', 'ProviderGuid')) return true;
  return Object.hasOwn(event, 'Computer') || Object.hasOwn(event, 'Channel');
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

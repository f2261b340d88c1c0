/** The event types of an app, and the tags that it gives them. */
import type { App, ConfStanza } from './apps.ts';
import { isOn } from './saved-search-head.ts';

/** Structurally what the language takes (which platforms may not import). */
export interface EventTypes {
  readonly searches: ReadonlyMap<string, string>;
  readonly tagged: ReadonlyMap<string, readonly string[]>;
}

export const NO_EVENT_TYPES: EventTypes = { searches: new Map(), tagged: new Map() };

export function eventTypesOf({ confs }: App): EventTypes {
  const searches = (confs['eventtypes'] ?? []).flatMap((stanza): readonly (readonly [string, string])[] => {
    const search = textOf(stanza, 'search');
    return search === '' || isOn(textOf(stanza, 'disabled')) ? [] : [[stanza.name, search]];
  });
  const tagged = new Map<string, readonly string[]>();
  for (const { name, settings } of confs['tags'] ?? []) {
    const [field = '', eventType = ''] = name.split('=').map((each) => each.trim());
    if (field !== 'eventtype') continue;
    for (const [tag, { value }] of settings)
      if (value === 'enabled') tagged.set(tag, [...(tagged.get(tag) ?? []), decoded(eventType)]);
  }
  return { searches: new Map(searches), tagged };
}

function textOf({ settings }: ConfStanza, key: string): string {
  return settings.get(key)?.value ?? '';
}

/** Names stand there as in an address: `my%20type`. */
function decoded(name: string): string {
  return name.replace(/%([0-9a-f]{2})/gi, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}

/** Those that a text can name, and what they are made from: for the rule's hash. */
export function reachableEventTypes(text: string, { searches, tagged }: EventTypes): EventTypes {
  if (!/\b(eventtype|tag)\b/.test(text)) return NO_EVENT_TYPES;
  return { searches, tagged };
}

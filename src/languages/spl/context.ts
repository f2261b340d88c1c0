/** What a search needs beside its text; each part may be missing. */
import type { MacroDefinition } from './content-macros.ts';
import type { Macros } from './expand-macros.ts';
import { scheduledSeconds } from './durations.ts';

/** Event types that a search can name. */
export interface EventTypes {
  /** Their searches by name. */
  readonly searches: ReadonlyMap<string, string>;
  /** Names of event types by tag. */
  readonly tagged: ReadonlyMap<string, readonly string[]>;
}

/**
 * `macros`: by name, one with arguments by `name(count)`. `eventTypes`: what its app defines. `window`: the time range that a saved search runs over, as it
 * writes its ends.
 */
interface SearchContext {
  readonly macros?: ReadonlyMap<string, MacroDefinition>;
  readonly eventTypes?: EventTypes;
  readonly window?: { readonly earliest: string | null; readonly latest: string | null };
}

export function macrosOf(context: unknown): Macros {
  return contextOf(context).macros ?? new Map();
}

export function eventTypesOf(context: unknown): EventTypes {
  return contextOf(context).eventTypes ?? { searches: new Map(), tagged: new Map() };
}

/** Seconds; null where the time range is not said, or has no length. */
export function windowOf(context: unknown): number | null {
  const { earliest = null, latest = null } = contextOf(context).window ?? {};
  return earliest === null ? null : scheduledSeconds(earliest, latest ?? 'now');
}

function contextOf(context: unknown): SearchContext {
  return typeof context === 'object' && context !== null ? context : {};
}

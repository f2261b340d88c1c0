/**
 * How much of one event the engine looks at. Past a limit a predicate is undecided with the reason `event_too_large`: never
 * guessed, and never an unbounded amount of work for one event.
 */
export const LIMITS = {
  /** Values that one field may have, lists on its way and nested lists included. */
  values: 2_000,
  /** Lists within lists, and objects within objects where a whole tree is walked. */
  depth: 200,
  /** Characters of a text that is searched; equality has no limit. */
  text: 131_072,
  /** Characters of all the texts of a list that is searched, in its order. */
  listText: 131_072,
  /** Characters of a text that a regex is searched in: linear, but slower than the other searches by far. */
  regexText: 65_536,
  /** Leaves of an event for a predicate on any field (`*`). */
  leaves: 50_000,
} as const;

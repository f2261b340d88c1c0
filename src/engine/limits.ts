import { MAX_DEPTH } from '../events/limits.ts';

/**
 * How much of one event the engine looks at. Past a limit a predicate is undecided with the reason `event_too_large`: never
 * guessed, and never an unbounded amount of work for one event.
 */
export const LIMITS = {
  /** Values that one field may have, lists on its way and nested lists included. */
  values: 2_000,
  /** Elements of a list of which each is looked at with those before and after it. */
  places: 1_000,
  /** Lists within lists, and objects within objects where a whole tree is walked. */
  depth: MAX_DEPTH,
  /** Characters of a field's texts that are searched, all values together; equality has no limit. */
  text: 131_072,
  /** As `text`, for a regex: linear, but slower than the other searches by far. */
  regexText: 32_768,
  /** Characters of texts that are kept folded between comparisons. */
  remembered: 4_194_304,
  /** Steps into lists' elements on a field's path. */
  steps: 20_000,
  /** Leaves of an event for a predicate on any field (`*`). */
  leaves: 50_000,
} as const;

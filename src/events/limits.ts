/** How much of what is handed in is looked at. */

/** Lists within lists, and objects within objects, that are gone into: past it an event is not looked at. */
export const MAX_DEPTH = 200;

/** Keys of an object that may be a record: the longest that we know of have some hundreds, with dotted keys. */
export const MAX_KEYS = 10_000;

export const ENVELOPE_LIMITS = {
  /** Envelopes within envelopes. */
  depth: 6,
  /** Objects and texts of one event that are asked whether they are an envelope, or a record. */
  steps: 50_000,
  /** Characters of texts that are parsed, all texts within texts together; bytes, where they are packed. */
  characters: 64_000_000,
  /** Characters of one XML text: Windows writes no event of more than 64 KB. */
  xml: 250_000,
  /** Characters of one text of `key=value`. */
  words: 200_000,
} as const;

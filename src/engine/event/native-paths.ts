/** Reads fields under an event's own names. */
import type { Collection } from '../../condition/condition.ts';
import { withoutDataSet } from '../../fields/splunk-sources.ts';
import type { EventSchema } from '../../rule/rule.ts';
import type { KeyFinder } from '../../events/keys.ts';
import { lookUp, lookUpExactly } from './look-up.ts';
import type { ParseText, Reading } from './look-up.ts';

interface PathQuery {
  readonly segments: readonly string[];
  readonly collection: Collection;
  readonly keepsNulls: boolean;
  /** Does the letter case of a key count? */
  readonly isExact: boolean;
}

type PathReader = (query: PathQuery) => Reading;

/** Splunk's data sets put their name in front of a field's; where the event has it without, that is the field. */
export function nativePathReader(
  root: unknown,
  schema: EventSchema,
  keys: KeyFinder,
  parseText: ParseText | null,
): PathReader {
  const read = ({ segments, collection, keepsNulls, isExact }: PathQuery): Reading =>
    (isExact ? lookUpExactly : lookUp)(root, segments, collection, keys, parseText, keepsNulls);
  if (schema !== 'splunk') return read;
  return (query) => {
    const reading = read(query);
    const inner = reading.length > 0 ? null : withoutDataSet(query.segments);
    return inner === null ? reading : read({ ...query, segments: inner });
  };
}

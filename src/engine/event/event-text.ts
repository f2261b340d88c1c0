/** The text of an event, in which Splunk looks for words: its `_raw`, the record itself where that is JSON, or else what is known of it: the values. */
import type { Facet } from '../../events/facet.ts';
import { isObject } from '../../events/json-object.ts';
import { logSourcesOf } from '../../fields/event-origin.ts';
import type { EventOrigin } from '../../fields/event-origin.ts';
import { isWrittenAsJson } from '../../fields/json-logs.ts';
import type { Reading } from './look-up.ts';

export interface EventText {
  readonly values: Reading;
  /** Is that all of the text, so that what does not stand in it is nowhere? */
  readonly isWhole: boolean;
}

/** `readValues`: of all fields. */
export function readText(
  facets: readonly Pick<Facet, 'schema' | 'root'>[],
  origin: EventOrigin,
  readValues: () => Reading,
): EventText {
  for (const { root } of facets) {
    const raw = isObject(root) ? root['_raw'] : undefined;
    if (typeof raw === 'string') return { values: [raw], isWhole: true };
  }
  // Of a row in a store or of a document, the record beside it is what was made of its fields.
  const record = origin.schema === 'raw' ? facets[0]?.root : undefined;
  if (isObject(record) && logSourcesOf(origin).length > 0 && logSourcesOf(origin).every(isWrittenAsJson))
    return { values: writtenTexts(record), isWhole: true };
  return { values: readValues(), isWhole: false };
}

/** With blanks between the parts and without: sources write it in either way. What Panther adds is not of the record. */
function writtenTexts(record: object): readonly string[] {
  const own = Object.fromEntries(Object.entries(record).filter(([key]) => !key.startsWith('p_')));
  const compact = JSON.stringify(own);
  return [compact, spaced(own)];
}

function spaced(value: unknown): string {
  // Line breaks and what indents them stand between the parts alone: JSON writes those of a text as escapes.
  return JSON.stringify(value, null, 1)
    .replace(/,\n\s*/g, ', ')
    .replace(/\n\s*/g, '');
}

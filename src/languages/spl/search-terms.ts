/**
 * Words that a search looks for in the event's text. The text is cut into segments at major breakers, and those into smaller ones at minor breakers; a word
 * stands there as whole segments. https://help.splunk.com/en/splunk-enterprise/search/search-manual/10.0/search-primer/event-segmentation-and-searching
 */
import { always, compare } from '../../condition/condition.ts';
import type { Condition } from '../../condition/condition.ts';
import { fieldPath } from '../../condition/field-path.ts';
import type { SearchTerm } from './ast.ts';

const EVENT_TEXT = fieldPath('_raw', { match: 'text' });

/** Major breakers, and all of them: minor ones are `/ : = @ . - $ # % \ _`. https://docs.splunk.com/Documentation/Splunk/latest/Admin/Segmentersconf */
const MAJOR = '[\\s!"&-,;<>?\\[\\]{-}]';
const ANY = '[\\s!-/:-@\\[-\\]_{-}]';
/** Major breakers as URLs write them. */
const ESCAPED = '%(?:2[01689BC]|3[ABD]|5[BD]|7C|0A|25(?:20|26))';

/** What stands before and behind a word; of TERM() minor breakers are part of it. */
const EDGES = {
  any: { before: `${ANY}|${ESCAPED}`, behind: ANY },
  major: { before: `${MAJOR}|${ESCAPED}|--`, behind: `${MAJOR}|${ESCAPED}|--` },
} as const;

const BREAKER = new RegExp(ANY);

/** A star at either end asks for a piece of a segment. `CASE()`: in that letter case. */
export function lowerWord({ value, function: name }: SearchTerm): Condition {
  const { parts } = value;
  const caseSensitive = name === 'CASE';
  const [first, middle, last] = parts;
  if (parts.length === 0 || (parts.length === 1 && first === '*')) return always;
  if (parts.length === 3 && first === '*' && last === '*' && typeof middle === 'object')
    return compare(EVENT_TEXT, 'contains', [middle.text], { caseSensitive });
  const edge = name === 'TERM' ? EDGES.major : EDGES.any;
  const source = parts
    .map((part) => (typeof part === 'string' ? '\\S*' : part.text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')))
    .join('');
  const isPart = (char: string | undefined): boolean => char !== undefined && !BREAKER.test(char);
  const opens = typeof first === 'object' && (name === 'TERM' || isPart(first.text[0]));
  const end = parts.at(-1);
  const closes = typeof end === 'object' && (name === 'TERM' || isPart(end.text.at(-1)));
  const pattern = `${opens ? `(?:^|${edge.before})` : ''}${source}${closes ? `(?:$|${edge.behind})` : ''}`;
  return compare(EVENT_TEXT, 'regex', [pattern], { caseSensitive });
}

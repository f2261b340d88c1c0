/**
 * Saved searches as Splunk's API gives them (`saved/searches?output_mode=json`: entries with their content), and as a search over that writes them, a
 * record each. https://docs.splunk.com/Documentation/Splunk/latest/RESTREF/RESTsearch#saved.2Fsearches
 */
import type { Diagnostic } from '../../text/diagnostic.ts';
import { readJsonDocuments } from '../../text/json-documents.ts';
import { isRecord, recordOf, recordsOf, textOf } from '../../text/plain-data.ts';
import type { PlainRecord } from '../../text/plain-data.ts';
import type { SourceFile } from '../platform.ts';
import type { SavedSearch } from './saved-search.ts';

export interface SavedSearchExport {
  readonly searches: readonly SavedSearch[];
  readonly problems: readonly Diagnostic[];
}

const TOOLS = /(^|\/)(\.|node_modules\/)|(^|\/)(package(-lock)?|tsconfig[^/]*)\.json$/i;

export function isExportFile(path: string): boolean {
  return /\.(json|ndjson|jsonl)$/i.test(path) && !TOOLS.test(path);
}

export function readExport(file: SourceFile): SavedSearchExport {
  const { documents, problems } = readJsonDocuments(file.text);
  const searches = documents.flatMap(({ value }) =>
    entriesIn(value).flatMap((entry) => searchOf(entry, file)),
  );
  const isMeant = searches.length > 0 || /"cron_schedule"|"dispatch\.earliest_time"/.test(file.text);
  return { searches, problems: isMeant ? problems : [] };
}

function entriesIn(value: unknown): readonly PlainRecord[] {
  if (!isRecord(value)) return [];
  for (const key of ['entry', 'results', 'result']) {
    const list = recordsOf(value[key]);
    if (list.length > 0) return list;
  }
  return [value];
}

/** What only a saved search has beside its search. */
const KEYS = [
  'cron_schedule',
  'dispatch.earliest_time',
  'alert_type',
  'is_scheduled',
  'alert.severity',
  'actions',
];

function searchOf(entry: PlainRecord, { path }: SourceFile): readonly SavedSearch[] {
  const content = isRecord(entry['content']) ? entry['content'] : entry;
  const name = textOf(entry['name']) ?? textOf(entry['title']);
  const isSaved = KEYS.some((key) => content[key] !== undefined);
  if (name === null || textOf(content['search']) === null || !isSaved) return [];
  const acl = recordOf(entry['acl']);
  const settings = Object.entries(content).flatMap(([key, value]): readonly (readonly [string, string])[] => {
    const text = typeof value === 'boolean' ? (value ? '1' : '0') : textOf(value);
    return text === null ? [] : [[key, text]];
  });
  return [
    {
      name,
      app: textOf(acl['app']) ?? textOf(entry['eai:acl.app']) ?? '',
      author: textOf(entry['author']),
      path,
      settings: new Map(settings),
      findings: [],
    },
  ];
}

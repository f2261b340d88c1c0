/**
 * Elastic Security: detection rules and hunts as TOML (github.com/elastic/detection-rules, and private repositories of its shape), and rules as Kibana
 * exports them.
 */
import type { FileDiagnostics, Platform, SourceFile, SourceReading, SourceRule } from '../platform.ts';
import { diagnostic } from '../../text/diagnostic.ts';
import type { Diagnostic } from '../../text/diagnostic.ts';
import { isRecord, recordOf, recordsOf, textOf } from '../../text/plain-data.ts';
import type { PlainRecord } from '../../text/plain-data.ts';
import { readJsonFile } from './json-file.ts';
import type { ExceptionItem } from './json-file.ts';
import { indexLogSources } from './log-sources.ts';
import { readHunt } from './read-hunt.ts';
import { readRule } from './read-rule.ts';
import type { Exceptions, RuleFile } from './rule-file.ts';
import { readTomlFile } from './toml-file.ts';

/** A file before its rules are read: what other files hold may be about them. */
type Opened = Omit<RuleFile, 'exceptions'>;

interface OpenedFile {
  readonly path: string;
  readonly origins: readonly Opened[];
  readonly exceptions: readonly ExceptionItem[];
  readonly problems: readonly Diagnostic[];
}

function openFile(file: SourceFile): OpenedFile {
  const { path } = file;
  if (!/\.toml$/i.test(path)) {
    const { rules, exceptions, problems } = readJsonFile(file);
    return { path, origins: rules, exceptions, problems };
  }
  const toml = readTomlFile(file);
  if ('code' in toml) return { path, origins: [], exceptions: [], problems: [toml] };
  // A repository keeps lists of exceptions, and of actions, in files of their own.
  const { exceptions, actions } = toml.value;
  if (exceptions === undefined && actions === undefined)
    return { path, origins: [toml], exceptions: [], problems: [] };
  return { path, origins: [], exceptions: recordsOf(exceptions).flatMap(exceptionsIn), problems: [] };
}

/** https://github.com/elastic/detection-rules, docs: a container with its items. */
function exceptionsIn(table: PlainRecord): readonly ExceptionItem[] {
  const list = textOf(recordOf(table['container'])['list_id']);
  if (list === null) return [];
  return [{ list, item: null }, ...recordsOf(table['items']).map((item) => ({ list, item }))];
}

/** Rules, the diagnostic of what should have been one, or nothing: another kind of file. */
function readOrigin(origin: RuleFile): readonly SourceRule[] | Diagnostic {
  if (isRecord(origin.value['rule'])) {
    const rule = readRule(origin);
    return 'code' in rule ? rule : [rule];
  }
  if (isRecord(origin.value['hunt'])) return readHunt(origin);
  if (!isRecord(origin.value['metadata'])) return [];
  const message = 'The file has [metadata] and no [rule].';
  return diagnostic('missing_field', message, origin.spanOf('metadata'), 'error', origin.file.path);
}

function readElastic(files: readonly SourceFile[]): SourceReading {
  const opened = files.map(openFile);
  const exceptions = gatherExceptions(opened.flatMap((each) => each.exceptions));
  const rules: SourceRule[] = [];
  const broken: FileDiagnostics[] = [];
  let skippedFileCount = 0;
  for (const { path, origins, problems } of opened) {
    const read = origins.map((origin) => readOrigin({ ...origin, exceptions }));
    const found = read.flatMap((each) => ('code' in each ? [] : each));
    const diagnostics = [...problems, ...read.flatMap((each) => ('code' in each ? [each] : []))];
    rules.push(...found);
    if (diagnostics.length > 0) broken.push({ path, diagnostics });
    else if (found.length === 0) skippedFileCount += 1;
  }
  return { rules, broken, skippedFileCount };
}

function gatherExceptions(items: readonly ExceptionItem[]): Exceptions {
  const lists = new Map<string, PlainRecord[]>();
  for (const { list, item } of items) {
    const known = lists.get(list) ?? [];
    lists.set(list, known);
    if (item !== null) known.push(item);
  }
  return lists;
}

/** What configures tools, and not rules, stands in hidden folders or in the root. */
const CONFIGURATION =
  /(^|\/)(\.|node_modules\/)|^[^/]*(pyproject|config|cargo|lock)[^/]*\.toml$|(^|\/)(package(-lock)?|tsconfig[^/]*)\.json$/i;

export const elastic: Platform = {
  id: 'elastic',
  title: 'Elastic',
  wants: (path) => /\.(toml|ndjson|jsonl?)$/i.test(path) && !CONFIGURATION.test(path),
  logSourcesOf: indexLogSources,
  read: readElastic,
};

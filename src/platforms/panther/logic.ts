/** Where the logic of a Panther rule lies (Python beside it, `Detection` in it, SQL of a scheduled query), as queries, stages and body. */
import { aggregateStage, atLeast, opaqueStage } from '../../rule/declare-stage.ts';
import type { OutputField } from '../../rule/rule.ts';
import { diagnostic } from '../../text/diagnostic.ts';
import type { Diagnostic } from '../../text/diagnostic.ts';
import { listOf, numberOf, recordOf, recordsOf, textOf, textsOf } from '../../text/plain-data.ts';
import type { SourceQuery, SourceStage } from '../platform.ts';
import { besidePath } from './library.ts';
import type { Library, PythonContext } from './library.ts';
import type { YamlRecord } from './yaml-file.ts';

export interface Logic {
  readonly queries: readonly SourceQuery[];
  readonly stages: readonly SourceStage[];
  readonly outputFields: readonly OutputField[];
  readonly language: string;
  readonly body: string;
  readonly bodyFormat: string;
  readonly noQuery: string | null;
  readonly diagnostics: readonly Diagnostic[];
  /** The Python text, whose reach counts for the content hash; empty without one. */
  readonly python: string;
}

/** A body that grows by parts; a part's first line is where its query begins. */
interface Body {
  readonly add: (text: string, heading: string | null) => number;
  readonly text: () => string;
}

function newBody(): Body {
  let body = '';
  return {
    add: (text, heading) => {
      if (body !== '') body = `${body.replace(/(?<!\n)\n+$/, '')}\n\n`;
      if (heading !== null) body += `${heading}\n`;
      const line = body.split('\n').length;
      body += text;
      return line;
    },
    text: () => body,
  };
}

export function readLogic(
  record: YamlRecord,
  python: ReadonlyMap<string, string>,
  library: Library,
  context: PythonContext,
): Logic {
  const body = newBody();
  const diagnostics: Diagnostic[] = [];
  const main = mainQuery(record, python, context, body, diagnostics);
  const filters = inlineFilters(record, body);
  const text = main?.language === 'python' ? main.text : '';
  const scheduled = scheduledQueries(record, library, body, diagnostics);
  return {
    queries: main === null ? [] : [main, ...filters],
    stages: [...scheduled, ...threshold(record, text)],
    outputFields: main?.language === 'panther_yaml' ? simpleOutputFields(record) : [],
    language: main?.language ?? 'python',
    body: body.text(),
    bodyFormat: main?.language === 'panther_yaml' ? 'yaml' : 'python',
    noQuery: main === null ? (diagnostics.at(0)?.code ?? 'missing_field') : null,
    diagnostics,
    python: text,
  };
}

function mainQuery(
  record: YamlRecord,
  python: ReadonlyMap<string, string>,
  context: PythonContext,
  body: Body,
  diagnostics: Diagnostic[],
): SourceQuery | null {
  const report = (code: string, message: string, key: string): void => {
    diagnostics.push(diagnostic(code, message, record.spanOf(key), 'error', record.path));
  };
  const filename = textOf(record.value['Filename']);
  const detection = record.section('Detection');
  if (filename !== null && detection !== null) {
    report(
      'ambiguous_detection',
      'A rule has either a Filename or a Detection: the file is read.',
      'Detection',
    );
  }
  if (filename !== null) {
    const path = besidePath(record, filename);
    const text = python.get(path);
    if (text === undefined) {
      report('missing_file', `There is no file ${path}.`, 'Filename');
      return null;
    }
    return { language: 'python', text, line: body.add(text, null), column: 1, context };
  }
  if (detection === null) {
    report('missing_field', 'The rule has neither a Filename nor a Detection.', 'AnalysisType');
    return null;
  }
  return {
    language: 'panther_yaml',
    text: detection,
    line: body.add(detection, null),
    column: 1,
    context: null,
  };
}

/** Filters of which the event must pass every one before the rule sees it; the console writes `All: []` for none. */
function inlineFilters(record: YamlRecord, body: Body): readonly SourceQuery[] {
  const filters = listOf(record.value['InlineFilters']);
  const none = filters.every((filter) => {
    const entries = Object.entries(recordOf(filter));
    return entries.length === 1 && entries[0]?.[0] === 'All' && listOf(entries[0][1]).length === 0;
  });
  const text = none ? null : record.section('InlineFilters');
  if (text === null) return [];
  return [{ language: 'panther_yaml', text, line: body.add(text, null), column: 1, context: null }];
}

/** What a scheduled rule sees are a query's rows: the query's logic comes before the rule's. */
function scheduledQueries(
  record: YamlRecord,
  library: Library,
  body: Body,
  diagnostics: Diagnostic[],
): readonly SourceStage[] {
  const names = textsOf(record.value['ScheduledQueries']);
  if (record.value['AnalysisType'] === 'scheduled_rule' && names.length === 0) {
    const message = 'The scheduled rule names no scheduled query.';
    diagnostics.push(diagnostic('missing_query', message, record.spanOf('RuleID'), 'error', record.path));
    return [{ stage: opaqueStage('missing_query', ''), queries: [], precedes: true }];
  }
  return names.map((name) => {
    const text = library.scheduledQueries.get(name)?.text ?? null;
    if (text === null) {
      const message = `There is no scheduled query "${name}".`;
      const span = record.spanOf('ScheduledQueries');
      diagnostics.push(diagnostic('missing_query', message, span, 'error', record.path));
      return { stage: opaqueStage('missing_query', name), queries: [], precedes: true };
    }
    const line = body.add(text, `# Scheduled query: ${name}`);
    const query: SourceQuery = { language: 'sql', text, line, column: 1, context: null };
    return { stage: opaqueStage('sql_query', text), queries: [query], precedes: true };
  });
}

const DEFAULT_DEDUP_MINUTES = 60;
const MINUTE = 60;

/**
 * `Threshold` counts matches of one group within `DedupPeriodMinutes`, or distinct results of `unique()` where the rule has that. A group
 * is what `dedup()` returns, else `title()`, else all of the rule's matches; a simple detection names its keys in `GroupBy`.
 */
function threshold(record: YamlRecord, python: string): readonly SourceStage[] {
  const count = numberOf(record.value['Threshold']);
  if (count === null || count <= 1) return [];
  const minutes = numberOf(record.value['DedupPeriodMinutes']) ?? DEFAULT_DEDUP_MINUTES;
  const having = atLeast(count, defines(python, 'unique') ? 'unique()' : null);
  const by = python === '' ? recordsOf(record.value['GroupBy']).flatMap(keyOf) : groupFunction(python);
  const source = `Threshold: ${count}\nDedupPeriodMinutes: ${minutes}`;
  return [{ stage: aggregateStage(by, minutes * MINUTE, [having], source), queries: [] }];
}

function groupFunction(python: string): readonly string[] {
  const name = ['dedup', 'title'].find((candidate) => defines(python, candidate));
  return name === undefined ? [] : [`${name}()`];
}

function defines(python: string, name: string): boolean {
  return new RegExp(`^def[ \\t]+${name}[ \\t]*\\(`, 'm').test(python);
}

/** The dotted path of a key specifier. */
function keyOf(specifier: Readonly<Record<string, unknown>>): readonly string[] {
  const path = textOf(specifier['KeyPath']) ?? textOf(specifier['Key']);
  if (path !== null) return [path];
  const keys = textsOf(specifier['DeepKey']);
  return keys.length === 0 ? [] : [keys.join('.')];
}

const PLACEHOLDER = /\{([^{}]+)\}/g;

/** A simple detection shows what its title interpolates, and its alert context. */
function simpleOutputFields(record: YamlRecord): readonly OutputField[] {
  const title = textOf(record.value['AlertTitle']) ?? '';
  const named = recordsOf(record.value['AlertContext']).flatMap((entry) => {
    const [source] = keyOf(recordOf(entry['KeyValue']));
    const name = textOf(entry['KeyName']) ?? source;
    return source === undefined || name === undefined ? [] : [{ name, source, origin: 'alert_context' }];
  });
  const shown = [...title.matchAll(PLACEHOLDER)].map(([, path = '']) => {
    const source = path.trim();
    return { name: source.split('.').at(-1) ?? source, source, origin: 'title' };
  });
  return [...shown, ...named];
}

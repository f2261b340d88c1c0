/** A hunt's TOML (`[hunt]`) → source rules. A hunt's queries are alternatives, not conditions of one: each is a rule of its own. */
import { tableOfQuery } from '../../fields/osquery-tables.ts';
import { logSource } from '../../rule/log-source.ts';
import type { LogSource } from '../../rule/log-source.ts';
import { ruleId } from '../../rule/rule.ts';
import { diagnostic } from '../../text/diagnostic.ts';
import type { Diagnostic } from '../../text/diagnostic.ts';
import { distinct, listOf, recordOf, textOf, textsOf } from '../../text/plain-data.ts';
import type { PlainRecord } from '../../text/plain-data.ts';
import type { SourceRule } from '../platform.ts';
import { huntReferences } from './attack.ts';
import { licenceOf, statusOf } from './head.ts';
import { ruleLogSources } from './rule-log-sources.ts';
import type { RuleFile } from './rule-file.ts';

const LANGUAGES: Readonly<Record<string, string>> = {
  'es|ql': 'esql',
  esql: 'esql',
  eql: 'eql',
  kql: 'kuery',
  kuery: 'kuery',
  lucene: 'lucene',
  sql: 'sql',
};

/** The rules (`<uuid>`, or `<uuid>#1`, `<uuid>#2` … of several queries), or why the file holds none. */
export function readHunt(origin: RuleFile): readonly SourceRule[] | Diagnostic {
  const hunt = recordOf(origin.value['hunt']);
  const missing = ['uuid', 'name'].find((key) => textOf(hunt[key]) === null);
  const report = (message: string): Diagnostic =>
    diagnostic('missing_field', message, origin.spanOf('hunt'), 'error', origin.file.path);
  if (missing !== undefined) return report(`The hunt has no ${missing}.`);
  const queries = listOf(hunt['query']).filter((query) => typeof query === 'string' && query.trim() !== '');
  if (queries.length === 0) return report('The hunt has no query.');
  const languages = distinct(
    textsOf(hunt['language']).map((name) => LANGUAGES[name.toLowerCase()] ?? name.toLowerCase()),
  );
  return queries.map((query, index) => {
    const suffix = queries.length > 1 ? `#${index + 1}` : '';
    const text = String(query)
      .replace(/^\r?\n/, '')
      .replace(FENCE, '');
    return huntRule(hunt, origin, suffix, text, languageOf(text, languages));
  });
}

/** The language of a fence that a query was taken from, left in its first line. */
const FENCE = /^(?:sql|esql|eql|kql|kuery)[ \t]*\r?\n/i;

/** A hunt of several languages does not say which query is of which: the query's first word does. */
function languageOf(text: string, languages: readonly string[]): string {
  const [only] = languages;
  if (only !== undefined && languages.length === 1) return only;
  const code = text.replace(/\/\*[\s\S]*?\*\/|(?:\/\/|--)[^\n]*/g, '').trimStart();
  const first = /^[a-z_]+/i.exec(code)?.[0].toLowerCase() ?? '';
  const guess =
    first === 'select' || first === 'with'
      ? 'sql'
      : first === 'from' || first === 'row' || first === 'ts'
        ? 'esql'
        : 'eql';
  return languages.length === 0 || languages.includes(guess) ? guess : (only ?? guess);
}

/** What is asked in SQL is osquery, of one of the tables that it makes of a host. */
function osquerySources(sql: string): readonly LogSource[] {
  return [logSource('osquery', null, tableOfQuery(sql))];
}

function huntRule(
  hunt: PlainRecord,
  origin: RuleFile,
  suffix: string,
  text: string,
  language: string,
): SourceRule {
  return {
    ...head(hunt, origin, suffix),
    logSources:
      language === 'sql'
        ? osquerySources(text)
        : ruleLogSources({
            query: text,
            language,
            indices: [],
            integrations: textsOf(hunt['integration']),
            tags: osTags(origin.file.path),
          }),
    language,
    body: text,
    bodyFormat: language,
    queries: [{ language, text, line: 1, column: 1, context: null }],
    contentHash: origin.hash,
  };
}

function head(hunt: PlainRecord, origin: RuleFile, suffix: string) {
  const { path } = origin.file;
  const nativeId = `${textOf(hunt['uuid']) ?? ''}${suffix}`;
  return {
    id: ruleId('elastic', nativeId),
    platform: 'elastic',
    nativeId,
    kind: 'hunt',
    title: [textOf(hunt['name']) ?? '', suffix].filter((part) => part !== '').join(' '),
    description: textOf(hunt['description']),
    severity: null,
    nativeSeverity: null,
    status: statusOf({ maturity: null, name: textOf(hunt['name']) ?? '', path, isEnabled: null }),
    eventSchema: 'ecs',
    path,
    authors: textsOf(hunt['author']),
    licence: licenceOf(textOf(hunt['license'])),
    references: distinct(textsOf(hunt['references'])),
    tags: [],
    falsePositives: [],
    attack: huntReferences(hunt['mitre']),
    created: null,
    modified: null,
    tests: [],
    inverted: false,
    stages: [],
    outputFields: [],
    noQuery: null,
    diagnostics: [],
  } as const;
}

/** Hunts stand in a folder of their operating system, and carry no tags. */
function osTags(path: string): readonly string[] {
  const folder = /(^|\/)(windows|linux|macos)\//.exec(path)?.[2];
  return folder === undefined ? [] : [`OS: ${folder}`];
}

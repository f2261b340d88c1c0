/** Files of a Google SecOps source to source rules; a file may hold several. */
import { createHash } from 'node:crypto';
import { ruleId } from '../../rule/rule.ts';
import { diagnostic } from '../../text/diagnostic.ts';
import type { Diagnostic } from '../../text/diagnostic.ts';
import { readJsonDocuments } from '../../text/json-documents.ts';
import { recordOf, recordsOf, textsOf } from '../../text/plain-data.ts';
import { positionAt } from '../../text/span.ts';
import { yaraLRules } from '../../text/yara-l-outline.ts';
import type { YaraLRule } from '../../text/yara-l-outline.ts';
import type { FileDiagnostics, SourceFile, SourceReading, SourceRule } from '../platform.ts';
import { readHead } from './head.ts';
import { declaredLogSources, declaredPlatform } from './log-sources.ts';
import { metaText, readMeta, readOutcomeTexts } from './meta.ts';

const RULE_FILE = /\.(?:yaral|yara-l|yarakl|yl2?)$/i;
/** So do the rules end that look at files and not at events: https://yara.readthedocs.io/en/stable/writingrules.html */
const PERHAPS_RULE_FILE = /\.(?:yara|yar)$/i;

/** Answers of the API hold rules as texts. */
const EXPORT = /\.(json|ndjson|jsonl)$/i;

export function wantsFile(path: string): boolean {
  return (
    (RULE_FILE.test(path) || PERHAPS_RULE_FILE.test(path) || EXPORT.test(path)) &&
    !path.split('/').some((folder) => folder.startsWith('.'))
  );
}

export function readChronicle(files: readonly SourceFile[]): SourceReading {
  const rules: SourceRule[] = [];
  const broken: FileDiagnostics[] = [];
  let skippedFileCount = 0;
  for (const file of [...files].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    if (EXPORT.test(file.path)) {
      const exported = exportedRules(file);
      rules.push(...exported);
      if (exported.length === 0) skippedFileCount += 1;
      continue;
    }
    const found = wantsFile(file.path) ? yaraLRules(file.text) : null;
    if (found === null) skippedFileCount += 1;
    else if (PERHAPS_RULE_FILE.test(file.path) && !found.some(hasEvents))
      broken.push({ path: file.path, diagnostics: [ofFiles(file.text)] });
    else if (found.length === 0) broken.push({ path: file.path, diagnostics: [withoutRule(file.text)] });
    else
      rules.push(
        ...found.map((rule) => readRule(file, rule, licenceOf(file.text.slice(0, found[0]?.start)))),
      );
  }
  return { rules, broken, skippedFileCount };
}

/** https://cloud.google.com/chronicle/docs/reference/rest/v1alpha/projects.locations.instances.rules: `text`, formerly `ruleText`. */
function exportedRules({ path, text }: SourceFile): readonly SourceRule[] {
  const records = readJsonDocuments(text).documents.flatMap(({ value }) => {
    const listed = recordsOf(recordOf(value)['rules']);
    return listed.length > 0 ? listed : recordsOf(value);
  });
  return records
    .flatMap((record) => textsOf(record['text'] ?? record['ruleText']))
    .flatMap((each) => yaraLRules(each).map((rule) => readRule({ path, text: each }, rule, null)));
}

function hasEvents({ sections }: YaraLRule): boolean {
  return sections.some(({ name }) => name === 'events');
}

function ofFiles(text: string): Diagnostic {
  const start = positionAt(text, 0);
  const message = 'The rules are YARA, which looks at files: YARA-L has a section `events`.';
  return diagnostic('unsupported_format', message, { start, end: start }, 'info');
}

function withoutRule(text: string): Diagnostic {
  const start = positionAt(text, 0);
  return diagnostic('no_rule', 'The file holds no rule: expected "rule", a name and "{".', {
    start,
    end: start,
  });
}

/** What stands in a comment in front of the first rule holds for all. */
function licenceOf(comment: string): string | null {
  return /Apache License,?\s+Version 2\.0/i.test(comment) ? 'Apache-2.0' : null;
}

function readRule({ path, text }: SourceFile, rule: YaraLRule, licence: string | null): SourceRule {
  const meta = readMeta(text, rule);
  const body = text.slice(rule.start, rule.end);
  const nativeId = metaText(meta, 'rule_id') ?? rule.name;
  const platform = declaredPlatform(meta);
  const context = platform === null ? null : { declared: `declared_platform=${platform}` };
  return {
    ...readHead(rule.name, path, meta, readOutcomeTexts(text, rule)),
    id: ruleId('chronicle', nativeId),
    nativeId,
    path,
    licence: metaText(meta, 'license', 'licence') ?? licence,
    logSources: declaredLogSources(meta),
    body,
    queries: [{ language: 'yara_l', text: body, line: 1, column: 1, context }],
    inverted: false,
    stages: [],
    outputFields: [],
    noQuery: null,
    diagnostics: [],
    contentHash: createHash('sha256')
      .update(`${path}\0${licence ?? ''}\0`)
      .update(body)
      .digest('hex'),
  };
}

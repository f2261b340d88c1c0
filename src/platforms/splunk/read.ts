/** Files of a Splunk repository to source rules: one detection a file, each with the macros that its search can reach. */
import { createHash } from 'node:crypto';
import type { SourceFile, SourceReading, SourceRule, FileDiagnostics } from '../platform.ts';
import { ruleId } from '../../rule/rule.ts';
import { diagnostic } from '../../text/diagnostic.ts';
import { textOf, textsOf } from '../../text/plain-data.ts';
import type { PlainRecord } from '../../text/plain-data.ts';
import {
  attackOf,
  authorsOf,
  dateOf,
  kindOf,
  outputFieldsOf,
  riskScoreOf,
  severityOf,
  statusOf,
  tagsOf,
} from './head.ts';
import { macroKey, reachableMacros, readMacro } from './macros.ts';
import type { Macro, Macros } from './macros.ts';
import { ruleLogSources } from './rule-log-sources.ts';
import { readYamlFile } from './yaml-file.ts';

export function wantsFile(path: string): boolean {
  return /(^|\/)(detections|removed|macros)\/(.+\/)?[^/]+\.ya?ml$/i.test(path);
}

interface Detection {
  readonly path: string;
  readonly value: PlainRecord;
  readonly search: string;
}

export function readSplunk(files: readonly SourceFile[]): SourceReading {
  const broken: FileDiagnostics[] = [];
  const macros = new Map<string, Macro>();
  const detections: Detection[] = [];
  let skippedFileCount = 0;
  for (const file of [...files].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    const reading = wantsFile(file.path) ? readYamlFile(file) : { value: null };
    if ('problem' in reading) {
      broken.push({ path: file.path, diagnostics: [reading.problem] });
      continue;
    }
    const { value } = reading;
    const macro = value !== null && isMacroPath(file.path) ? readMacro(value) : null;
    const search = value === null || isMacroPath(file.path) ? null : textOf(value['search']);
    if (value !== null && search !== null) detections.push({ path: file.path, value, search });
    else if (macro !== null) macros.set(macroKey(macro), macro);
    else if (value !== null && !isMacroPath(file.path)) broken.push(withoutSearch(file.path));
    if (value === null || macro !== null) skippedFileCount += 1;
  }
  return { rules: detections.map((detection) => sourceRule(detection, macros)), broken, skippedFileCount };
}

function isMacroPath(path: string): boolean {
  return /(^|\/)macros\/[^/]+$/i.test(path);
}

function withoutSearch(path: string): FileDiagnostics {
  return { path, diagnostics: [diagnostic('no_search', 'the detection has no search', null, 'error', path)] };
}

function sourceRule({ path, value, search }: Detection, all: Macros): SourceRule {
  const nativeId = textOf(value['id']) ?? path;
  const macros = reachableMacros(search, all);
  const score = riskScoreOf(value);
  return {
    id: ruleId('splunk', nativeId),
    platform: 'splunk',
    nativeId,
    kind: kindOf(value),
    title: textOf(value['name']) ?? nativeId,
    description: textOf(value['description']),
    severity: severityOf(score),
    nativeSeverity: score === null ? null : String(score),
    status: statusOf(value, path),
    ...ruleLogSources(search, macros, textsOf(value['data_source'])),
    eventSchema: 'splunk',
    language: 'spl',
    path,
    authors: authorsOf(value),
    licence: textOf(value['license']) ?? textOf(value['licence']),
    references: textsOf(value['references']),
    tags: tagsOf(value),
    falsePositives: textsOf(value['known_false_positives']),
    attack: attackOf(value),
    body: search,
    bodyFormat: 'spl',
    // `date` is the day of a release, for all detections of it.
    created: dateOf(value['creation_date']),
    modified: dateOf(value['modification_date']),
    tests: [],
    queries: [{ language: 'spl', text: search, line: 1, column: 1, context: { macros } }],
    inverted: false,
    stages: [],
    outputFields: outputFieldsOf(value),
    noQuery: null,
    diagnostics: [],
    contentHash: hashOf(value, macros),
  };
}

function hashOf(value: PlainRecord, macros: Macros): string {
  const hash = createHash('sha256').update(JSON.stringify(value));
  for (const key of [...macros.keys()].sort())
    hash
      .update('\0')
      .update(key)
      .update(JSON.stringify(macros.get(key)));
  return hash.digest('hex');
}

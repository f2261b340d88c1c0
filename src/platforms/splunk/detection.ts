/** A detection as a YAML file of its own (the way of splunk/security_content) to a source rule, with the macros that its search can reach. */
import { createHash } from 'node:crypto';
import type { SourceRule } from '../platform.ts';
import { ruleId } from '../../rule/rule.ts';
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
import { reachableMacros } from './macros.ts';
import type { Macros } from './macros.ts';
import { ruleLogSources } from './rule-log-sources.ts';

export interface Detection {
  readonly path: string;
  readonly value: PlainRecord;
  readonly search: string;
}

export function detectionRule({ path, value, search }: Detection, all: Macros): SourceRule {
  const nativeId = textOf(value['id']) ?? path;
  const macros = reachableMacros(search, all);
  const score = riskScoreOf(value);
  return {
    id: ruleId('splunk', nativeId),
    platform: 'splunk',
    nativeId,
    kind: kindOf(value),
    title: textOf(value['name']) ?? textOf(value['title']) ?? nativeId,
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

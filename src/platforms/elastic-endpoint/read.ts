/** One behaviour rule's TOML (`[rule]`, `[[actions]]`, `[[threat]]`) → a source rule. */
import { createHash } from 'node:crypto';
import { parse, TomlError } from 'smol-toml';
import { ruleId } from '../../rule/rule.ts';
import type { AttackReference } from '../../rule/rule.ts';
import { diagnostic } from '../../text/diagnostic.ts';
import type { Diagnostic } from '../../text/diagnostic.ts';
import {
  booleanOf,
  distinct,
  isRecord,
  recordOf,
  recordsOf,
  textOf,
  textsOf,
} from '../../text/plain-data.ts';
import type { PlainRecord } from '../../text/plain-data.ts';
import { spanAt } from '../../text/span.ts';
import type { Span } from '../../text/span.ts';
import type { SourceFile, SourceRule } from '../platform.ts';
import { endpointLogSources } from './log-sources.ts';

/** The rule, the diagnostic of a file that should have been one, or null: another kind of TOML. */
export function readEndpointRule(file: SourceFile): SourceRule | Diagnostic | null {
  const read = readToml(file);
  if ('problem' in read) return read.problem;
  const table = read.toml['rule'];
  // A rule of the SIEM has `rule_id`, and a platform of its own.
  if (!isRecord(table) || table['rule_id'] !== undefined) return null;
  const missing = ['id', 'name', 'query'].find((key) => textOf(table[key]) === null);
  if (missing !== undefined) {
    const message = `The rule has no ${missing}.`;
    return diagnostic('missing_field', message, spanOf(file.text, /^\[rule\]/m), 'error', file.path);
  }
  return endpointRule(table, read.toml, file);
}

function endpointRule(rule: PlainRecord, toml: PlainRecord, file: SourceFile): SourceRule {
  const nativeId = textOf(rule['id']) ?? '';
  const query = String(rule['query']).replace(/^\r?\n/, '');
  return {
    id: ruleId('elastic_endpoint', nativeId),
    platform: 'elastic_endpoint',
    nativeId,
    kind: 'rule',
    title: textOf(rule['name']) ?? nativeId,
    description: textOf(rule['description']),
    severity: null,
    nativeSeverity: null,
    status: 'stable',
    logSources: endpointLogSources(textsOf(rule['os_list']), query),
    eventSchema: 'ecs',
    language: 'eql',
    path: file.path,
    authors: textsOf(rule['author']),
    licence: licenceOf(textOf(rule['license'])),
    references: distinct(textsOf(rule['reference'])),
    tags: textsOf(rule['os_list']).map((system) => `OS: ${system}`),
    falsePositives: [],
    attack: attackOf(toml['threat']),
    body: query,
    bodyFormat: 'eql',
    created: null,
    modified: null,
    tests: [],
    queries: [{ language: 'eql', text: query, line: 1, column: 1, context: null }],
    inverted: false,
    stages: [],
    outputFields: [],
    noQuery: null,
    diagnostics: reputation(rule, file),
    contentHash: createHash('sha256').update(file.text).digest('hex'),
  };
}

/** What a file's owner is known for is asked of a service before the rule acts. */
function reputation(rule: PlainRecord, file: SourceFile): readonly Diagnostic[] {
  if (booleanOf(rule['reputation']) !== true) return [];
  const message =
    'Before the endpoint acts on a match it asks a reputation service, which is not part of the rule.';
  return [
    diagnostic(
      'reputation_service',
      message,
      spanOf(file.text, /^reputation(?=[ \t]*=)/m),
      'info',
      file.path,
    ),
  ];
}

function licenceOf(words: string | null): string | null {
  return words !== null && /^elastic licen[cs]e,? (v|version )?2(\.0)?$/i.test(words) ? 'Elastic-2.0' : words;
}

/** Each tactic with its techniques, and these with their sub-techniques. */
function attackOf(threat: unknown): readonly AttackReference[] {
  const found = recordsOf(threat).flatMap((table): readonly AttackReference[] => {
    const tactic = textOf(recordOf(table['tactic'])['id']) ?? textOf(recordOf(table['tactic'])['name']);
    const ids = recordsOf(table['technique'])
      .flatMap((technique) => [technique, ...recordsOf(technique['subtechnique'])])
      .map(({ id }) => textOf(id)?.toUpperCase() ?? null)
      .filter((id) => id !== null);
    if (ids.length > 0) return ids.map((technique) => ({ technique, tactic }));
    return tactic === null ? [] : [{ technique: null, tactic }];
  });
  return [...new Map(found.map((each) => [`${each.tactic}:${each.technique}`, each])).values()];
}

function readToml(file: SourceFile): { readonly toml: PlainRecord } | { readonly problem: Diagnostic } {
  try {
    return { toml: parse(file.text) };
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    // The message goes on with a drawing of the line, which the span says as well.
    const sentence = error.message.split('\n')[0] ?? error.message;
    const before = file.text.split('\n').slice(0, error.line - 1);
    const offset = before.reduce((sum, line) => sum + line.length + 1, 0) + error.column - 1;
    const span = spanAt(file.text, offset, offset + 1);
    return { problem: diagnostic('toml_syntax', sentence, span, 'error', file.path) };
  }
}

function spanOf(text: string, pattern: RegExp): Span | null {
  const match = pattern.exec(text);
  return match === null ? null : spanAt(text, match.index, match.index + match[0].length);
}

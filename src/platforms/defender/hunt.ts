/** A query of a page or query file as a source rule. */
import { createHash } from 'node:crypto';
import type { AttackReference, RuleKind, Severity } from '../../rule/rule.ts';
import { ruleId } from '../../rule/rule.ts';
import type { SourceFile, SourceRule } from '../platform.ts';

export interface Hunt {
  readonly nativeId: string;
  readonly kind: RuleKind;
  readonly title: string;
  readonly description: string | null;
  readonly severity?: Severity | null;
  readonly nativeSeverity?: string | null;
  readonly authors: readonly string[];
  readonly references: readonly string[];
  readonly falsePositives: readonly string[];
  readonly attack: readonly AttackReference[];
  readonly text: string;
}

export function huntRule(file: SourceFile, hunt: Hunt): SourceRule {
  const { text, ...head } = hunt;
  return {
    severity: null,
    nativeSeverity: null,
    ...head,
    id: ruleId('defender', hunt.nativeId),
    platform: 'defender',
    status: 'unknown',
    logSources: [],
    eventSchema: 'log_analytics',
    language: 'kusto',
    path: file.path,
    licence: null,
    tags: [],
    body: text,
    bodyFormat: 'kusto',
    created: null,
    modified: null,
    tests: [],
    queries: [{ language: 'kusto', text, line: 1, column: 1, context: null }],
    inverted: false,
    stages: [],
    outputFields: [],
    noQuery: null,
    diagnostics: [],
    contentHash: createHash('sha256').update(file.text).digest('hex'),
  };
}

/** `Defender XDR` → `defender-xdr`. */
export function slugOf(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
}

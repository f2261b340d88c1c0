// A catalog rule as rows of the tables that belong to the rule alone. `rule` is its place in its batch, from 1 (see rule-batch.ts).
import type { CatalogRule } from '../analysis/catalog-rule.ts';
import { SEVERITIES } from '../rule/rule.ts';
import type { Rule } from '../rule/rule.ts';
import { hasQuery } from '../rule/standing.ts';
import { needsMoreThanOneEvent } from '../rule/one-event.ts';
import type { Columns, Row } from './bulk.ts';
import { searchableText } from './search-text.ts';
import { foldedText, keyText, storedText } from './stored-text.ts';

/** As they are sent; src/store/write-rules.ts adds what only the database knows. */
export const RULE_COLUMNS = {
  id: 'text',
  native_id: 'text',
  kind: 'text',
  title: 'text',
  title_folded: 'text',
  description: 'text',
  severity: 'text',
  severity_rank: 'int',
  native_severity: 'text',
  status: 'text',
  event_schema: 'text',
  language: 'text',
  path: 'text',
  authors: 'text[]',
  own_licence: 'text',
  reference_urls: 'text[]',
  tags: 'text[]',
  tags_folded: 'text[]',
  false_positives: 'text[]',
  created: 'text',
  modified: 'text',
  body: 'text',
  body_format: 'text',
  parse_status: 'text',
  needs_more_events: 'boolean',
  has_query: 'boolean',
  condition_text: 'text',
  condition: 'json',
  canonical_hash: 'text',
  content_hash: 'text',
} as const satisfies Columns;

/** Four texts, by weight. */
export const SEARCH_COLUMNS = {
  search_a: 'text',
  search_b: 'text',
  search_c: 'text',
  search_d: 'text',
} as const satisfies Columns;

export type RuleRow = Row<typeof RULE_COLUMNS & typeof SEARCH_COLUMNS> & { readonly id: string };

export function ruleRow(catalogRule: CatalogRule): RuleRow {
  const { rule, conditionText, canonicalHash, contentHash } = catalogRule;
  return {
    ...headColumns(rule),
    ...searchColumns(rule, conditionText),
    parse_status: rule.parseStatus,
    needs_more_events: needsMoreThanOneEvent(rule.stages),
    has_query: hasQuery(rule),
    condition_text: storedText(conditionText),
    condition: JSON.stringify(rule.condition),
    canonical_hash: canonicalHash,
    content_hash: contentHash,
  };
}

type LogicColumns =
  | keyof typeof SEARCH_COLUMNS
  | 'parse_status'
  | 'needs_more_events'
  | 'has_query'
  | 'condition_text'
  | 'condition'
  | 'canonical_hash'
  | 'content_hash';

function headColumns(rule: Rule): Omit<RuleRow, LogicColumns> {
  return {
    id: rule.id,
    native_id: rule.nativeId,
    kind: rule.kind,
    title: storedText(rule.title),
    title_folded: foldedText(rule.title),
    description: nullable(rule.description),
    severity: rule.severity,
    severity_rank: rule.severity === null ? 0 : SEVERITIES.indexOf(rule.severity) + 1,
    native_severity: nullable(rule.nativeSeverity),
    status: rule.status,
    event_schema: rule.eventSchema,
    language: keyText(rule.language),
    path: storedText(rule.path),
    authors: rule.authors.map(storedText),
    own_licence: rule.licence === null ? null : keyText(rule.licence),
    reference_urls: rule.references.map(storedText),
    tags: rule.tags.map(storedText),
    tags_folded: rule.tags.map(foldedText),
    false_positives: rule.falsePositives.map(storedText),
    created: nullable(rule.created),
    modified: nullable(rule.modified),
    body: storedText(rule.body),
    body_format: rule.bodyFormat,
  };
}

function searchColumns(rule: Rule, conditionText: string): Row<typeof SEARCH_COLUMNS> {
  return {
    search_a: searchableText(rule.title),
    search_b: searchableText([rule.nativeId, rule.description ?? '', ...rule.tags].join(' ')),
    search_c: searchableText(conditionText),
    search_d: searchableText(rule.body),
  };
}

export const STAGE_COLUMNS = {
  rule: 'int',
  position: 'int',
  kind: 'text',
  source: 'text',
  data: 'json',
} as const satisfies Columns;

/** Without what stands in the rule's own row already. */
export function stageRows({ rule }: CatalogRule, place: number): readonly Row<typeof STAGE_COLUMNS>[] {
  const ruleFilter = JSON.stringify({ condition: rule.condition });
  return rule.stages.map(({ kind, source, ...stage }, position) => {
    const data = JSON.stringify(stage);
    return {
      rule: place,
      position,
      kind,
      source: source === rule.body ? null : storedText(source),
      data: kind === 'filter' && data === ruleFilter ? null : data,
    };
  });
}

export const OUTPUT_FIELD_COLUMNS = {
  rule: 'int',
  position: 'int',
  name: 'text',
  source: 'text',
  origin: 'text',
} as const satisfies Columns;

export function outputFieldRows(
  { rule }: CatalogRule,
  place: number,
): readonly Row<typeof OUTPUT_FIELD_COLUMNS>[] {
  return rule.outputFields.map(({ name, source, origin }, position) => ({
    rule: place,
    position,
    name: storedText(name),
    source: storedText(source),
    origin,
  }));
}

export const RULE_TEST_COLUMNS = {
  rule: 'int',
  position: 'int',
  name: 'text',
  expected: 'boolean',
  event: 'json',
  mocks: 'json',
  agreement: 'text',
} as const satisfies Columns;

export function testRows(
  { rule, testAgreements }: CatalogRule,
  place: number,
): readonly Row<typeof RULE_TEST_COLUMNS>[] {
  return rule.tests.map(({ name, expected, event, mocks }, position) => ({
    rule: place,
    position,
    name: storedText(name),
    expected,
    // An event may be anything that JSON holds, and `undefined`, which it does not.
    event: JSON.stringify(event ?? null),
    mocks: JSON.stringify(mocks),
    agreement: testAgreements[position]?.agreement ?? null,
  }));
}

/** Of a rule, or with `rule` null of a file that is no readable rule. */
export const DIAGNOSTIC_COLUMNS = {
  rule: 'int',
  path: 'text',
  position: 'int',
  code: 'text',
  severity: 'text',
  message: 'text',
  file: 'text',
  line: 'int',
  column_number: 'int',
  end_line: 'int',
  end_column_number: 'int',
} as const satisfies Columns;

export function diagnosticRows(
  diagnostics: Rule['diagnostics'],
  path: string,
  place: number | null,
): readonly Row<typeof DIAGNOSTIC_COLUMNS>[] {
  return diagnostics.map(({ code, severity, message, span, file }, position) => ({
    rule: place,
    path: storedText(path),
    position,
    code: keyText(code),
    severity,
    message: storedText(message),
    file: nullable(file),
    line: span?.start.line ?? null,
    column_number: span?.start.column ?? null,
    end_line: span?.end.line ?? null,
    end_column_number: span?.end.column ?? null,
  }));
}

function nullable(text: string | null): string | null {
  return text === null ? null : storedText(text);
}

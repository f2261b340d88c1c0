// What was derived from a rule as rows: the things that rules share (indicators, fields, actions …), and who has them. `rule` is the rule's
// place in its batch, `key` that of the thing among the batch's things of its kind, both from 1 (see rule-batch.ts).
import type { CatalogRule } from '../analysis/catalog-rule.ts';
import type { PredicateFact, RuleAction, RuleField } from '../analysis/facts.ts';
import type { LogSource } from '../rule/log-source.ts';
import { logSourceText } from '../rule/log-source.ts';
import type { Columns, Row } from './bulk.ts';
import { digest, foldedText, keyText, storedText } from './stored-text.ts';

export const LOG_SOURCE_COLUMNS = {
  id: 'text',
  product: 'text',
  category: 'text',
  service: 'text',
  name: 'text',
} as const satisfies Columns;
type LogSourceRow = Row<typeof LOG_SOURCE_COLUMNS> & { readonly id: string };

function logSourceId({ product, category, service }: LogSource): string {
  return keyText([product, category, service].map((part) => part ?? '-').join('/'));
}

export function logSourceRow(source: LogSource): LogSourceRow {
  return {
    id: logSourceId(source),
    product: keyOrNull(source.product),
    category: keyOrNull(source.category),
    service: keyOrNull(source.service),
    name: storedText(logSourceText(source)),
  };
}

export const RULE_LOG_SOURCE_COLUMNS = {
  rule: 'int',
  position: 'int',
  log_source_id: 'text',
  predicate_count: 'int',
  mapped_count: 'int',
  translated_count: 'int',
} as const satisfies Columns;

/** The rule's log sources, each with how far the fields that the rule compares there are known. */
export function ruleLogSourceRows(
  { rule, facts }: CatalogRule,
  place: number,
): readonly Row<typeof RULE_LOG_SOURCE_COLUMNS>[] {
  const ids = [...new Set(rule.logSources.map(logSourceId))];
  const mappings = new Map(facts.fieldMapping.map((mapping) => [logSourceId(mapping.logSource), mapping]));
  return ids.map((id, position) => {
    const mapping = mappings.get(id);
    return {
      rule: place,
      position,
      log_source_id: id,
      predicate_count: mapping?.predicateCount ?? 0,
      mapped_count: mapping?.mappedCount ?? 0,
      translated_count: mapping?.translatedCount ?? 0,
    };
  });
}

/** An indicator or an exclusion: the corpus counts rules by it. */
export const PREDICATE_KEY_COLUMNS = {
  id: 'text',
  field: 'text',
  kind: 'text',
  value: 'text',
  key: 'text',
  key_folded: 'text',
} as const satisfies Columns;
export type PredicateKeyRow = Row<typeof PREDICATE_KEY_COLUMNS> & { readonly id: string };

/** Where a rule has it. */
export const PREDICATE_PLACE_COLUMNS = {
  rule: 'int',
  key: 'int',
  predicate: 'int',
  position: 'int',
  kind: 'text',
  native_field: 'text',
  native_value: 'text',
  case_sensitive: 'boolean',
  quantifier: 'text',
} as const satisfies Columns;

/** A predicate without values (`exists`) has one place, with a key that has no value. `placeOf` numbers the keys. */
export function predicateRows(
  facts: readonly PredicateFact[],
  place: number,
  placeOf: (key: PredicateKeyRow) => number,
): readonly Row<typeof PREDICATE_PLACE_COLUMNS>[] {
  return facts.flatMap((fact, predicate) => {
    const values = fact.values.length === 0 ? [{ value: null, key: null }] : fact.values;
    return values.map(({ value, key }, position) => ({
      rule: place,
      key: placeOf(predicateKeyRow(fact, value, key)),
      predicate,
      position,
      kind: fact.kind,
      native_field: storedText(fact.nativeField),
      native_value: value === null ? null : storedText(value),
      case_sensitive: fact.caseSensitive,
      quantifier: fact.quantifier,
    }));
  });
}

/** The public id of an indicator or exclusion: `kind` is the one that counts (`eq` for `in`), `key` is null without a value. */
function predicateId(field: string, kind: string, key: string | null): string {
  return digest(field, kind, key);
}

function predicateKeyRow(
  { field, keyKind }: PredicateFact,
  value: string | null,
  key: string | null,
): PredicateKeyRow {
  return {
    id: predicateId(field, keyKind, key),
    field: keyText(field),
    kind: keyKind,
    value: value === null ? null : storedText(value),
    key: key === null ? null : storedText(key),
    key_folded: foldedText(key ?? ''),
  };
}

export const FIELD_COLUMNS = { name: 'text', name_folded: 'text' } as const satisfies Columns;
export type FieldRow = Row<typeof FIELD_COLUMNS> & { readonly name: string };

export function fieldRow({ field }: RuleField): FieldRow {
  return { name: keyText(field), name_folded: foldedText(field) };
}

export const RULE_FIELD_COLUMNS = {
  rule: 'int',
  position: 'int',
  field_name: 'text',
  native_field: 'text',
  roles: 'text[]',
  required: 'boolean',
} as const satisfies Columns;

export function ruleFieldRows(
  { facts }: CatalogRule,
  place: number,
): readonly Row<typeof RULE_FIELD_COLUMNS>[] {
  return facts.fields.map(({ field, nativeField, roles, required }, position) => ({
    rule: place,
    position,
    field_name: keyText(field),
    native_field: keyText(nativeField),
    roles,
    required,
  }));
}

export const ACTION_COLUMNS = {
  id: 'text',
  log_source_id: 'text',
  qualifier: 'text',
  operation: 'text',
  operation_folded: 'text',
  weak: 'boolean',
} as const satisfies Columns;
export type ActionRow = Row<typeof ACTION_COLUMNS> & { readonly id: string };

/** Letter case makes no other action: `CreateImage` of one rule is `createimage` of another. */
function actionId({ logSource, qualifier, operation }: Omit<RuleAction, 'weak'>): string {
  return keyText([logSourceId(logSource), qualifier ?? '', operation].join(':').toLowerCase());
}

function actionRow(action: RuleAction): ActionRow {
  return {
    id: actionId(action),
    log_source_id: logSourceId(action.logSource),
    qualifier: keyOrNull(action.qualifier),
    operation: storedText(action.operation),
    operation_folded: foldedText(action.operation),
    weak: action.weak,
  };
}

export const RULE_ACTION_COLUMNS = { rule: 'int', key: 'int' } as const satisfies Columns;

/** `placeOf` numbers the actions. */
export function ruleActionRows(
  { facts }: CatalogRule,
  place: number,
  placeOf: (action: ActionRow) => number,
): readonly Row<typeof RULE_ACTION_COLUMNS>[] {
  const keys = new Set(facts.actions.map((action) => placeOf(actionRow(action))));
  return [...keys].map((key) => ({ rule: place, key }));
}

export const RULE_TECHNIQUE_COLUMNS = {
  rule: 'int',
  position: 'int',
  declared: 'text',
  technique_id: 'text',
  tactic_id: 'text',
  mapping_status: 'text',
  replaced_by: 'text',
} as const satisfies Columns;

export function ruleTechniqueRows(
  { facts }: CatalogRule,
  place: number,
): readonly Row<typeof RULE_TECHNIQUE_COLUMNS>[] {
  return facts.techniques.map((technique, position) => ({
    rule: place,
    position,
    declared: storedText(technique.declared),
    technique_id: keyOrNull(technique.technique),
    tactic_id: keyOrNull(technique.tactic),
    mapping_status: technique.mappingStatus,
    replaced_by: keyOrNull(technique.replacedBy),
  }));
}

function keyOrNull(text: string | null): string | null {
  return text === null ? null : keyText(text);
}

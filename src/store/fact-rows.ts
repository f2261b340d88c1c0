// What was derived from a rule as rows: the things that rules share (indicators, fields, actions …), and who has them.
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
export type LogSourceRow = Row<typeof LOG_SOURCE_COLUMNS> & { readonly id: string };

export function logSourceId({ product, category, service }: LogSource): string {
  return keyText([product, category, service].map((part) => part ?? '-').join('/'));
}

export function logSourceRow(source: LogSource): LogSourceRow {
  const part = (text: string | null): string | null => (text === null ? null : keyText(text));
  return {
    id: logSourceId(source),
    product: part(source.product),
    category: part(source.category),
    service: part(source.service),
    name: storedText(logSourceText(source)),
  };
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

/** Its place in a rule, but for the row ids. */
export const PREDICATE_PLACE_COLUMNS = {
  predicate: 'int',
  position: 'int',
  kind: 'text',
  native_field: 'text',
  native_value: 'text',
  case_sensitive: 'boolean',
  quantifier: 'text',
} as const satisfies Columns;
export type PredicatePlace = Row<typeof PREDICATE_PLACE_COLUMNS> & { readonly keyId: string };

/** A predicate without values (`exists`) has one place, with a key that has no value. */
export function predicateRows(facts: readonly PredicateFact[]): {
  readonly keys: readonly PredicateKeyRow[];
  readonly places: readonly PredicatePlace[];
} {
  const pairs = facts.flatMap((fact, predicate) => {
    const values = fact.values.length === 0 ? [{ value: null, key: null }] : fact.values;
    return values.map(({ value, key }, position) => {
      const row = predicateKeyRow(fact, value, key);
      return { row, place: predicatePlace(fact, row.id, predicate, position, value) };
    });
  });
  return { keys: pairs.map(({ row }) => row), places: pairs.map(({ place }) => place) };
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

function predicatePlace(
  fact: PredicateFact,
  keyId: string,
  predicate: number,
  position: number,
  value: string | null,
): PredicatePlace {
  return {
    keyId,
    predicate,
    position,
    kind: fact.kind,
    native_field: storedText(fact.nativeField),
    native_value: value === null ? null : storedText(value),
    case_sensitive: fact.caseSensitive,
    quantifier: fact.quantifier,
  };
}

export const FIELD_COLUMNS = { name: 'text', name_folded: 'text' } as const satisfies Columns;
export type FieldRow = Row<typeof FIELD_COLUMNS> & { readonly name: string };

export function fieldRow({ field }: RuleField): FieldRow {
  return { name: keyText(field), name_folded: foldedText(field) };
}

export const RULE_FIELD_COLUMNS = {
  rule_row_id: 'int',
  position: 'int',
  field_name: 'text',
  native_field: 'text',
  roles: 'text[]',
  required: 'boolean',
  is_mapped: 'boolean',
  predicate_count: 'int',
} as const satisfies Columns;

export function ruleFieldRows(
  fields: readonly RuleField[],
  ruleRowId: number,
): readonly Row<typeof RULE_FIELD_COLUMNS>[] {
  return fields.map(({ field, nativeField, roles, required, isMapped, predicateCount }, position) => ({
    rule_row_id: ruleRowId,
    position,
    field_name: keyText(field),
    native_field: keyText(nativeField),
    roles,
    required,
    is_mapped: isMapped,
    predicate_count: predicateCount,
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
export function actionId({ logSource, qualifier, operation }: Omit<RuleAction, 'weak'>): string {
  return keyText([logSourceId(logSource), qualifier ?? '', operation].join(':').toLowerCase());
}

export function actionRow(action: RuleAction): ActionRow {
  return {
    id: actionId(action),
    log_source_id: logSourceId(action.logSource),
    qualifier: action.qualifier === null ? null : keyText(action.qualifier),
    operation: storedText(action.operation),
    operation_folded: foldedText(action.operation),
    weak: action.weak,
  };
}

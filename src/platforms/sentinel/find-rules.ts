/**
 * The rules in a document, wherever in it they stand: in templates (nested ones among them), in lists by kind, in answers of the API, alone.
 * https://learn.microsoft.com/azure/templates/microsoft.securityinsights/alertrules
 */
import { isRecord, recordOf, textOf } from '../../text/plain-data.ts';
import type { PlainRecord } from '../../text/plain-data.ts';
import type { Span } from '../../text/span.ts';
import { NO_TEMPLATE, templateScope, templateValue } from './arm-expression.ts';
import type { TemplateScope } from './arm-expression.ts';
import {
  guidIn,
  huntOfSavedSearch,
  isHunting,
  isRuleRecord,
  propertiesOf,
  usualNames,
} from './rule-record.ts';
import type { RuleRecord } from './rule-record.ts';

export interface PlacedDocument {
  readonly value: unknown;
  readonly spanOf: (...path: Path) => Span | null;
}

type Path = readonly (string | number)[];

export interface FoundRule extends RuleRecord {
  /** The resource's own id; null where the record itself says one, or nothing does. */
  readonly ownId: string | null;
  /** Says its place that it is a hunt? */
  readonly isHunt: boolean;
}

const MAX_DEPTH = 24;

export function findRules(document: PlacedDocument): readonly FoundRule[] {
  return walk(document, document.value, [], NO_TEMPLATE);
}

function walk(
  document: PlacedDocument,
  value: unknown,
  path: Path,
  scope: TemplateScope,
): readonly FoundRule[] {
  if (path.length > MAX_DEPTH) return [];
  if (Array.isArray(value))
    return value.flatMap((each: unknown, index) => walk(document, each, [...path, index], scope));
  if (!isRecord(value)) return [];
  const inner = Array.isArray(value['resources']) ? templateScope(value) : scope;
  const found = ruleOf(document, value, path, inner);
  if (found !== null) return [found];
  return Object.entries(value).flatMap(([key, each]) => walk(document, each, [...path, key], inner));
}

function ruleOf(
  document: PlacedDocument,
  value: PlainRecord,
  path: Path,
  scope: TemplateScope,
): FoundRule | null {
  const type = textOf(value['type']) ?? '';
  const properties = propertiesOf(value);
  if (properties === null) return plainRule(document, value, path, scope);
  const inner = [...path, 'properties'];
  if (/alertRules?(Templates?)?$/i.test(type) || /^(scheduled|nrt)$/i.test(textOf(value['kind']) ?? ''))
    return resourceRule(document, value, properties, inner, scope);
  if (!/savedSearches$/i.test(type) || !isHunting(properties)) return null;
  const hunt = computed(huntOfSavedSearch(properties), scope);
  return { ...placed(document, hunt, inner, (key) => key), ownId: ownId(value, scope), isHunt: true };
}

function plainRule(
  document: PlacedDocument,
  value: PlainRecord,
  path: Path,
  scope: TemplateScope,
): FoundRule | null {
  const { value: usual, keyOf } = usualNames(value);
  if (!isRuleRecord(usual)) return null;
  return { ...placed(document, computed(usual, scope), path, keyOf), ownId: null, isHunt: isInHunting(path) };
}

function isInHunting(path: Path): boolean {
  return path.some((step) => typeof step === 'string' && /^hunting/i.test(step));
}

function resourceRule(
  document: PlacedDocument,
  resource: PlainRecord,
  properties: PlainRecord,
  path: Path,
  scope: TemplateScope,
): FoundRule {
  const { value, keyOf } = usualNames(properties);
  const { id: _id, ...own } = computed({ kind: resource['kind'], ...value }, scope);
  return { ...placed(document, own, path, keyOf), ownId: ownId(resource, scope), isHunt: false };
}

/** Texts of the record, and of its lists, as a deployment would have them; what cannot be computed is left as it is written. */
function computed(value: PlainRecord, scope: TemplateScope): PlainRecord {
  if (scope === NO_TEMPLATE) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, computedValue(each, scope)]));
}

function computedValue(value: unknown, scope: TemplateScope): unknown {
  if (Array.isArray(value)) return value.map((each: unknown) => computedValue(each, scope));
  return isRecord(value) ? computed(value, scope) : (templateValue(value, scope) ?? value);
}

/** By its guid, else by the last part of its name as far as that can be computed. */
function ownId(resource: PlainRecord, scope: TemplateScope): string | null {
  const name = templateValue(resource['name'], scope);
  const guid = guidIn(name, resource['name'], resource['id']);
  return guid ?? (typeof name === 'string' ? (name.split('/').at(-1) ?? null) : null);
}

function placed(
  document: PlacedDocument,
  value: PlainRecord,
  path: Path,
  keyOf: (usual: string) => string,
): RuleRecord {
  return {
    value: recordOf(value),
    spanOf: (key) => document.spanOf(...path, ...(key === undefined ? [] : [keyOf(key)])),
  };
}

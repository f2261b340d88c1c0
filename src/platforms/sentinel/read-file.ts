/** One file of a Sentinel repository → its rules and hunting queries: YAML, JSON, templates. */
import { createHash } from 'node:crypto';
import { diagnostic } from '../../text/diagnostic.ts';
import type { Diagnostic } from '../../text/diagnostic.ts';
import { readJsonDocuments } from '../../text/json-documents.ts';
import { isRecord, textOf } from '../../text/plain-data.ts';
import type { PlainRecord } from '../../text/plain-data.ts';
import { spanAt } from '../../text/span.ts';
import { readYamlValues } from '../../text/yaml-record.ts';
import type { SourceFile, SourceRule } from '../platform.ts';
import { findRules } from './find-rules.ts';
import type { FoundRule, PlacedDocument } from './find-rules.ts';
import { sentinelRule } from './read-rule.ts';
import { usualNames } from './rule-record.ts';
import type { RuleRecord } from './rule-record.ts';

export interface FileReading {
  readonly rules: readonly SourceRule[];
  readonly diagnostics: readonly Diagnostic[];
}

const NOTHING: FileReading = { rules: [], diagnostics: [] };

export function readFile(file: SourceFile): FileReading {
  if (/\.(bicep|tf)$/i.test(file.path)) return otherTool(file);
  const isJson = /\.json$/i.test(file.path);
  const { documents, problems } = isJson ? readJsonDocuments(file.text) : readYamlValues(file.text);
  if (problems.length > 0) {
    const isMeant = isJson ? isOfRules(file.text) : hasRuleKeys(file.text);
    return isMeant ? { rules: [], diagnostics: problems } : NOTHING;
  }
  const isOnly = documents.length === 1;
  const readings = documents.map((document) => {
    const alone = isJson || !isOnly ? null : readAlone(document, file);
    return alone ?? readFound(document, file, isOnly);
  });
  return {
    rules: readings.flatMap(({ rules }) => rules),
    diagnostics: readings.flatMap(({ diagnostics }) => diagnostics),
  };
}

/** Does a text that is no YAML look like a rule's? Other files of a repository may be written as they like. */
function hasRuleKeys(text: string): boolean {
  return /^query\s*:/im.test(text) && /^(name|id|displayName)\s*:/im.test(text);
}

function isOfRules(text: string): boolean {
  return /"Microsoft\.SecurityInsights\b|\balertRules\b|"queryFrequency"/i.test(text);
}

function readFound(document: PlacedDocument, file: SourceFile, isOnly: boolean): FileReading {
  const found = findRules(document);
  const withQuery = found.filter(({ value }) => textOf(value['query']) !== null);
  return {
    rules: withQuery.map((rule) => foundRule(rule, file, isOnly && found.length === 1)),
    diagnostics: found
      .filter((rule) => !withQuery.includes(rule))
      .map(({ value, spanOf }) => withoutQuery(value, spanOf, file)),
  };
}

/** Keys of rules: with one of them a file was meant as one. Without, an id and a name are what a moved rule leaves behind. */
const MEANT_KEYS = [
  'kind',
  'severity',
  'tactics',
  'triggerOperator',
  'queryFrequency',
  'requiredDataConnectors',
];
/** Keys of functions, saved searches and Defender's own detections. */
const OTHER_KEYS = ['FunctionName', 'FunctionQuery', 'ParserQuery', 'queryCondition'];

/** A document that is a rule as a whole, or was meant to be one; null: it is neither, and may hold some. */
function readAlone(document: PlacedDocument, file: SourceFile): FileReading | null {
  const own = document.value;
  if (!isRecord(own)) return null;
  if (OTHER_KEYS.some((key) => own[key] !== undefined)) return NOTHING;
  const { value, keyOf } = usualNames(own);
  const spanOf: RuleRecord['spanOf'] = (key) => document.spanOf(...(key === undefined ? [] : [keyOf(key)]));
  const query = typeof value['query'] === 'string' && value['query'].trim() !== '' ? value['query'] : null;
  if (query === null) {
    const isMeant = textOf(value['name']) !== null && MEANT_KEYS.some((key) => value[key] !== undefined);
    return isMeant && !isRecord(value['properties'])
      ? { rules: [], diagnostics: [withoutQuery(value, spanOf, file)] }
      : null;
  }
  if (textOf(value['name']) === null && textOf(value['id']) === null) return null;
  // A file without an id of its own is known by its path.
  const nativeId = textOf(value['id']) ?? pathId(file);
  const contentHash = createHash('sha256').update(file.text).digest('hex');
  const place = { path: file.path, nativeId, contentHash, isHunt: false };
  return { rules: [sentinelRule({ value, spanOf }, query, place)], diagnostics: [] };
}

function withoutQuery(value: PlainRecord, spanOf: RuleRecord['spanOf'], file: SourceFile): Diagnostic {
  const kind = textOf(value['kind']);
  const isOwn = kind === null || /^(scheduled|nrt)$/i.test(kind);
  const message = isOwn ? 'The rule has no `query`.' : `A rule of the kind ${kind} has no query of its own.`;
  const span = spanOf('query') ?? spanOf('name') ?? spanOf();
  return diagnostic('missing_field', message, span, isOwn ? 'error' : 'info', file.path);
}

function pathId({ path }: SourceFile): string {
  return path.replace(/\.(ya?ml|json)$/i, '');
}

/** Where a file holds several, those without an id are told apart by their names. */
function foundRule(found: FoundRule, file: SourceFile, isOnly: boolean): SourceRule {
  const name = textOf(found.value['name']) ?? '';
  const nativeId =
    found.ownId ?? textOf(found.value['id']) ?? (isOnly ? pathId(file) : `${pathId(file)}#${name}`);
  const contentHash = createHash('sha256')
    .update(JSON.stringify([nativeId, found.value]))
    .digest('hex');
  const place = { path: file.path, nativeId, contentHash, isHunt: found.isHunt };
  return sentinelRule(found, textOf(found.value['query']) ?? '', place);
}

/** Programs that make templates: what they make is read, they are not. */
function otherTool({ path, text }: SourceFile): FileReading {
  const at = text.search(/Microsoft\.SecurityInsights\/alertRules|azurerm_sentinel_alert_rule/);
  if (at < 0) return NOTHING;
  const isBicep = /\.bicep$/i.test(path);
  const message = isBicep
    ? 'Bicep is not read: the template is that `az bicep build` makes of it.'
    : 'Terraform is not read: rules are read as YAML, JSON or templates.';
  return {
    rules: [],
    diagnostics: [diagnostic('unsupported_format', message, spanAt(text, at, at + 1), 'error', path)],
  };
}

/**
 * Rules as Kibana exports them and its API gives them: a document a line, a list, or one; beside them lists of exceptions with their items, connectors and
 * a summary. https://www.elastic.co/docs/api/doc/kibana/operation/operation-exportrules
 */
import { createHash } from 'node:crypto';
import { isRecord, recordOf, recordsOf, textOf } from '../../text/plain-data.ts';
import type { PlainRecord } from '../../text/plain-data.ts';
import { readJsonDocuments } from '../../text/json-documents.ts';
import type { JsonPath } from '../../text/json-documents.ts';
import type { Diagnostic } from '../../text/diagnostic.ts';
import type { Span } from '../../text/span.ts';
import type { SourceFile } from '../platform.ts';
import type { RuleFile } from './rule-file.ts';

export interface ExceptionItem {
  readonly list: string;
  /** Null: the list itself, which may be empty. */
  readonly item: PlainRecord | null;
}

export interface JsonFile {
  readonly rules: readonly Omit<RuleFile, 'exceptions'>[];
  readonly exceptions: readonly ExceptionItem[];
  readonly problems: readonly Diagnostic[];
}

interface Found {
  readonly value: PlainRecord;
  readonly at: JsonPath;
}

export function readJsonFile(file: SourceFile): JsonFile {
  const { documents, problems } = readJsonDocuments(file.text);
  const rules: Omit<RuleFile, 'exceptions'>[] = [];
  const exceptions: ExceptionItem[] = [];
  for (const { value, spanOf } of documents) {
    for (const found of recordsIn(value, [])) {
      const item = exceptionOf(found.value);
      if (item !== null) exceptions.push(item);
      else if (isRule(found.value)) rules.push(ruleFile(file, found, rules.length, spanOf));
    }
  }
  return {
    rules,
    exceptions,
    problems: rules.length + exceptions.length > 0 || isExport(file) ? problems : [],
  };
}

/** Other JSON in a repository may be written as it likes. */
function isExport({ path, text }: SourceFile): boolean {
  return /\.ndjson$/i.test(path) || /"rule_id"\s*:/.test(text);
}

/** Answers of the API hold rules in `data`, saved objects theirs in `attributes` or beneath. */
function recordsIn(value: unknown, at: JsonPath): readonly Found[] {
  if (!isRecord(value)) return [];
  for (const key of ['data', 'saved_objects', 'rules', 'objects', 'exceptions']) {
    const list = value[key];
    if (Array.isArray(list) && list.some(isRecord))
      return list.flatMap((each, index) => recordsIn(each, [...at, key, index]));
  }
  const attributes = value['attributes'];
  if (!isRecord(attributes)) return [{ value, at }];
  const { params } = attributes;
  const inner = [...at, 'attributes'];
  if (!isRecord(params)) return [{ value: attributes, at: inner }];
  // An alert as Kibana stores it: the rule's own keys in another spelling.
  const own = Object.entries(params).map(([key, each]): readonly [string, unknown] => [snakeCase(key), each]);
  return [{ value: { ...attributes, ...Object.fromEntries(own) }, at: inner }];
}

function snakeCase(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function exceptionOf(value: PlainRecord): ExceptionItem | null {
  const list = textOf(value['list_id']);
  if (list === null) return null;
  return { list, item: Array.isArray(value['entries']) ? value : null };
}

function isRule(value: PlainRecord): boolean {
  const isNamed = textOf(value['name']) !== null && textOf(value['type']) !== null;
  const keys = ['rule_id', 'query', 'machine_learning_job_id', 'threat_mapping', 'new_terms_fields'];
  return isNamed && keys.some((key) => value[key] !== undefined) && value['severity'] !== undefined;
}

function ruleFile(
  file: SourceFile,
  { value, at }: Found,
  number: number,
  spanOf: (...path: JsonPath) => Span | null,
): Omit<RuleFile, 'exceptions'> {
  const named = textOf(value['rule_id']) ?? textOf(value['id']);
  const rule = { ...value, rule_id: named ?? (number === 0 ? file.path : `${file.path}#${number + 1}`) };
  return {
    file,
    value: { rule, metadata: metadataOf(value) },
    spanOf: (header) => spanOf(...at, ...header.split('.').filter((part) => part !== 'rule')),
    hash: createHash('sha256').update(JSON.stringify(value)).digest('hex'),
  };
}

/** What a repository keeps beside a rule. */
function metadataOf(value: PlainRecord): PlainRecord {
  return {
    creation_date: value['created_at'] ?? value['createdAt'],
    updated_date: value['updated_at'] ?? value['updatedAt'],
    integration: recordsOf(value['related_integrations']).map((each) => textOf(each['package'])),
    ...recordOf(value['metadata']),
  };
}

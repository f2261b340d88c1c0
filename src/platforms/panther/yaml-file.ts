/** A YAML file of a Panther repository, read as YAML 1.2: its documents as plain records, each key with its place in the file. */
import { isDeepStrictEqual } from 'node:util';
import { isMap, isNode, isScalar, parseAllDocuments, parseDocument, stringify, visit } from 'yaml';
import type { Document, Pair, YAMLMap } from 'yaml';
import type { SourceFile } from '../platform.ts';
import { diagnostic } from '../../text/diagnostic.ts';
import type { Diagnostic } from '../../text/diagnostic.ts';
import { isRecord } from '../../text/plain-data.ts';
import type { PlainRecord } from '../../text/plain-data.ts';
import { spanAt } from '../../text/span.ts';
import type { Span } from '../../text/span.ts';
import { QUIET_YAML, refuseYaml, withoutStackTraces } from '../../text/yaml-limits.ts';

/** One document of a file that is a map. */
export interface YamlRecord {
  readonly path: string;
  readonly value: PlainRecord;
  /** The place of a top-level key; null when the document has no such key. */
  readonly spanOf: (key: string) => Span | null;
  /** A top-level key and its value as YAML that can be read on its own; null when the document has no such key. */
  readonly section: (key: string) => string | null;
}

export interface YamlFile {
  readonly records: readonly YamlRecord[];
  readonly diagnostics: readonly Diagnostic[];
}

const DEFAULT_SPAN_LENGTH = 1;
/** More would only repeat what the first ones say. */
const MAX_ERRORS = 20;

export function readYamlFile(file: SourceFile): YamlFile {
  const documents = parseDocuments(file.text);
  if (documents instanceof Error) {
    return { records: [], diagnostics: [syntaxError(file, documents.message, [0, DEFAULT_SPAN_LENGTH])] };
  }
  const records: YamlRecord[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const document of documents) {
    if (document.errors.length > 0) {
      diagnostics.push(
        ...document.errors.slice(0, MAX_ERRORS).map((error) => syntaxError(file, error.message, error.pos)),
      );
      continue;
    }
    const value = plainValue(document);
    if (value instanceof Error) diagnostics.push(syntaxError(file, value.message, [0, DEFAULT_SPAN_LENGTH]));
    else if (isRecord(value) && isMap(document.contents)) {
      records.push(yamlRecord(file, value, document.contents));
      diagnostics.push(...repeatedKeys(file, document.contents));
    }
  }
  return { records, diagnostics };
}

/** Nesting beyond the stack ends in a RangeError. */
function parseDocuments(text: string): readonly Document.Parsed[] | Error {
  const refusal = refuseYaml(text);
  if (refusal !== null) return new Error(refusal.message);
  try {
    const parsed = withoutStackTraces(() =>
      parseAllDocuments(text, { uniqueKeys: false, version: '1.2', ...QUIET_YAML }),
    );
    return Array.isArray(parsed) ? parsed : [];
  } catch (error) {
    if (error instanceof RangeError) return error;
    throw error;
  }
}

/** Aliases that multiply beyond measure, or point nowhere, are found only here: yaml throws a ReferenceError. */
function plainValue(document: Document.Parsed): unknown {
  try {
    return document.toJS() as unknown;
  } catch (error) {
    if (error instanceof ReferenceError || error instanceof RangeError) return error;
    throw error;
  }
}

function syntaxError(file: SourceFile, message: string, pos: readonly [number, number]): Diagnostic {
  // yaml's message goes on with the place and a drawing of the line, which the span says as well.
  const sentence = message.split(/ at line \d+|\n/)[0] ?? message;
  return diagnostic('yaml_syntax', sentence, spanAt(file.text, pos[0], pos[1]), 'error', file.path);
}

function pairOf(map: YAMLMap, key: string): Pair | undefined {
  return map.items.findLast((pair) => isScalar(pair.key) && String(pair.key.value) === key);
}

function rangeOf(node: unknown): readonly [number, number] | null {
  if (typeof node !== 'object' || node === null || !('range' in node) || !Array.isArray(node.range))
    return null;
  const [start, end] = node.range as readonly unknown[];
  return typeof start === 'number' && typeof end === 'number' ? [start, end] : null;
}

function yamlRecord(file: SourceFile, value: PlainRecord, map: YAMLMap): YamlRecord {
  return {
    path: file.path,
    value,
    spanOf: (key) => {
      const range = rangeOf(pairOf(map, key)?.key);
      return range === null ? null : spanAt(file.text, range[0], range[1]);
    },
    section: (key) => {
      const pair = pairOf(map, key);
      return pair === undefined ? null : sectionText(file.text, pair, { [key]: value[key] });
    },
  };
}

/** The lines of the file that say the pair; written anew where they say it only together with others (aliases, flow maps). */
function sectionText(text: string, pair: Pair, value: PlainRecord): string {
  const start = rangeOf(pair.key)?.[0];
  const end = rangeOf(pair.value)?.[1];
  if (start !== undefined && end !== undefined && !hasAlias(pair)) {
    const own = text.slice(text.lastIndexOf('\n', start - 1) + 1, end).trimEnd();
    const document = parseDocument(own, { uniqueKeys: false, version: '1.2' });
    if (document.errors.length === 0 && isDeepStrictEqual(document.toJS(), value)) return own;
  }
  return stringify(value).trimEnd();
}

function hasAlias(pair: Pair): boolean {
  let found = false;
  if (!isNode(pair.value)) return false;
  visit(pair.value, {
    Alias: () => {
      found = true;
      return visit.BREAK;
    },
  });
  return found;
}

/** The last of repeated keys counts: its author should know. */
function repeatedKeys(file: SourceFile, map: YAMLMap): readonly Diagnostic[] {
  const seen = new Set<string>();
  const found: Diagnostic[] = [];
  for (const { key } of map.items) {
    if (!isScalar(key)) continue;
    const name = String(key.value);
    const range = rangeOf(key);
    if (seen.has(name) && range !== null) {
      const span = spanAt(file.text, range[0], range[1]);
      found.push(
        diagnostic(
          'repeated_key',
          `\`${name}\` stands here again: the last one counts.`,
          span,
          'warning',
          file.path,
        ),
      );
    }
    seen.add(name);
  }
  return found;
}

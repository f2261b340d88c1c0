/** YAML as plain data with positions: what a platform reads a rule's head from, and a language its logic. */
import { isAlias, isMap, isScalar, isSeq, parseAllDocuments } from 'yaml';
import type { Alias, Document, Node, YAMLMap } from 'yaml';
import { QUIET_YAML, refuseYaml, withoutStackTraces } from './yaml-limits.ts';
import { repairYaml } from './yaml-repair.ts';

export type YamlNode = YamlScalar | YamlList | YamlMap;

/** Offsets count in the text that was read (`start` of the first character, `end` exclusive). */
interface YamlRange {
  readonly start: number;
  readonly end: number;
}
export interface YamlScalar extends YamlRange {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  /** As written, without quotes: `00000429` where `value` is 429. */
  readonly source: string;
}
export interface YamlList extends YamlRange {
  readonly kind: 'list';
  readonly items: readonly YamlNode[];
}
export interface YamlMap extends YamlRange {
  readonly kind: 'map';
  /** In order; a key may occur more than once. */
  readonly entries: readonly YamlEntry[];
}
export interface YamlEntry {
  readonly key: YamlScalar;
  readonly value: YamlNode;
}

export interface YamlProblem extends YamlRange {
  readonly code: string;
  readonly message: string;
}

/** One document of a file; with problems, its `root` is whatever could be read. */
export interface YamlDocument extends YamlRange {
  readonly root: YamlNode;
  readonly problems: readonly YamlProblem[];
}

/** Nodes of one document, those behind an alias counted each time they are used. */
const MAX_NODES = 100_000;
const MAX_DEPTH = 100;
const MAX_PROBLEMS = 20;

/**
 * Reads all documents of a text as YAML 1.2 (core schema), with YAML 1.1's merge key `<<`. Never throws. A file of one document spans the
 * whole text; of several, each spans its own lines.
 */
export function readYaml(text: string): readonly YamlDocument[] {
  const refusal = refuseYaml(text);
  if (refusal !== null) return [refused(text, refusal.code, refusal.message)];
  const read = readStrict(text, text.length, (offset) => offset);
  if (read.every(({ problems }) => problems.length === 0)) return read;
  const repaired = repairYaml(text);
  if (repaired === null) return read;
  const again = readStrict(repaired.text, text.length, repaired.placeOf);
  return again.every(({ problems }) => problems.length === 0) ? again : read;
}

type PlaceOf = (offset: number) => number;

/** `length`: of the text in which `placeOf` gives places. */
function readStrict(text: string, length: number, placeOf: PlaceOf): readonly YamlDocument[] {
  let documents: readonly Document.Parsed[];
  try {
    const parsed = withoutStackTraces(() => parseAllDocuments(text, { uniqueKeys: false, ...QUIET_YAML }));
    documents = Array.isArray(parsed) ? parsed : [];
  } catch (error) {
    return [refused(text, 'syntax_error', `The YAML could not be read: ${messageOf(error)}.`)];
  }
  return documents.map((document, index) => {
    const start = index === 0 ? 0 : placeOf(document.range[0]);
    const next = documents[index + 1]?.range[0];
    return convertDocument(document, start, next === undefined ? length : placeOf(next), placeOf);
  });
}

/** The value of a map's first entry of that name, if it has one. */
export function yamlEntry(node: YamlNode | undefined, key: string): YamlNode | undefined {
  return node?.kind === 'map' ? node.entries.find((entry) => entry.key.source === key)?.value : undefined;
}

/** The same tree with the last of each map's equal keys alone; `onRepeat` hears of the others. */
export function lastOfEachKey(node: YamlMap, onRepeat: (key: YamlScalar) => void): YamlMap;
export function lastOfEachKey(node: YamlNode, onRepeat: (key: YamlScalar) => void): YamlNode;
export function lastOfEachKey(node: YamlNode, onRepeat: (key: YamlScalar) => void): YamlNode {
  switch (node.kind) {
    case 'scalar':
      return node;
    case 'list':
      return { ...node, items: node.items.map((item) => lastOfEachKey(item, onRepeat)) };
    case 'map': {
      const last = new Map(node.entries.map((entry) => [entry.key.source, entry]));
      const entries = node.entries.filter((entry) => last.get(entry.key.source) === entry);
      for (const entry of node.entries) if (last.get(entry.key.source) !== entry) onRepeat(entry.key);
      return {
        ...node,
        entries: entries.map(({ key, value }) => ({ key, value: lastOfEachKey(value, onRepeat) })),
      };
    }
  }
}

/** The same tree with its offsets moved by `by`. */
export function shiftYaml<T extends YamlNode>(node: T, by: number): T;
export function shiftYaml(node: YamlNode, by: number): YamlNode {
  if (by === 0) return node;
  const range = { start: node.start + by, end: node.end + by };
  switch (node.kind) {
    case 'scalar':
      return { ...node, ...range };
    case 'list':
      return { ...node, ...range, items: node.items.map((item) => shiftYaml(item, by)) };
    case 'map':
      return {
        ...node,
        ...range,
        entries: node.entries.map(({ key, value }) => ({
          key: shiftYaml(key, by),
          value: shiftYaml(value, by),
        })),
      };
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function refused(text: string, code: string, message: string): YamlDocument {
  const root: YamlScalar = { kind: 'scalar', value: null, source: '', start: 0, end: 0 };
  return { root, problems: [{ code, message, start: 0, end: 0 }], start: 0, end: text.length };
}

interface Conversion {
  readonly document: Document.Parsed;
  /** Finding an anchor walks the document: once for each alias, however often it is reached. */
  readonly anchors: Map<Alias, Node | undefined>;
  readonly problems: YamlProblem[];
  readonly placeOf: PlaceOf;
  nodes: number;
}

function convertDocument(
  document: Document.Parsed,
  start: number,
  end: number,
  placeOf: PlaceOf,
): YamlDocument {
  const conversion: Conversion = {
    document,
    anchors: new Map(),
    problems: document.errors
      .slice(0, MAX_PROBLEMS)
      .map(({ message, pos: [from, to] }) =>
        message.startsWith('Maximum call stack')
          ? { code: 'too_deep', message: 'The YAML nests too deeply.', start: from, end: to }
          : { code: 'syntax_error', message: `${message}.`.replace(/\.\.$/, '.'), start: from, end: to },
      ),
    placeOf,
    nodes: 0,
  };
  const root = convert(document.contents, conversion, 0, start);
  return { root, problems: conversion.problems, start, end };
}

function convert(node: Node | null, conversion: Conversion, depth: number, at: number): YamlNode {
  const range = node?.range;
  const start = range ? conversion.placeOf(range[0]) : at;
  const end = range ? conversion.placeOf(range[1]) : at;
  const blank: YamlScalar = { kind: 'scalar', value: null, source: '', start, end };
  conversion.nodes += 1;
  if (conversion.nodes > MAX_NODES || depth > MAX_DEPTH) {
    reportOnce(conversion, conversion.nodes > MAX_NODES ? 'too_large' : 'too_deep', start, end);
    return blank;
  }
  if (node === null) return blank;
  if (isAlias(node)) {
    const target = resolveAlias(node, conversion);
    if (target !== undefined) return convert(target, conversion, depth + 1, start);
    const message = `There is no anchor ${JSON.stringify(node.source)} before this alias.`;
    conversion.problems.push({ code: 'syntax_error', message, start, end });
    return blank;
  }
  if (isMap(node))
    return { kind: 'map', entries: convertEntries(node, conversion, depth, start), start, end };
  if (isSeq(node)) {
    const items = node.items.map((item) => convert(item as Node | null, conversion, depth + 1, start));
    return { kind: 'list', items, start, end };
  }
  if (!isScalar(node)) return blank;
  const source = node.source ?? '';
  return { kind: 'scalar', value: scalarValue(node.value, source), source, start, end };
}

function resolveAlias(alias: Alias, { anchors, document }: Conversion): Node | undefined {
  if (!anchors.has(alias)) anchors.set(alias, alias.resolve(document));
  return anchors.get(alias);
}

/** A value of another type (`!!binary`) is taken as its text. */
function scalarValue(value: unknown, source: string): YamlScalar['value'] {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return value === null || value === undefined ? null : source;
}

function convertEntries(
  map: YAMLMap,
  conversion: Conversion,
  depth: number,
  at: number,
): readonly YamlEntry[] {
  const own: YamlEntry[] = [];
  const merged: YamlEntry[] = [];
  for (const pair of map.items) {
    const key = convert(pair.key as Node | null, conversion, depth + 1, at);
    const value = convert(pair.value as Node | null, conversion, depth + 1, key.end);
    if (key.kind !== 'scalar') {
      conversion.problems.push({
        code: 'invalid_key',
        message: 'A key must be a plain text, not a list or a map.',
        start: key.start,
        end: key.end,
      });
    } else if (key.source === '<<' && value.kind !== 'scalar') {
      merged.push(...mergedEntries(value));
    } else {
      own.push({ key, value });
    }
  }
  if (merged.length === 0) return own;
  const names = new Set(own.map(({ key }) => key.source));
  return [...own, ...merged.filter(({ key }) => !names.has(key.source))];
}

function mergedEntries(value: YamlNode): readonly YamlEntry[] {
  if (value.kind === 'map') return value.entries;
  return value.kind === 'list' ? value.items.flatMap(mergedEntries) : [];
}

function reportOnce(conversion: Conversion, code: string, start: number, end: number): void {
  if (conversion.problems.some((problem) => problem.code === code)) return;
  const message =
    code === 'too_large'
      ? `The document holds more than ${MAX_NODES} values.`
      : `The YAML nests more than ${MAX_DEPTH} levels deep.`;
  conversion.problems.push({ code, message, start, end });
}

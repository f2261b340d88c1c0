/** The documents of a YAML file as plain data whose values know their places: what a platform's envelope is read from. */
import { diagnostic } from './diagnostic.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { PlainRecord } from './plain-data.ts';
import { isRecord } from './plain-data.ts';
import { spanAt } from './span.ts';
import type { Span } from './span.ts';
import { readYaml, yamlEntry } from './yaml-tree.ts';
import type { YamlNode } from './yaml-tree.ts';

export interface YamlRecord {
  readonly value: PlainRecord;
  /** The place of a key, by its path from the top; null where the file has none. */
  readonly spanOf: (...path: readonly string[]) => Span | null;
}

/** A document: a map, a list, a scalar. */
interface YamlValue {
  readonly value: unknown;
  /** The place of a key, or of an item, by its path from the top; null where there is none. */
  readonly spanOf: (...path: readonly (string | number)[]) => Span | null;
}

interface YamlValues {
  readonly documents: readonly YamlValue[];
  readonly problems: readonly Diagnostic[];
}

export function readYamlValues(text: string): YamlValues {
  const documents = readYaml(text);
  const problems = documents
    .flatMap((document) => document.problems)
    .map(({ code, message, start, end }) =>
      diagnostic(
        code === 'syntax_error' ? 'yaml_syntax' : code,
        message,
        spanAt(text, start, Math.max(end, start + 1)),
      ),
    );
  return {
    documents: documents.map(({ root }) => ({
      value: plainValue(root),
      spanOf: (...path) => spanOfPath(text, root, path),
    })),
    problems,
  };
}

/** Null: no map (an empty file, a list, several documents without one). The first document that is a map counts. */
export function readYamlRecord(text: string): YamlRecord | null | readonly Diagnostic[] {
  const { documents, problems } = readYamlValues(text);
  if (problems.length > 0) return problems;
  for (const { value, spanOf } of documents) if (isRecord(value)) return { value, spanOf };
  return null;
}

function plainValue(node: YamlNode): unknown {
  switch (node.kind) {
    case 'scalar':
      return node.value;
    case 'list':
      return node.items.map(plainValue);
    case 'map':
      return Object.fromEntries(node.entries.map(({ key, value }) => [key.source, plainValue(value)]));
  }
}

function spanOfPath(text: string, root: YamlNode, path: readonly (string | number)[]): Span | null {
  const parent = path.slice(0, -1).reduce<YamlNode | undefined>(child, root);
  const last = path.at(-1);
  if (typeof last !== 'string') {
    const node = last === undefined ? root : child(parent, last);
    return node === undefined ? null : spanAt(text, node.start, node.start + 1);
  }
  const key =
    parent?.kind === 'map' ? parent.entries.findLast((entry) => entry.key.source === last) : undefined;
  return key === undefined ? null : spanAt(text, key.key.start, key.key.end);
}

function child(node: YamlNode | undefined, step: string | number): YamlNode | undefined {
  if (typeof step === 'string') return yamlEntry(node, step);
  return node?.kind === 'list' ? node.items[step] : undefined;
}

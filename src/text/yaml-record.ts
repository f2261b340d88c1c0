/** A YAML file of one document that is a map, as a plain record: what a platform's envelope is read from. */
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

/** Null: no map (an empty file, a list, several documents without one). The first document that is a map counts. */
export function readYamlRecord(text: string): YamlRecord | null | readonly Diagnostic[] {
  const documents = readYaml(text);
  const problems = documents.flatMap((document) => document.problems);
  if (problems.length > 0) {
    return problems.map(({ code, message, start, end }) =>
      diagnostic(
        code === 'syntax_error' ? 'yaml_syntax' : code,
        message,
        spanAt(text, start, Math.max(end, start + 1)),
      ),
    );
  }
  const root = documents.find((document) => document.root.kind === 'map')?.root;
  if (root === undefined) return null;
  const value = plainValue(root);
  return isRecord(value) ? { value, spanOf: (...path) => spanOfKey(text, root, path) } : null;
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

function spanOfKey(text: string, root: YamlNode, path: readonly string[]): Span | null {
  const parent = path.slice(0, -1).reduce<YamlNode | undefined>(yamlEntry, root);
  const key =
    parent?.kind === 'map' ? parent.entries.findLast((entry) => entry.key.source === path.at(-1)) : undefined;
  return key === undefined ? null : spanAt(text, key.key.start, key.key.end);
}

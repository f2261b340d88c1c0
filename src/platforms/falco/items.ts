/** The items of a rules file as they stand in it: rules, macros, lists. https://falco.org/docs/concepts/rules/basic-elements/ */
import { diagnostic } from '../../text/diagnostic.ts';
import type { Diagnostic } from '../../text/diagnostic.ts';
import { positionAt, spanAt } from '../../text/span.ts';
import { readYaml, yamlEntry } from '../../text/yaml-tree.ts';
import type { YamlMap, YamlNode } from '../../text/yaml-tree.ts';
import type { SourceFile } from '../platform.ts';

export interface RulesItem {
  readonly kind: 'rule' | 'macro' | 'list';
  readonly name: string;
  readonly node: YamlMap;
  readonly path: string;
  readonly fileText: string;
  /** The item's own lines, and the number of the first one. */
  readonly text: string;
  readonly firstLine: number;
}

export interface RulesFile {
  readonly path: string;
  readonly items: readonly RulesItem[];
  readonly diagnostics: readonly Diagnostic[];
}

const KINDS = ['rule', 'macro', 'list'] as const;
const OTHER_KEYS = ['required_engine_version', 'required_plugin_versions'];

/** Null: another kind of file. */
export function readRulesFile(file: SourceFile): RulesFile | null {
  const { path, text: fileText } = file;
  const documents = readYaml(fileText);
  const entries = documents.flatMap(({ root }) => (root.kind === 'list' ? root.items : []));
  if (!entries.some(isItem)) return null;
  const diagnostics = documents.flatMap(({ problems }) =>
    problems.map(({ code, message, start, end }) => diagnostic(code, message, spanAt(fileText, start, end))),
  );
  const items: RulesItem[] = [];
  for (const node of entries) {
    const item = node.kind === 'map' ? itemOf(node, path, fileText) : null;
    if (item !== null) items.push(item);
    else if (!isItem(node)) {
      diagnostics.push(
        diagnostic(
          'unknown_item',
          'An item of a rules file is a rule, a macro or a list.',
          spanAt(fileText, node.start, node.start + 1),
          'warning',
        ),
      );
    }
  }
  return { path, items, diagnostics };
}

function isItem(node: YamlNode): boolean {
  return [...KINDS, ...OTHER_KEYS].some((key) => yamlEntry(node, key) !== undefined);
}

function itemOf(node: YamlMap, path: string, fileText: string): RulesItem | null {
  for (const kind of KINDS) {
    const name = textAt(node, kind);
    if (name === null) continue;
    const start = fileText.lastIndexOf('\n', node.start) + 1;
    const text = fileText.slice(start, node.end).trimEnd();
    return { kind, name, node, path, fileText, text, firstLine: positionAt(fileText, node.start).line };
  }
  return null;
}

/** The text of a scalar; null when it is absent, empty or no scalar. */
export function textAt(node: YamlNode, key: string): string | null {
  const value = yamlEntry(node, key);
  if (value?.kind !== 'scalar' || value.value === null) return null;
  const text = value.source.trim();
  return text === '' ? null : text;
}

/** The texts of a list, or of a scalar in its place. */
export function textsOf(node: YamlNode | undefined): readonly string[] {
  if (node === undefined) return [];
  const items = node.kind === 'list' ? node.items : [node];
  return items.flatMap((item) => (item.kind === 'scalar' && item.value !== null ? [item.source] : []));
}

export type Manner = 'define' | 'append' | 'replace';

/** What an item does to the value of a key that an earlier item of its name gave: https://falco.org/docs/concepts/rules/overriding/ */
export function mannerOf(node: YamlMap, key: string): Manner {
  const override = textAt(yamlEntry(node, 'override') ?? node, key);
  if (yamlEntry(node, 'override') !== undefined && (override === 'append' || override === 'replace'))
    return override;
  const isAppended = textAt(node, 'append')?.toLowerCase() === 'true';
  return isAppended && (key === 'condition' || key === 'items' || key === 'exceptions') ? 'append' : 'define';
}

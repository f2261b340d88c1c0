/**
 * Hayabusa's additions to Sigma: event keys with names of their own, modifiers that Sigma calls otherwise, and words for tests of a value
 * (https://github.com/Yamato-Security/hayabusa-rules/blob/main/OLD-README.md, "Eventkeys", "Deprecated features").
 */
import type { YamlEntry, YamlMap, YamlNode, YamlScalar } from '../../text/yaml-tree.ts';
import { yamlEntry } from '../../text/yaml-tree.ts';
import type { Broken, Item, Selection, SigmaDialect, ValueTests } from './ast.ts';
import type { Findings } from './findings.ts';

const MODIFIERS: Readonly<Record<string, readonly string[]>> = {
  equalsfield: ['fieldref'],
  endswithfield: ['fieldref', 'endswith'],
};
const PARTS: ReadonlySet<string> = new Set(['startswith', 'endswith', 'contains']);
const WORDS: ReadonlySet<string> = new Set(['value', 'min_length', 'regexes', 'allowlist']);

type ParsePlain = (entry: YamlEntry) => Item | Broken;

/** An entry of a selection, written in the dialect. */
export function dialectItem(
  entry: YamlEntry,
  dialect: SigmaDialect,
  findings: Findings,
  parsePlain: ParsePlain,
): Selection {
  const key = plainKey(entry.key, dialect);
  const { value } = entry;
  const items = value.kind === 'list' ? value.items : [value];
  if (!items.some(isWords)) return parsePlain({ key, value });
  const each = items.map((item): Selection => {
    if (isWords(item)) return wordsOf(item, key, dialect, findings, parsePlain);
    return parsePlain({ key, value: item });
  });
  const [only] = each;
  return each.length === 1 && only !== undefined ? only : { kind: 'alternatives', of: each };
}

/** The same key as Sigma would write it. */
function plainKey(key: YamlScalar, { aliases }: SigmaDialect): YamlScalar {
  const [name = '', ...modifiers] = key.source.split('|').map((piece) => piece.trim());
  const plain = modifiers.flatMap((modifier) => MODIFIERS[modifier] ?? [modifier]);
  // Whether a field equals another heeds letter case, whether it begins with, ends with or contains it does not
  // (https://github.com/Yamato-Security/hayabusa/blob/main/src/detections/rule/matchers/modifiers/fieldref.rs).
  const isPart = plain.some((modifier) => PARTS.has(modifier));
  const cased = plain.includes('fieldref') && !isPart && !plain.includes('cased') ? ['cased'] : [];
  return { ...key, source: [fieldName(name, aliases), ...plain, ...cased].join('|') };
}

/** `Event.EventData.Image` is `Image`, `Event.System.Provider_attributes.Name` is `Provider_Name`; `Data[1]` counts from one. */
function fieldName(name: string, aliases: Readonly<Record<string, string>>): string {
  const own = (Object.hasOwn(aliases, name) ? aliases[name] : undefined) ?? name;
  const plain = own
    .replace(/^Event\.(?:System|EventData)\.(?=.)/, '')
    .replace(/_attributes\./, '_')
    .replaceAll(' ', '');
  return plain.replace(/\[([1-9]\d{0,3})\]$/, (_, index: string) => `.${Number(index) - 1}`);
}

function isWords(node: YamlNode): node is YamlMap {
  return (
    node.kind === 'map' && node.entries.length > 0 && node.entries.every(({ key }) => WORDS.has(key.source))
  );
}

function wordsOf(
  map: YamlMap,
  key: YamlScalar,
  dialect: SigmaDialect,
  findings: Findings,
  parsePlain: ParsePlain,
): Selection {
  const { start, end } = map;
  const [field = ''] = key.source.split('|');
  const value = yamlEntry(map, 'value');
  const length = yamlEntry(map, 'min_length');
  const minLength = length?.kind === 'scalar' ? Number(length.source) : null;
  const regexes = linesOf(yamlEntry(map, 'regexes'), dialect);
  const allowed = linesOf(yamlEntry(map, 'allowlist'), dialect);
  if (regexes === 'unknown' || allowed === 'unknown' || (minLength !== null && !(minLength >= 0))) {
    findings.report('unknown_file', 'The file that this value names is not part of the source.', map);
    return { kind: 'broken', reason: 'unknown_file', field, start, end };
  }
  const tests: ValueTests = { kind: 'value_tests', field, minLength, regexes, allowed, start, end };
  const items: Selection[] = value === undefined ? [tests] : [parsePlain({ key, value }), tests];
  return { kind: 'group', items };
}

function linesOf(node: YamlNode | undefined, { files }: SigmaDialect): readonly string[] | null | 'unknown' {
  if (node === undefined) return null;
  const path = node.kind === 'scalar' ? node.source.replace(/^\.\/(?:rules\/)?/, '') : '';
  return (Object.hasOwn(files, path) ? files[path] : undefined) ?? 'unknown';
}

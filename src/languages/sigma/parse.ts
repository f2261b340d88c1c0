/** YAML of a `detection` or `filter` to the language's tree. Never throws: what cannot be read is reported and `broken`. */
import type { YamlEntry, YamlMap, YamlNode, YamlScalar } from '../../text/yaml-tree.ts';
import type {
  Broken,
  ConditionText,
  Detection,
  Item,
  ParsedCondition,
  Selection,
  SigmaDialect,
} from './ast.ts';
import { dialectItem } from './dialect.ts';
import type { Findings, Range } from './findings.ts';
import { parse as parseGrammar, SyntaxError as GrammarError } from './grammar.generated.js';
import { isModifier } from './modifiers.ts';
import { hasBrackets } from './version.ts';

/** Deeper conditions would end in a stack overflow here or in whatever walks the condition later. */
const MAX_DEPTH = 200;
const MAX_LENGTH = 10_000;

/** `settings` are the keys that name no selection. */
export function parseDetection(
  map: YamlMap,
  settings: readonly string[],
  findings: Findings,
  dialect: SigmaDialect | null = null,
): Detection {
  const selections = new Map<string, Selection>();
  let conditions: readonly ConditionText[] = [];
  let timeframe: YamlScalar | null = null;
  for (const { key, value } of map.entries) {
    const name = key.source;
    if (name === 'condition') conditions = parseConditions(value, findings);
    else if (name === 'timeframe' && settings.includes(name)) timeframe = parseTimeframe(value, findings);
    else if (!settings.includes(name)) selections.set(name, parseSelection(value, key, findings, dialect));
  }
  if (dialect !== null && conditions.length === 0) conditions = onlySelection(map, selections);
  return { selections, conditions, timeframe, start: map.start, end: map.end };
}

/** In hayabusa a lone selection needs no condition. */
function onlySelection(map: YamlMap, selections: ReadonlyMap<string, Selection>): readonly ConditionText[] {
  const [name, ...more] = selections.keys();
  const entry = map.entries.find(({ key }) => key.source === name);
  if (name === undefined || entry === undefined || more.length > 0) return [];
  const { start, end } = entry.key;
  const search = { kind: 'identifier', name, start: 0, end: name.length } as const;
  return [{ text: name, node: { ...entry.key, start, end }, parsed: { search, pipe: null } }];
}

/** What is no text is a text that is no time frame: the aggregation will say so. */
function parseTimeframe(node: YamlNode, findings: Findings): YamlScalar | null {
  if (node.kind === 'scalar') return node.value === null ? null : node;
  const source = findings.textOf(node);
  return { kind: 'scalar', value: source, source, start: node.start, end: node.end };
}

function broken(reason: string, field: string | null, at: Range): Broken {
  return { kind: 'broken', reason, field, start: at.start, end: at.end };
}

function parseSelection(
  node: YamlNode,
  at: Range,
  findings: Findings,
  dialect: SigmaDialect | null,
): Selection {
  switch (node.kind) {
    case 'scalar':
      return node.value === null ? emptySelection(at, findings) : keywords([node], node);
    case 'map': {
      if (node.entries.length === 0) return emptySelection(at, findings);
      const items = node.entries.map((entry) =>
        dialect === null
          ? parseItem(entry, findings)
          : dialectItem(entry, dialect, findings, (plain) => parseItem(plain, findings)),
      );
      return { kind: 'group', items };
    }
    case 'list': {
      const { items } = node;
      const [first] = items;
      if (first === undefined) return emptySelection(at, findings);
      if (items.every((item) => item.kind === 'scalar' && item.value !== null)) {
        return keywords(
          items.filter((item) => item.kind === 'scalar'),
          node,
        );
      }
      return { kind: 'alternatives', of: items.map((item) => parseSelection(item, item, findings, dialect)) };
    }
  }
}

function emptySelection(at: Range, findings: Findings): Broken {
  findings.report('empty_selection', 'A selection must name at least one field or keyword.', at);
  return broken('empty_selection', null, at);
}

function keywords(values: readonly YamlScalar[], at: Range): Item {
  return { kind: 'item', field: null, modifiers: [], values, start: at.start, end: at.end };
}

function parseItem(entry: YamlEntry, findings: Findings): Item | Broken {
  const { key, value } = entry;
  const [name = '', ...modifiers] = key.source.split('|').map((piece) => piece.trim());
  const field = name === '' ? null : name;
  const at = { start: key.start, end: Math.max(key.end, value.end) };
  const unknown = modifiers.find((modifier) => !isModifier(modifier));
  if (unknown !== undefined) {
    findings.report('unknown_modifier', `There is no modifier ${JSON.stringify(unknown)}.`, key);
    return broken('unknown_modifier', field, at);
  }
  if (hasBrackets(name)) {
    const message = `The brackets are part of the field's name; they select elements from Sigma's version 3 on.`;
    findings.report('bracketed_field', message, key, 'warning');
  }
  const values = value.kind === 'list' ? value.items : [value];
  const scalars = values.filter((item) => item.kind === 'scalar');
  if (scalars.length < values.length || scalars.length === 0) {
    findings.report(
      'invalid_value',
      'A value must be a text, a number, a boolean, null, or a list of those.',
      value,
    );
    return broken('invalid_value', field, at);
  }
  return { kind: 'item', field, modifiers, values: scalars, ...at };
}

function parseConditions(node: YamlNode, findings: Findings): readonly ConditionText[] {
  const nodes = node.kind === 'list' ? node.items : [node];
  return nodes.map((each) => {
    if (each.kind === 'scalar' && each.value !== null) {
      const text = each.source;
      return { text, node: each, parsed: parseCondition(text, each, findings) };
    }
    findings.report('syntax_error', 'A condition must be a text.', each);
    return { text: findings.textOf(each), node: each, parsed: null };
  });
}

/** Null where it cannot be parsed, which is reported. */
function parseCondition(text: string, node: YamlNode, findings: Findings): ParsedCondition | null {
  if (text.length > MAX_LENGTH) {
    findings.report('too_large', `The condition is longer than ${MAX_LENGTH} characters.`, node);
    return null;
  }
  if (depthOf(text) > MAX_DEPTH) {
    findings.report('too_deep', `The condition nests more than ${MAX_DEPTH} parentheses deep.`, node);
    return null;
  }
  try {
    return parseGrammar(text);
  } catch (error) {
    if (!(error instanceof GrammarError)) throw error;
    const start = error.location.start.offset;
    const word = /^[^\s()|]+/.exec(text.slice(start))?.[0] ?? text.charAt(start);
    const at = rangeIn(node, text, { start, end: start + Math.max(1, word.length) }, findings);
    findings.report('syntax_error', syntaxMessage(word), at);
    return null;
  }
}

function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const char of text) {
    if (char === '(') deepest = Math.max(deepest, ++depth);
    else if (char === ')') depth -= 1;
  }
  return deepest;
}

function syntaxMessage(found: string): string {
  const problem =
    found === '' ? 'The condition ends too early' : `Unexpected ${JSON.stringify(found)} in the condition`;
  return `${problem}: selections are joined by and, or, not and parentheses, or counted by "1 of" and "all of".`;
}

/** Where a piece of a scalar's text lies in the document; all of the scalar, where YAML folded or escaped it. */
export function rangeIn(node: YamlNode, text: string, piece: Range, findings: Findings): Range {
  const written = findings.textOf(node);
  const at = written.indexOf(text);
  return at === -1 ? node : { start: node.start + at + piece.start, end: node.start + at + piece.end };
}

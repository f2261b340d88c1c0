/** What all items of a set of files come to, in the order in which Falco would load them: macros, lists and rules with what overrides them. */
import type { Diagnostic } from '../../text/diagnostic.ts';
import { diagnostic } from '../../text/diagnostic.ts';
import { spanAt } from '../../text/span.ts';
import type { Span } from '../../text/span.ts';
import { yamlEntry } from '../../text/yaml-tree.ts';
import { exceptionsOf, mergeExceptions } from './exceptions.ts';
import type { RuleException } from './exceptions.ts';
import { mannerOf, textAt, textsOf } from './items.ts';
import type { Manner, RulesFile, RulesItem } from './items.ts';
import { appends, missingKeys, overrideRefusal, ruleRefusal } from './refusals.ts';
import { placedText } from './yaml-text.ts';
import type { PlacedText } from './yaml-text.ts';

export interface MacroDefinition {
  readonly texts: readonly PlacedText[];
  readonly index: number;
  readonly sees: number;
  readonly redefinedIn: readonly string[];
}

export interface ListDefinition {
  readonly items: readonly string[];
  readonly redefinedIn: readonly string[];
}

export interface RuleDefinition {
  readonly name: string;
  /** The item that defines the rule, then those that change it. */
  readonly items: readonly RulesItem[];
  readonly condition: readonly PlacedText[];
  readonly exceptions: readonly RuleException[];
  readonly output: string;
  readonly description: string | null;
  readonly tags: readonly string[];
  readonly priority: string | null;
  readonly source: string;
  readonly enabled: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

export interface Definitions {
  readonly macros: ReadonlyMap<string, MacroDefinition>;
  readonly lists: ReadonlyMap<string, ListDefinition>;
  readonly rules: readonly RuleDefinition[];
  /** Items that change what no item before them defines, and macros' and lists' that Falco refuses. */
  readonly orphans: ReadonlyMap<string, readonly Diagnostic[]>;
}

interface Building {
  readonly macros: Map<string, MacroDefinition & { readonly path: string }>;
  readonly lists: Map<string, ListDefinition & { readonly path: string }>;
  readonly rules: Map<string, RuleDefinition>;
  readonly orphans: Map<string, Diagnostic[]>;
  count: number;
}

export function define(files: readonly RulesFile[]): Definitions {
  const building: Building = {
    macros: new Map(),
    lists: new Map(),
    rules: new Map(),
    orphans: new Map(),
    count: 0,
  };
  for (const item of files.flatMap(({ items }) => items)) {
    building.count += 1;
    if (item.kind === 'macro') defineMacro(item, building);
    else if (item.kind === 'list') defineList(item, building);
    else defineRule(item, building);
  }
  return { ...building, rules: [...building.rules.values()] };
}

function defineMacro(item: RulesItem, building: Building): void {
  if (isRefused(item, building)) return;
  const { name, path } = item;
  const text = placedText(yamlEntry(item.node, 'condition'), item.fileText, path);
  const known = building.macros.get(name);
  const manner = mannerOf(item.node, 'condition');
  if (known === undefined && manner === 'append') {
    orphan(item, building);
    return;
  }
  const own = text === null ? [] : [text];
  building.macros.set(name, {
    texts: manner === 'append' && known !== undefined ? [...known.texts, ...own] : own,
    index: known?.index ?? building.count,
    sees: building.count,
    redefinedIn: redefinition(
      known,
      path,
      manner,
      known?.texts.map((each) => each.text).join(' ') === own.map((each) => each.text).join(' '),
    ),
    path,
  });
}

function defineList(item: RulesItem, building: Building): void {
  if (isRefused(item, building)) return;
  const { name, path } = item;
  const items = textsOf(yamlEntry(item.node, 'items'));
  const known = building.lists.get(name);
  const manner = mannerOf(item.node, 'items');
  if (known === undefined && manner === 'append') {
    orphan(item, building);
    return;
  }
  building.lists.set(name, {
    items: manner === 'append' && known !== undefined ? [...known.items, ...items] : items,
    redefinedIn: redefinition(known, path, manner, known?.items.join('\n') === items.join('\n')),
    path,
  });
}

/** A definition in another file, under no `override`, may be meant for that file alone: worth a word. */
function redefinition(
  known: { readonly redefinedIn: readonly string[]; readonly path: string } | undefined,
  path: string,
  manner: Manner,
  isSame: boolean,
): readonly string[] {
  if (known === undefined) return [];
  const isNew = manner === 'define' && known.path !== path && !isSame;
  return isNew ? [...known.redefinedIn, path] : known.redefinedIn;
}

function orphan(item: RulesItem, building: Building): void {
  const message = `The ${item.kind} ${JSON.stringify(item.name)} that this item changes is not defined before it.`;
  report(item, building, diagnostic('unknown_item', message, placeOf(item)));
}

function report({ path }: RulesItem, building: Building, found: Diagnostic): void {
  building.orphans.set(path, [...(building.orphans.get(path) ?? []), found]);
}

function placeOf({ fileText, node, kind }: RulesItem): Span {
  return spanAt(fileText, node.start, node.start + kind.length);
}

function refusal(item: RulesItem, why: string): string {
  return `Falco refuses this change of the ${item.kind} ${JSON.stringify(item.name)}: ${why}.`;
}

/** Is a macro's or list's item refused? Then what stood before it stays. */
function isRefused(item: RulesItem, building: Building): boolean {
  const why = overrideRefusal(item);
  if (why !== null) report(item, building, diagnostic('refused_change', refusal(item, why), placeOf(item)));
  return why !== null;
}

/** Without these a rule's item defines nothing, and enables an earlier rule or does not. */
const DEFINING = ['condition', 'output', 'desc', 'priority'] as const;

function defineRule(item: RulesItem, building: Building): void {
  const { name, node } = item;
  const known = building.rules.get(name);
  const changes = yamlEntry(node, 'override') !== undefined || appends(item);
  const onlyEnables = !DEFINING.some((key) => yamlEntry(node, key) !== undefined);
  if (known === undefined) {
    if (changes || onlyEnables) orphan(item, building);
    else building.rules.set(name, newRule(item));
    return;
  }
  const why = overrideRefusal(item) ?? (changes || !onlyEnables ? ruleRefusal(item, known) : null);
  if (why !== null) building.rules.set(name, unchangedRule(known, item, why));
  // Defined anew, a rule is a new one in its old place.
  else building.rules.set(name, changes || onlyEnables ? changedRule(known, item) : newRule(item));
}

function unchangedRule(known: RuleDefinition, item: RulesItem, why: string): RuleDefinition {
  const found = diagnostic('refused_change', refusal(item, why), placeOf(item), 'error', item.path);
  return { ...known, diagnostics: [...known.diagnostics, found] };
}

function missingKeyDiagnostics(item: RulesItem): readonly Diagnostic[] {
  return missingKeys(item)
    .filter((key) => key !== 'condition')
    .map((key) =>
      diagnostic('missing_key', `Falco loads no rule without ${JSON.stringify(key)}.`, null, 'warning'),
    );
}

function newRule(item: RulesItem): RuleDefinition {
  const { node, name, path, fileText } = item;
  const condition = placedText(yamlEntry(node, 'condition'), fileText, path);
  return {
    name,
    items: [item],
    condition: condition === null ? [] : [condition],
    exceptions: exceptionsOf(item),
    output: textAt(node, 'output') ?? '',
    description: textAt(node, 'desc'),
    tags: textsOf(yamlEntry(node, 'tags')),
    priority: textAt(node, 'priority'),
    source: textAt(node, 'source') ?? 'syscall',
    enabled: textAt(node, 'enabled')?.toLowerCase() !== 'false',
    diagnostics: missingKeyDiagnostics(item),
  };
}

function changedRule(known: RuleDefinition, item: RulesItem): RuleDefinition {
  const added = newRule(item);
  const has = (key: string): boolean => yamlEntry(item.node, key) !== undefined;
  const join = <T>(key: string, before: T, append: T, replace: T): T =>
    !has(key) ? before : mannerOf(item.node, key) === 'append' ? append : replace;
  return {
    ...known,
    items: [...known.items, item],
    condition: join('condition', known.condition, [...known.condition, ...added.condition], added.condition),
    exceptions: join(
      'exceptions',
      known.exceptions,
      mergeExceptions(known.exceptions, added.exceptions),
      added.exceptions,
    ),
    output: join('output', known.output, `${known.output} ${added.output}`, added.output),
    description: join(
      'desc',
      known.description,
      joinTexts(known.description, added.description),
      added.description,
    ),
    tags: join('tags', known.tags, [...known.tags, ...added.tags], added.tags),
    priority: has('priority') ? added.priority : known.priority,
    enabled: has('enabled') ? added.enabled : known.enabled,
  };
}

function joinTexts(a: string | null, b: string | null): string | null {
  const texts = [a, b].filter((text) => text !== null);
  return texts.length === 0 ? null : texts.join(' ');
}

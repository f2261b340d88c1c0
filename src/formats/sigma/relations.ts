/** Which documents of a source belong together: what correlations name, and the filters of each rule. */
import type { LogSource } from '../../rule/log-source.ts';
import { diagnostic } from '../../text/diagnostic.ts';
import type { Diagnostic } from '../../text/diagnostic.ts';
import { spanAt } from '../../text/span.ts';
import { yamlEntry } from '../../text/yaml-tree.ts';
import type { SigmaDocument } from './documents.ts';
import { textAt, textsAt } from './head.ts';

/** A document with the id that the catalog knows it by. */
export interface Entry {
  readonly document: SigmaDocument;
  readonly nativeId: string;
  readonly logSources: readonly LogSource[];
}

export interface Relations {
  /** The rule that a word (an id or a name) means in a file; null where none or several do. */
  readonly find: (word: string, path: string) => Entry | null;
  readonly filtersOf: (entry: Entry) => readonly Entry[];
  /** The rules that a correlation names, by the word that it writes. */
  readonly referencesOf: (entry: Entry) => ReadonlyMap<string, Entry>;
  /** Rules that only serve correlations: named by one, and `generate` asks for them by none. */
  readonly silent: ReadonlySet<Entry>;
}

export function relate(entries: readonly Entry[]): Relations {
  const words = indexByWord(entries);
  const find = (word: string, path: string): Entry | null => {
    const meant = words.get(word) ?? [];
    const near = meant.filter(({ document }) => document.path === path);
    const [only] = near.length > 0 ? near : meant;
    return only !== undefined && (near.length === 1 || (near.length === 0 && meant.length === 1))
      ? only
      : null;
  };
  const correlations = new Map<Entry, ReadonlyMap<string, Entry>>();
  for (const entry of entries) {
    if (entry.document.kind === 'correlation') correlations.set(entry, namedRules(entry, find));
  }
  const filters = entries
    .filter(({ document }) => document.kind === 'filter')
    .map((entry) => filterOf(entry, find));
  return {
    find,
    filtersOf: (entry) =>
      filters.filter((filter) => appliesTo(filter, entry)).map(({ entry: filter }) => filter),
    referencesOf: (entry) => correlations.get(entry) ?? new Map(),
    silent: silentRules(correlations),
  };
}

function indexByWord(entries: readonly Entry[]): ReadonlyMap<string, readonly Entry[]> {
  const index = new Map<string, Entry[]>();
  for (const entry of entries) {
    const { root } = entry.document;
    const words = new Set([entry.nativeId, textAt(root, 'id'), textAt(root, 'name')]);
    for (const word of words) {
      if (word === null) continue;
      const known = index.get(word);
      if (known === undefined) index.set(word, [entry]);
      else known.push(entry);
    }
  }
  return index;
}

function namedRules({ document }: Entry, find: Relations['find']): ReadonlyMap<string, Entry> {
  const correlation = yamlEntry(document.root, 'correlation');
  if (correlation === undefined) return new Map();
  // Without `rules`, the words of an expression name them; its operators name none.
  const words = [
    ...textsAt(correlation, 'rules'),
    ...(textAt(correlation, 'condition')?.split(/[\s()]+/) ?? []),
  ];
  const found = new Map<string, Entry>();
  for (const word of words) {
    const entry = find(word, document.path);
    if (entry !== null && entry.document !== document && entry.document.kind !== 'filter')
      found.set(word, entry);
  }
  return found;
}

function silentRules(correlations: ReadonlyMap<Entry, ReadonlyMap<string, Entry>>): ReadonlySet<Entry> {
  const silent = new Set<Entry>();
  const generated = new Set<Entry>();
  for (const [{ document }, rules] of correlations) {
    const correlation = yamlEntry(document.root, 'correlation');
    const generate = [correlation ?? document.root, document.root].some(
      (node) => textAt(node, 'generate') === 'true',
    );
    for (const rule of rules.values()) (generate ? generated : silent).add(rule);
  }
  return new Set([...silent].filter((rule) => !generated.has(rule)));
}

/** A filter that names a rule which the source does not hold filters less than its author thinks. */
export function filterDiagnostics({ document }: Entry, { find }: Relations): readonly Diagnostic[] {
  const listed = yamlEntry(yamlEntry(document.root, 'filter'), 'rules');
  const items = listed?.kind === 'list' ? listed.items : listed === undefined ? [] : [listed];
  return items.flatMap((item) => {
    const word = item.kind === 'scalar' ? item.source : '';
    if (find(word, document.path) !== null || (listed?.kind === 'scalar' && EVERYTHING.test(word))) return [];
    const message = `The source holds no rule ${JSON.stringify(word)} to filter.`;
    return [diagnostic('unknown_rule', message, spanAt(document.text, item.start, item.end), 'warning')];
  });
}

const EVERYTHING = /^(any|all)$/i;

interface Filter {
  readonly entry: Entry;
  /** Null: every rule of its log source. */
  readonly rules: ReadonlySet<Entry> | null;
}

function filterOf(entry: Entry, find: Relations['find']): Filter {
  const { root, path } = entry.document;
  const section = yamlEntry(root, 'filter') ?? root;
  const words = textsAt(section, 'rules');
  const [only] = words;
  const everything = words.length === 1 && EVERYTHING.test(only ?? '');
  const listed = yamlEntry(section, 'rules');
  if (everything || (listed?.kind === 'list' && listed.items.length === 0)) return { entry, rules: null };
  return { entry, rules: new Set(words.map((word) => find(word, path)).filter((rule) => rule !== null)) };
}

/** A filter reaches rules whose log source is its own or narrower; correlations are filtered through their rules. */
function appliesTo({ entry: { logSources }, rules }: Filter, rule: Entry): boolean {
  if (rule.document.kind !== 'detection' || (rules !== null && !rules.has(rule))) return false;
  const [wide] = logSources;
  if (wide === undefined) return rules !== null;
  const [narrow] = rule.logSources;
  return (['product', 'category', 'service'] as const).every(
    (part) => wide[part] === null || wide[part] === narrow?.[part],
  );
}

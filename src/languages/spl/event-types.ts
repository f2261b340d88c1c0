/**
 * Event types in the place of their names: `eventtype=x` asks for what the search asks that defines it. They hold neither pipes nor subsearches.
 * https://help.splunk.com/en/splunk-enterprise/manage-knowledge-objects/knowledge-management-manual/9.4/event-types/about-event-types
 */
import type { Search, SearchCompare, SearchIn, SearchValue } from './ast.ts';
import { eventTypesOf, macrosOf } from './context.ts';
import type { EventTypes } from './context.ts';
import { expandMacros } from './expand-macros.ts';
import type { Macros } from './expand-macros.ts';
import { parseSearch } from './parse.ts';

/** Event types that name others, and the most that one search may hold. */
const MAX_DEPTH = 5;
const MAX_PLACES = 50;

interface Placing {
  readonly eventTypes: EventTypes;
  readonly macros: Macros;
  left: number;
}

/**
 * A name that nobody defines here, and one with a wildcard (there may be others of it elsewhere), stands as it is. A tag is given by apps all over: it is
 * that of the event types here that have it, or its own.
 */
export function withEventTypes(tree: Search, context: unknown): Search {
  const eventTypes = eventTypesOf(context);
  if (eventTypes.searches.size === 0) return tree;
  return placed(tree, { eventTypes, macros: macrosOf(context), left: MAX_PLACES }, 0);
}

function placed(node: Search, placing: Placing, depth: number): Search {
  switch (node.kind) {
    case 'and':
    case 'or':
      return { ...node, of: node.of.map((child) => placed(child, placing, depth)) };
    case 'not':
      return { ...node, of: placed(node.of, placing, depth) };
    case 'compare':
      return node.operator === '=' ? placedValues(node, [node.value], placing, depth) : node;
    case 'in':
      return placedValues(node, node.values, placing, depth);
    case 'term':
    case 'macro':
    case 'subsearch':
      return node;
  }
}

function placedValues(
  node: SearchCompare | SearchIn,
  values: readonly SearchValue[],
  placing: Placing,
  depth: number,
): Search {
  const { start, end, field } = node;
  if (field !== 'eventtype' && field !== 'tag') return node;
  const parts = values.map((value): readonly Search[] => {
    const itself: Search = { kind: 'compare', field, operator: '=', value, start, end };
    const name = nameOf(value);
    const names = field === 'eventtype' ? [name] : (placing.eventTypes.tagged.get(name) ?? []);
    const found = names.flatMap((each) => definitionOf(each, placing, depth) ?? []);
    const isWhole = field === 'eventtype' && found.length > 0;
    return [...found.map((each) => at(each, node)), ...(isWhole ? [] : [itself])];
  });
  const all = parts.flat();
  const [only] = all;
  return only !== undefined && all.length === 1 ? only : { kind: 'or', of: all };
}

/** Empty: it holds a wildcard. */
function nameOf({ parts }: SearchValue): string {
  const [only, ...more] = parts;
  return only === undefined || typeof only === 'string' || more.length > 0 ? '' : only.text;
}

function definitionOf(name: string, placing: Placing, depth: number): Search | null {
  const text = placing.eventTypes.searches.get(name);
  if (text === undefined || depth >= MAX_DEPTH || placing.left <= 0) return null;
  placing.left--;
  const expanded = expandMacros(text, placing.macros);
  const parsed = parseSearch(expanded.text.replace(/^\s*search\s+/i, ''));
  if (expanded.tooLarge || 'failure' in parsed || holdsSubsearch(parsed.tree)) return null;
  return placed(parsed.tree, placing, depth + 1);
}

function holdsSubsearch(node: Search): boolean {
  if (node.kind === 'and' || node.kind === 'or') return node.of.some(holdsSubsearch);
  return node.kind === 'not' ? holdsSubsearch(node.of) : node.kind === 'subsearch';
}

/** Findings in a definition point to the name that stands for it. */
function at(node: Search, { start, end }: { readonly start: number; readonly end: number }): Search {
  switch (node.kind) {
    case 'and':
    case 'or':
      return { ...node, of: node.of.map((child) => at(child, { start, end })) };
    case 'not':
      return { ...node, of: at(node.of, { start, end }) };
    case 'compare':
    case 'in':
    case 'term':
    case 'macro':
    case 'subsearch':
      return { ...node, start, end };
  }
}

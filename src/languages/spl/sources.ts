/**
 * Which data a search reads: `index`, `sourcetype`, `source`, `eventtype`, `tag` name it, they are no fields of the event itself. A group of
 * nothing but such names is one source, written in one way: alternatives joined by ` OR `, each a conjunction.
 * https://docs.splunk.com/Documentation/Splunk/latest/Data/Aboutdefaultfields
 */
import type { Search, SearchCompare, SearchIn, SearchValue } from './ast.ts';

const SOURCE_FIELDS: ReadonlySet<string> = new Set([
  'index',
  'sourcetype',
  'source',
  'eventtype',
  'tag',
  'splunk_server',
  'nodename',
  '_sourcetype',
]);

/** A Windows channel names its source only beside another name of it. */
const BESIDE: ReadonlySet<string> = new Set(['Channel']);

const MAX_ALTERNATIVES = 40;

interface Term {
  readonly field: string;
  /** As the source is named: `sourcetype=x`. */
  readonly text: string;
  readonly value: SearchValue;
}

/** Alternatives, each a conjunction. */
type Alternatives = readonly (readonly Term[])[];

/** Alternatives that differ at most in the index that they lie in. */
export interface SourcePart {
  readonly name: string;
  /** One of which the event must lie in; empty: any. */
  readonly indexes: readonly SearchValue[];
  /** Does it ask for nothing but the index? */
  readonly isIndexOnly: boolean;
}

export interface NamedSource {
  /** Empty: any. */
  readonly name: string;
  readonly parts: readonly SourcePart[];
}

export function isSourceField(name: string): boolean {
  return SOURCE_FIELDS.has(name);
}

/** The source that the node asks for; null where it asks for anything else. */
export function namedSource(node: Search): NamedSource | null {
  const alternatives = alternativesOf(node);
  if (alternatives === null || !alternatives.some((one) => one.some(isProper))) return null;
  const telling = alternatives.map((terms) => terms.filter(({ text }) => !text.endsWith('=*')));
  return { name: nameOf(telling), parts: telling.some((one) => one.some(isIndex)) ? partsOf(telling) : [] };
}

/** The source that several nodes ask for together. */
export function namedSourceOfAll(nodes: readonly Search[]): NamedSource | null {
  return namedSource({ kind: 'and', of: nodes });
}

function isProper({ field }: Term): boolean {
  return !BESIDE.has(field);
}

function isIndex({ field }: Term): boolean {
  return field === 'index';
}

function nameOf(alternatives: Alternatives): string {
  const texts = alternatives.map((terms) => [...new Set(terms.map(({ text }) => text))].join(' '));
  return texts.includes('') ? '' : [...new Set(texts)].join(' OR ');
}

function partsOf(alternatives: Alternatives): readonly SourcePart[] {
  const groups = new Map<string, (readonly Term[])[]>();
  for (const terms of alternatives) {
    const key = nameOf([terms.filter((term) => !isIndex(term))]);
    groups.set(key, [...(groups.get(key) ?? []), terms]);
  }
  const parts = [...groups].map(([key, group]): SourcePart => {
    const indexes = group.map((terms) => terms.filter(isIndex).map(({ value }) => value));
    return {
      name: nameOf(group),
      indexes: indexes.some((each) => each.length === 0) ? [] : indexes.flat(),
      isIndexOnly: key === '',
    };
  });
  return parts;
}

function alternativesOf(node: Search): Alternatives | null {
  switch (node.kind) {
    case 'compare':
      return node.operator === '=' && isNaming(node) ? [[term(node, node.value)]] : null;
    case 'in':
      return isNaming(node) ? node.values.map((value) => [term(node, value)]) : null;
    case 'or': {
      const parts = node.of.map(alternativesOf);
      return parts.some((part) => part === null) ? null : limited(parts.flatMap((part) => part ?? []));
    }
    case 'and': {
      let product: Alternatives = [[]];
      for (const child of node.of) {
        const part = alternativesOf(child);
        if (part === null) return null;
        product = product.flatMap((left) => part.map((right) => [...left, ...right]));
        if (product.length > MAX_ALTERNATIVES) return null;
      }
      return product;
    }
    case 'not':
    case 'term':
    case 'macro':
    case 'subsearch':
      return null;
  }
}

function limited(alternatives: Alternatives): Alternatives | null {
  return alternatives.length > MAX_ALTERNATIVES ? null : alternatives;
}

function isNaming({ field }: SearchCompare | SearchIn): boolean {
  return SOURCE_FIELDS.has(field) || BESIDE.has(field);
}

function term({ field }: { readonly field: string }, value: SearchValue): Term {
  const text = value.parts.map((part) => (typeof part === 'string' ? part : part.text)).join('');
  return { field, text: `${field}=${/\s/.test(text) ? JSON.stringify(text) : text}`, value };
}

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

type Alternatives = readonly (readonly string[])[];

export function isSourceField(name: string): boolean {
  return SOURCE_FIELDS.has(name);
}

/** The one name of the source that the node asks for; null where it asks for anything else. Empty: any. */
export function sourceName(node: Search): string | null {
  const alternatives = alternativesOf(node);
  if (alternatives === null || !alternatives.some((one) => one.some(isProper))) return null;
  return nameOf(alternatives);
}

/** The source that several nodes ask for together. */
export function sourceNameOfAll(nodes: readonly Search[]): string | null {
  return sourceName({ kind: 'and', of: nodes });
}

function isProper(term: string): boolean {
  return !BESIDE.has(term.slice(0, term.indexOf('=')));
}

function nameOf(alternatives: Alternatives): string {
  const texts = alternatives.map((terms) =>
    [...new Set(terms)].filter((term) => !term.endsWith('=*')).join(' '),
  );
  return texts.includes('') ? '' : [...new Set(texts)].join(' OR ');
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

function term({ field }: { readonly field: string }, { parts }: SearchValue): string {
  const text = parts.map((part) => (typeof part === 'string' ? part : part.text)).join('');
  return `${field}=${/\s/.test(text) ? JSON.stringify(text) : text}`;
}

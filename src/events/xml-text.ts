/** Parses XML to objects: attributes under `@`, an element's own text under `#text` where it has attributes, several of one name a list. Never throws. */
import { DOMParser, Node, onErrorStopParsing } from '@xmldom/xmldom';
import type { Element } from '@xmldom/xmldom';
import type { JsonObject } from './json-object.ts';
import { ENVELOPE_LIMITS, MAX_DEPTH } from './limits.ts';

/** An object of the root element by its name; null: the text is none that we read. Values stay as they were written. */
export function parseXml(text: string): JsonObject | null {
  // No sensor writes entities of its own: what does may be made to be large.
  if (text.length > ENVELOPE_LIMITS.xml || text.includes('<!DOCTYPE')) return null;
  try {
    const parser = new DOMParser({ onError: onErrorStopParsing });
    const root = parser.parseFromString(text.replace(/^[\s\uFEFF]+/, ''), 'text/xml').documentElement;
    return root === null ? null : { [nameOf(root)]: valueOf(root, 0) };
  } catch {
    return null;
  }
}

function nameOf(element: Element): string {
  return element.localName ?? element.tagName;
}

function valueOf(element: Element, depth: number): unknown {
  if (depth > MAX_DEPTH) throw new RangeError('an element too deep');
  const attributes = attributesOf(element);
  const children = childrenOf(element);
  if (children.length === 0) {
    const text = element.textContent ?? '';
    return attributes.length === 0 ? text : Object.fromEntries([...attributes, ['#text', text]]);
  }
  const value: Record<string, unknown> = Object.fromEntries(attributes);
  const lists = new Map<string, unknown[]>();
  for (const child of children) {
    const values = lists.get(nameOf(child)) ?? [];
    values.push(valueOf(child, depth + 1));
    lists.set(nameOf(child), values);
  }
  for (const [name, values] of lists) value[name] = values.length === 1 ? values[0] : values;
  return value;
}

function attributesOf(element: Element): readonly (readonly [string, string])[] {
  return [...element.attributes]
    .filter(({ name }) => name !== 'xmlns' && !name.startsWith('xmlns:'))
    .map(({ name, localName, value }) => [`@${localName ?? name}`, value] as const);
}

function childrenOf(element: Element): readonly Element[] {
  const children: Element[] = [];
  for (let child = element.firstChild; child !== null; child = child.nextSibling) {
    if (child.nodeType === Node.ELEMENT_NODE) children.push(child as Element);
  }
  return children;
}

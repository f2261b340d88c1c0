/** An XML element as the many converters to JSON write it: its text, its attributes, and lists that hold the only one of its name. */
import { isMissing, isObject } from '../json-object.ts';
import type { JsonObject } from '../json-object.ts';

/** Keys of an element's own text: evtx_dump, xml2js, fast-xml-parser, xml-js, Badgerfish, Velociraptor. */
const TEXT_KEYS = [
  '#text',
  '_',
  '$',
  '_text',
  '$t',
  '#content',
  'Value',
  'value',
  'text',
  'content',
] as const;
/** Keys of an object of its attributes: evtx_dump, xml2js, xml-js, PHP's. */
const ATTRIBUTE_KEYS = ['#attributes', '$', '_attributes', '@attributes', 'attributes'] as const;
/** Signs in front of an attribute's name beside the element's children: `@Name`, `@_Name`, `_Name`, `-Name`. */
const ATTRIBUTE_SIGN = /^(@_?|_|-)(?=\w)/;

/** What a list of one holds. */
export function single(value: unknown): unknown {
  return Array.isArray(value) && value.length === 1 ? (value as unknown[])[0] : value;
}

export function objectOf(value: unknown): JsonObject | null {
  const inner = single(value);
  return isObject(inner) ? inner : null;
}

/** Undefined: the element has none. */
export function textOf(element: unknown): unknown {
  const value = single(element);
  if (!isObject(value)) return Array.isArray(value) ? undefined : (value ?? undefined);
  for (const key of TEXT_KEYS) {
    const text = single(value[key]);
    if (!isMissing(text) && typeof text !== 'object') return text;
  }
  return undefined;
}

/** By their plain names; what is neither text nor an object of attributes is one itself, whatever sign it bears. */
export function attributesOf(element: JsonObject): ReadonlyMap<string, unknown> {
  const found = new Map<string, unknown>();
  for (const key of ATTRIBUTE_KEYS) {
    const attributes = objectOf(element[key]);
    if (attributes !== null) addAttributes(found, attributes);
  }
  addAttributes(found, element);
  return found;
}

function addAttributes(found: Map<string, unknown>, attributes: JsonObject): void {
  for (const [key, raw] of Object.entries(attributes)) {
    const value = single(raw);
    const name = key.replace(ATTRIBUTE_SIGN, '');
    const isText = (TEXT_KEYS as readonly string[]).includes(key);
    if (!isText && !isMissing(value) && typeof value !== 'object' && !found.has(name)) found.set(name, value);
  }
}

export function isAttributeKey(key: string): boolean {
  return (ATTRIBUTE_KEYS as readonly string[]).includes(key) || ATTRIBUTE_SIGN.test(key) || key === 'xmlns';
}

/** The first value that stands under one of these keys, in whatever letter case and with `_` or without. */
export function sectionOf(object: JsonObject, ...foldedNames: readonly string[]): unknown {
  const key = Object.keys(object).find((each) => foldedNames.includes(foldName(each)));
  return key === undefined ? undefined : object[key];
}

/** `provider_name`, `ProviderName` and `providerName` are one. */
export function foldName(name: string): string {
  return name.replace(/[_\s]/g, '').toLowerCase();
}

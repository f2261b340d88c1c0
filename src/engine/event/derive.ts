/** Makes the catalog's value of a field from the native one, as the field tables say. */
import type { Derivation } from '../../fields/field-table.ts';
import { parseAddress } from '../evaluate/ip.ts';
import { hashesOf } from '../../events/hashes.ts';
import { endingWith, isPartlyKnown, oneOf } from '../../events/partly-known.ts';
import type { PartlyKnown } from '../../events/partly-known.ts';
import { LIMITS } from '../limits.ts';
import { windowsArguments } from './windows-arguments.ts';
import { isMissing, isObject } from '../../events/json-object.ts';

/** The values of the catalog's field; `natives` are the ones that the event has. */
export function derive(natives: readonly unknown[], derivation: Derivation): readonly unknown[] {
  if (!natives.some(isPartlyKnown)) return deriveKnown(natives, derivation);
  return natives.flatMap((value) =>
    isPartlyKnown(value) ? derivePartly(value, derivation) : deriveKnown([value], derivation),
  );
}

/** Where what is made of it is the same whatever the text is in full, that is known. */
function derivePartly(value: PartlyKnown, derivation: Derivation): readonly unknown[] {
  if (derivation.kind === 'base_name' && /[\\/]/.test(value.tail))
    return deriveKnown([value.tail], derivation);
  if (derivation.kind === 'extension' && /[.\\/]/.test(value.tail))
    return deriveKnown([value.tail], derivation);
  if (value.oneOf === null) return [endingWith('', value.shown)];
  const derived = value.oneOf.map((text) => deriveKnown([text], derivation));
  const texts = derived.flatMap(([text]) => (typeof text === 'string' ? [text] : []));
  if (texts.length < derived.length) return [endingWith('', value.shown)];
  return [oneOf(texts, deriveKnown([value.tail], derivation).map(String).join(''), value.shown)];
}

function deriveKnown(natives: readonly unknown[], derivation: Derivation): readonly unknown[] {
  switch (derivation.kind) {
    case 'constant':
      return [derivation.value].flat();
    case 'said':
      return natives;
    case 'choice':
      return chosen(natives, derivation);
    case 'other_spelling':
      return [];
    case 'renamed':
      return natives.flatMap((value) => {
        const word = derivation.of[String(value).toLowerCase()];
        return word === undefined ? [value] : present(word);
      });
    case 'java_text':
      return natives.flatMap((value) => present(javaText(value, 0)));
    case 'arguments':
      return natives.flatMap((value) => (typeof value === 'string' ? windowsArguments(value) : []));
    case 'argument_count':
      return natives.flatMap((value) => (typeof value === 'string' ? [windowsArguments(value).length] : []));
    case 'ip':
      return natives.filter((value) => typeof value === 'string' && parseAddress(value) !== null);
    case 'registry_data':
      return natives.map((value) => (typeof value === 'string' ? registryHex(value) : value));
    case 'registry_number':
      return natives.map((value) => (typeof value === 'string' ? registryDecimal(value) : value));
    case 'registry_text':
      return natives;
    case 'lower':
    case 'base_name':
    case 'extension':
    case 'directory':
    case 'user':
    case 'domain':
    case 'hash':
    case 'uri_path':
    case 'uri_query':
    case 'uri_extension':
      return natives.flatMap((value) =>
        typeof value === 'string' ? present(textPart(value, derivation)) : [],
      );
  }
}

function chosen(
  natives: readonly unknown[],
  { of, otherwise, absent }: Extract<Derivation, { kind: 'choice' }>,
): readonly unknown[] {
  if (natives.length === 0) return present(absent);
  return natives.flatMap((value) => present(of[String(value).toLowerCase()] ?? otherwise));
}

function present(value: unknown): readonly unknown[] {
  return isMissing(value) || value === '' ? [] : [value];
}

type TextDerivation = Extract<
  Derivation,
  {
    kind:
      | 'lower'
      | 'base_name'
      | 'extension'
      | 'directory'
      | 'user'
      | 'domain'
      | 'hash'
      | 'uri_path'
      | 'uri_query'
      | 'uri_extension';
  }
>;

function textPart(text: string, derivation: TextDerivation): string | null {
  switch (derivation.kind) {
    case 'lower':
      return text.toLowerCase();
    case 'base_name':
      return baseName(text);
    case 'extension':
      return /\.([^.]+)$/.exec(baseName(text))?.[1] ?? null;
    case 'directory':
      return /^(.*)[\\/]/s.exec(text)?.[1] ?? null;
    case 'user':
      return /^[^\\]*\\(.+)$/.exec(text)?.[1] ?? /^([^@]+)@/.exec(text)?.[1] ?? text;
    case 'domain':
      return /^([^\\]+)\\/.exec(text)?.[1] ?? /^[^@]*@(.+)$/.exec(text)?.[1] ?? null;
    case 'hash':
      return oneHash(text, derivation.algorithm);
    case 'uri_path':
      return uriParts(text).path;
    case 'uri_query':
      return uriParts(text).query;
    case 'uri_extension':
      return /\.([^./]+)$/.exec(uriParts(text).path ?? '')?.[1] ?? null;
  }
}

/** Of several in one text, or of a field that holds one alone. */
function oneHash(text: string, algorithm: string): string | null {
  return text.includes('=') ? (hashesOf(text).get(algorithm) ?? null) : text.toLowerCase();
}

/** https://learn.microsoft.com/sysinternals/downloads/sysmon: `DWORD (0x00000001)`, `QWORD (0x00000000-0x00000001)`. */
function registryHex(text: string): string {
  return /^[DQ]WORD \((0x[0-9a-f-]+)\)$/i.exec(text)?.[1] ?? text;
}

/** With or without scheme and host; what a fragment says no server is told. */
function uriParts(uri: string): { readonly path: string | null; readonly query: string | null } {
  const [, path = '', query] = /^(?:[a-z][a-z0-9+.-]*:\/\/[^/?#]*)?([^?#]*)(?:\?([^#]*))?/i.exec(uri) ?? [];
  return { path: path === '' ? null : path, query: query ?? null };
}

function registryDecimal(text: string): string {
  const digits = /^[DQ]WORD \(0x([0-9a-f]{1,8})(?:-0x([0-9a-f]{1,8}))?\)$/i.exec(text);
  return digits === null ? text : BigInt(`0x${digits[1] ?? ''}${digits[2] ?? ''}`).toString();
}

/** May a text of the registry in ECS have been a number, whose own notation does not show in it? */
export function mayBeNumber(value: unknown): boolean {
  return typeof value !== 'string' || /^\d+$/.test(value);
}

function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/')) + 1);
}

/** A map or list as Java's toString() writes it; null where it nests too deep. Missing values are dropped, as the integrations do. */
function javaText(value: unknown, depth: number): string | null {
  if (depth > LIMITS.depth) return null;
  if (Array.isArray(value)) {
    const items = value.filter((item) => !isMissing(item)).map((item) => javaText(item, depth + 1));
    return items.includes(null) ? null : `[${items.join(', ')}]`;
  }
  if (isObject(value)) {
    const entries = Object.entries(value).filter(([, item]) => !isMissing(item) && item !== '');
    const texts = entries.map(([key, item]) => {
      const text = javaText(item, depth + 1);
      return text === null ? null : `${key}=${text}`;
    });
    return texts.includes(null) ? null : `{${texts.join(', ')}}`;
  }
  return String(value);
}

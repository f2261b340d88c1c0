/** Makes the catalog's value of a field from the native one, as the field tables say. */
import type { Derivation } from '../../fields/field-table.ts';
import { parseAddress } from '../evaluate/ip.ts';
import { hashesOf } from '../../events/hashes.ts';
import { LIMITS } from '../limits.ts';
import { windowsArguments } from './windows-arguments.ts';
import { isMissing, isObject } from '../../events/json-object.ts';

/** The values of the catalog's field; `natives` are the ones that the event has. */
export function derive(natives: readonly unknown[], derivation: Derivation): readonly unknown[] {
  switch (derivation.kind) {
    case 'constant':
      return [derivation.value];
    case 'said':
      return natives;
    case 'choice': {
      if (natives.length === 0) return present(derivation.absent);
      return natives.flatMap((value) =>
        present(derivation.of[String(value).toLowerCase()] ?? derivation.otherwise),
      );
    }
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
      return natives.flatMap((value) =>
        typeof value === 'string' ? present(textPart(value, derivation)) : [],
      );
  }
}

function present(value: unknown): readonly unknown[] {
  return isMissing(value) || value === '' ? [] : [value];
}

type TextDerivation = Extract<
  Derivation,
  { kind: 'lower' | 'base_name' | 'extension' | 'directory' | 'user' | 'domain' | 'hash' }
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
      return /^([^\\]+)\\/.exec(text)?.[1] ?? /@(.+)$/.exec(text)?.[1] ?? null;
    case 'hash':
      return hashesOf(text).get(derivation.algorithm) ?? null;
  }
}

/** https://learn.microsoft.com/sysinternals/downloads/sysmon: `DWORD (0x00000001)`, `QWORD (0x00000000-0x00000001)`. */
function registryHex(text: string): string {
  return /^[DQ]WORD \((0x[0-9a-f-]+)\)$/i.exec(text)?.[1] ?? text;
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

/** Key specifiers (`Key`, `DeepKey`, `KeyPath`) → field paths. */
import { fieldPath } from '../../condition/field-path.ts';
import type { FieldPath } from '../../condition/field-path.ts';
import type { PlainRecord } from '../../text/plain-data.ts';

/** Are the fields those of the event, or of the list's element that is looked at? */
export type Scope = FieldPath['scope'];

export interface UnreadableKey {
  readonly code: string;
  readonly message: string;
}

export const KEY_SPECIFIERS = ['Key', 'DeepKey', 'KeyPath'] as const;

/** Null: the expression names no key. */
export function keyOf(expression: PlainRecord, scope: Scope): FieldPath | UnreadableKey | null {
  const given = KEY_SPECIFIERS.filter((name) => expression[name] !== undefined);
  const [specifier] = given;
  if (specifier === undefined) return null;
  if (given.length > 1) return { code: 'malformed_expression', message: 'An expression has one key.' };
  const segments = segmentsOf(specifier, expression[specifier]);
  if ('code' in segments) return segments;
  return fieldPath(segments.join('.'), { segments, scope });
}

function segmentsOf(
  specifier: (typeof KEY_SPECIFIERS)[number],
  value: unknown,
): readonly string[] | UnreadableKey {
  if (specifier === 'DeepKey') {
    const isPath = Array.isArray(value) && value.length > 0 && value.every(isSegment);
    return isPath
      ? value.map(String)
      : { code: 'malformed_expression', message: 'A DeepKey is a list of keys and indices.' };
  }
  if (!isSegment(value) || value === '') {
    return { code: 'malformed_expression', message: `A ${specifier} is a text.` };
  }
  return specifier === 'Key' ? [String(value)] : pathSegments(String(value));
}

function isSegment(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}

const SEGMENT = /\.?([^.[\]]+)|\[(-?\d+)\]|\[["']([^"']*)["']\]|\[(\*)\]/y;

/** `foo.bar[2].baz`; quoted keys in brackets may hold dots. */
function pathSegments(path: string): readonly string[] | UnreadableKey {
  const segments: string[] = [];
  const pattern = new RegExp(SEGMENT);
  while (pattern.lastIndex < path.length) {
    const at = pattern.lastIndex;
    const match = pattern.exec(path);
    if (match === null) {
      return {
        code: 'malformed_expression',
        message: `The KeyPath ${path} breaks off at character ${at + 1}.`,
      };
    }
    const [, key, index, quoted, wildcard] = match;
    if (wildcard !== undefined) {
      return { code: 'wildcard_key_path', message: 'A KeyPath through every element of a list is not read.' };
    }
    segments.push(key ?? index ?? quoted ?? '');
  }
  return segments;
}

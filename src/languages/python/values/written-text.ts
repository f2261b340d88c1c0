/** Texts put together from constants and values. */
import type { Scalar } from '../../../condition/field-path.ts';
import { constant } from './values.ts';
import type { Text, Value } from './values.ts';

export function text(parts: readonly (string | Value)[]): Value {
  const flat = parts
    .flatMap((part) => (typeof part !== 'string' && part.kind === 'text' ? part.parts : [part]))
    .map((part) => (typeof part !== 'string' && part.kind === 'constant' ? pythonText(part.value) : part));
  const joined: (string | Value)[] = [];
  for (const part of flat) {
    const last = joined.at(-1);
    if (typeof part === 'string' && typeof last === 'string') joined[joined.length - 1] = last + part;
    else if (part !== '') joined.push(part);
  }
  if (joined.length === 0) return constant('');
  const [only] = joined;
  return joined.length === 1 && typeof only === 'string' ? constant(only) : { kind: 'text', parts: joined };
}

/** Python's `str()` of a scalar. */
export function pythonText(value: Scalar): string {
  if (value === null) return 'None';
  if (value === true) return 'True';
  if (value === false) return 'False';
  return String(value);
}

/** A text with one value in it. */
export function middleOf(
  of: Text,
): { readonly before: string; readonly value: Value; readonly after: string } | null {
  const values = of.parts.filter((part) => typeof part !== 'string');
  const [value] = values;
  if (values.length !== 1 || value === undefined || typeof value === 'string') return null;
  const at = of.parts.indexOf(value);
  const joined = (parts: Text['parts']): string =>
    parts.map((part) => (typeof part === 'string' ? part : '')).join('');
  return { before: joined(of.parts.slice(0, at)), value, after: joined(of.parts.slice(at + 1)) };
}

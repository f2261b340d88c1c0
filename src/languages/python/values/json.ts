/** A JSON text, or plain data, as a value of the machine. */
import { always } from '../../../condition/condition.ts';
import { isExactNumber } from '../../../condition/exact-number.ts';
import { constant, NONE } from './values.ts';
import type { Value } from './values.ts';

/** Null when the text is no JSON. */
export function jsonValue(text: string): Value | null {
  try {
    return dataValue(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Does a JSON text hold a number that cannot be kept digit for digit? */
export function holdsInexact(text: string): boolean {
  let isInexact = false;
  try {
    JSON.parse(text, (_key, value: unknown) => {
      isInexact ||= typeof value === 'number' && !isExactNumber(value);
      return value;
    });
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return isInexact;
}

export function dataValue(data: unknown): Value {
  if (typeof data === 'string' || typeof data === 'number' || typeof data === 'boolean')
    return constant(data);
  if (Array.isArray(data)) {
    return {
      kind: 'sequence',
      type: 'list',
      parts: data.map((item) => ({ kind: 'item', when: always, value: dataValue(item) })),
    };
  }
  if (typeof data !== 'object' || data === null) return NONE;
  const entries = Object.entries(data).map(([key, value]) => ({
    key: constant(key),
    when: always,
    value: dataValue(value),
  }));
  return { kind: 'dictionary', entries };
}

/**
 * What is done with a value, by its kind, as a table: for what is known of some kinds only. Where the kinds that are not named would be decided (true,
 * false, an error) rather than left open, a switch names them all.
 */
import type { Value } from './values.ts';

export type ByKind<M, A extends readonly unknown[], T> = {
  readonly [K in Value['kind']]?: (m: M, value: Extract<Value, { kind: K }>, ...args: A) => T;
};

/** Null: the table does not know the kind. */
export function byKind<M, A extends readonly unknown[], T>(
  table: ByKind<M, A, T>,
  m: M,
  value: Value,
  ...args: A
): T | null {
  const known = table[value.kind] as ((m: M, value: Value, ...args: A) => T) | undefined;
  return known === undefined ? null : known(m, value, ...args);
}

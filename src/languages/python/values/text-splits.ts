/** The ways in which a text with fields in it can come to read like a constant: what each field must then be. */
import type { Value } from './values.ts';

type Parts = readonly (string | Value)[];

export interface Piece {
  readonly value: Value;
  readonly piece: string;
}

const MAX_SPLITS = 60;
const MAX_TRIES = 2000;

/** Null: too many ways. */
export function textSplits(parts: Parts, wanted: string): readonly (readonly Piece[])[] | null {
  const tries = { left: MAX_TRIES };
  const found = splitsFrom(parts, wanted, tries);
  return tries.left < 0 || found.length > MAX_SPLITS ? null : found;
}

function splitsFrom(parts: Parts, wanted: string, tries: { left: number }): readonly (readonly Piece[])[] {
  const [first, ...rest] = parts;
  if (first === undefined) return wanted === '' ? [[]] : [];
  if (typeof first === 'string')
    return wanted.startsWith(first) ? splitsFrom(rest, wanted.slice(first.length), tries) : [];
  const found: (readonly Piece[])[] = [];
  for (const length of lengths(rest, wanted)) {
    if (--tries.left < 0) return [];
    const own = { value: first, piece: wanted.slice(0, length) };
    found.push(...splitsFrom(rest, wanted.slice(length), tries).map((pieces) => [own, ...pieces]));
  }
  return found;
}

/** How long a value at the beginning may be, by what follows it. */
function lengths(rest: Parts, wanted: string): readonly number[] {
  const [next] = rest;
  if (next === undefined) return [wanted.length];
  const all = Array.from({ length: wanted.length + 1 }, (_, length) => length);
  return typeof next === 'string' ? all.filter((length) => wanted.startsWith(next, length)) : all;
}

/** Are two texts equal whatever their fields hold, or never? Null: the fields decide. */
export function comparedTexts(
  a: Parts,
  b: Parts,
  same: (one: Value, other: Value) => boolean,
): boolean | null {
  const [first, ...restA] = a;
  const [other, ...restB] = b;
  if (first === undefined || other === undefined) {
    const left = [...a, ...b];
    return left.length === 0
      ? true
      : left.some((part) => typeof part === 'string' && part !== '')
        ? false
        : null;
  }
  if (typeof first !== 'string' && typeof other !== 'string')
    return same(first, other) ? comparedTexts(restA, restB, same) : null;
  if (typeof first !== 'string' || typeof other !== 'string') return null;
  const shared = Math.min(first.length, other.length);
  if (first.slice(0, shared) !== other.slice(0, shared)) return false;
  const left = (text: string, rest: Parts): Parts =>
    text.length === shared ? rest : [text.slice(shared), ...rest];
  return comparedTexts(left(first, restA), left(other, restB), same);
}

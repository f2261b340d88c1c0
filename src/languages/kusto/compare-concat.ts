/**
 * A text made of several (`strcat(Domain, "\\", User) endswith "$"`) compared with a constant: where the parts meet is tried out at every place of the
 * constant. What is no text is joined by its text, a null as an empty one (https://learn.microsoft.com/kusto/query/strcat-function).
 */
import { leaves } from '../../condition/fold.ts';
import type { Comparison } from './compare-field.ts';
import { compareField } from './compare-field.ts';
import type { ConcatValue, FieldValue, Truth, Value } from './model.ts';
import { alwaysFalse, conjunction, constant, disjunction } from './truth.ts';

type Part = string | FieldValue;

/** More alternatives than this are no comparison that a person would follow. */
const MAX_ALTERNATIVES = 40;

/** Null: a part is neither a field nor a constant, or the parts may meet in too many places. */
export function compareConcat(
  { operator, caseSensitive }: Comparison,
  value: ConcatValue,
  sought: string,
): Truth | null {
  const parts = value.parts.map((part) => partOf(part, caseSensitive));
  if (!parts.every((part) => part !== null)) return null;
  const text = folded(sought, caseSensitive);
  const compared = operator === 'in' ? 'eq' : operator;
  if (!isCompared(compared)) return null;
  const truth = COMPARISONS[compared](parts, text, (each, field, of) =>
    compareField(field, { operator: each, caseSensitive, quantifier: 'any' }, [of]),
  );
  return leaves(truth.holds).length > MAX_ALTERNATIVES ? null : truth;
}

function partOf(part: Value, caseSensitive: boolean): Part | null {
  if (part.kind === 'field') return { ...part, type: 'string', missing: '' };
  const isPlain = part.kind === 'literal' && part.type !== 'timespan' && part.type !== 'datetime';
  return isPlain ? folded(String(part.value ?? ''), caseSensitive) : null;
}

function folded(text: string, caseSensitive: boolean): string {
  return caseSensitive ? text : text.toLowerCase();
}

type Ask = (operator: Compared, field: FieldValue, text: string) => Truth;

/** What can be told of texts that meet: the others ask for what stands around. */
const COMPARISONS = { eq: equals, starts_with: starts, ends_with: ends, contains } as const;

type Compared = keyof typeof COMPARISONS;

function isCompared(operator: string): operator is Compared {
  return Object.hasOwn(COMPARISONS, operator);
}

/** Every way to cut the text in two. */
function cuts(text: string): readonly (readonly [string, string])[] {
  return Array.from({ length: text.length + 1 }, (_none, at) => [text.slice(0, at), text.slice(at)] as const);
}

function either(of: readonly Truth[]): Truth {
  const possible = of.filter(({ holds }) => holds.kind !== 'never');
  return possible.length === 0 ? alwaysFalse : disjunction(possible);
}

function both(one: Truth, other: () => Truth): Truth {
  if (one.holds.kind === 'never') return alwaysFalse;
  const second = other();
  return second.holds.kind === 'never' ? alwaysFalse : conjunction([one, second]);
}

function equals([first, ...rest]: readonly Part[], text: string, ask: Ask): Truth {
  if (first === undefined) return constant(text === '');
  if (typeof first === 'string')
    return text.startsWith(first) ? equals(rest, text.slice(first.length), ask) : alwaysFalse;
  if (rest.length === 0) return ask('eq', first, text);
  return either(cuts(text).map(([own, more]) => both(equals(rest, more, ask), () => ask('eq', first, own))));
}

function starts([first, ...rest]: readonly Part[], text: string, ask: Ask): Truth {
  if (text === '') return constant(true);
  if (first === undefined) return alwaysFalse;
  if (typeof first === 'string') {
    if (first.startsWith(text)) return constant(true);
    return text.startsWith(first) ? starts(rest, text.slice(first.length), ask) : alwaysFalse;
  }
  const across = cuts(text).slice(0, -1);
  return either([
    ask('starts_with', first, text),
    ...across.map(([own, more]) => both(starts(rest, more, ask), () => ask('eq', first, own))),
  ]);
}

function ends(parts: readonly Part[], text: string, ask: Ask): Truth {
  const last = parts.at(-1);
  const rest = parts.slice(0, -1);
  if (text === '') return constant(true);
  if (last === undefined) return alwaysFalse;
  if (typeof last === 'string') {
    if (last.endsWith(text)) return constant(true);
    return text.endsWith(last) ? ends(rest, text.slice(0, text.length - last.length), ask) : alwaysFalse;
  }
  const across = cuts(text).slice(1);
  return either([
    ask('ends_with', last, text),
    ...across.map(([before, own]) => both(ends(rest, before, ask), () => ask('eq', last, own))),
  ]);
}

/** Within one part, or across the place where two meet. */
function contains(parts: readonly Part[], text: string, ask: Ask): Truth {
  const within = parts.map((part) =>
    typeof part === 'string' ? constant(part.includes(text)) : ask('contains', part, text),
  );
  const across = parts.slice(1).flatMap((_part, at) =>
    cuts(text)
      .slice(1, -1)
      .map(([before, behind]) =>
        both(starts(parts.slice(at + 1), behind, ask), () => ends(parts.slice(0, at + 1), before, ask)),
      ),
  );
  return either([...within, ...across]);
}

/** Functions that are predicates (https://cloud.google.com/chronicle/docs/detection/yara-l-2-0-syntax#functions). */
import { compare } from '../../condition/condition.ts';
import type { Call } from './ast.ts';
import { compareLiteral, foldedLiteral, matchRegex } from './compare.ts';
import { FALSE, TRUE } from './formula.ts';
import type { Formula } from './formula.ts';
import { testLeaf } from './leaves.ts';
import type { Resolving } from './resolve.ts';
import type { Value } from './value.ts';

type Predicate = (call: Call, values: readonly Value[], resolving: Resolving) => Formula | null;

const PREDICATES: Readonly<Record<string, Predicate>> = {
  're.regex': (call, [field, pattern], resolving) => {
    const text = patternOf(pattern);
    if (field?.kind === 'literal' && text !== null) return null;
    return field?.kind === 'field' && text !== null
      ? matchRegex(field, text, call.nocase, call, resolving)
      : null;
  },
  'net.ip_in_range_cidr': (call, [field, network]) =>
    field?.kind === 'field' && network?.kind === 'literal'
      ? testLeaf(field, { at: call, onZero: false, test: (path) => compare(path, 'cidr', [network.value]) })
      : null,
  'strings.contains': textPredicate('contains'),
  'strings.starts_with': textPredicate('starts_with'),
  'strings.ends_with': textPredicate('ends_with'),
  'arrays.contains': (call, [list, value], resolving) =>
    list?.kind === 'field' && value?.kind === 'literal' && list.modifier === null
      ? compareLiteral('=', list, value.value, call.nocase, call, resolving)
      : null,
};

export function isBooleanFunction({ name }: Call): boolean {
  return Object.hasOwn(PREDICATES, name);
}

function patternOf(value: Value | undefined): string | null {
  if (value?.kind === 'pattern') return value.pattern;
  return value?.kind === 'literal' && typeof value.value === 'string' ? value.value : null;
}

function textPredicate(operator: 'contains' | 'starts_with' | 'ends_with'): Predicate {
  return (call, [field, part]) => {
    if (field?.kind !== 'field' || part?.kind !== 'literal' || typeof part.value !== 'string') return null;
    if (part.value === '') return TRUE;
    const folded = foldedLiteral(field, part.value, call.nocase);
    if (folded === null) return FALSE;
    return testLeaf(folded.field, {
      at: call,
      onZero: holdsForText(operator, String(folded.field.zero), String(folded.value), folded.nocase),
      test: (path) => compare(path, operator, [folded.value], { caseSensitive: !folded.nocase }),
    });
  };
}

function holdsForText(
  operator: 'contains' | 'starts_with' | 'ends_with',
  zero: string,
  part: string,
  nocase: boolean,
): boolean {
  const [text, wanted] = nocase ? [zero.toLowerCase(), part.toLowerCase()] : [zero, part];
  if (operator === 'contains') return text.includes(wanted);
  return operator === 'starts_with' ? text.startsWith(wanted) : text.endsWith(wanted);
}

/** Null: the function is none of these, or does not take such arguments. */
export function lowerBooleanFunction(
  call: Call,
  values: readonly Value[],
  resolving: Resolving,
): Formula | null {
  const predicate = Object.hasOwn(PREDICATES, call.name) ? PREDICATES[call.name] : undefined;
  return predicate?.(call, values, resolving) ?? null;
}

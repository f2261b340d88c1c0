/** Kusto's comparison operators: https://learn.microsoft.com/kusto/query/datatypes-string-operators */
import type { Comparison } from './compare-field.ts';

export interface KustoOperator extends Comparison {
  readonly isNegated: boolean;
}

const NAMES: Readonly<Record<string, Comparison['operator']>> = {
  contains: 'contains',
  startswith: 'starts_with',
  endswith: 'ends_with',
  has: 'has',
  hasprefix: 'has_prefix',
  hassuffix: 'has_suffix',
  has_any: 'has',
  has_all: 'has',
};

const SIGNS: Readonly<Record<string, KustoOperator>> = {
  '==': sign('eq'),
  '!=': sign('eq', { isNegated: true }),
  '<>': sign('eq', { isNegated: true }),
  '=~': sign('eq', { caseSensitive: false }),
  '!~': sign('eq', { caseSensitive: false, isNegated: true }),
  '<': sign('lt'),
  '<=': sign('lte'),
  '>': sign('gt'),
  '>=': sign('gte'),
  in: sign('in'),
  '!in': sign('in', { isNegated: true }),
  'in~': sign('in', { caseSensitive: false }),
  '!in~': sign('in', { caseSensitive: false, isNegated: true }),
  'matches regex': sign('regex'),
};

function sign(operator: Comparison['operator'], options: Partial<KustoOperator> = {}): KustoOperator {
  return { operator, caseSensitive: true, quantifier: 'any', isNegated: false, ...options };
}

/** Null: not a comparison. */
export function kustoOperator(text: string): KustoOperator | null {
  const known = SIGNS[text];
  if (known !== undefined) return known;
  const [, bang = '', word = '', cased = ''] = /^(!?)([a-z_]+?)(_cs)?$/.exec(text) ?? [];
  const operator = NAMES[word];
  if (operator === undefined) return null;
  return {
    operator,
    caseSensitive: cased !== '',
    quantifier: word === 'has_all' ? 'all' : 'any',
    isNegated: bang !== '',
  };
}

/** `search` and `find`: a predicate over all columns of tables (https://learn.microsoft.com/kusto/query/search-operator, …/find-operator). */
import { regexOfText } from '../../condition/pattern.ts';
import type { Binary, Expression, In, Operator } from './ast.ts';
import { anyField } from './compare.ts';
import { compareField } from './compare-field.ts';
import { conjuncts, placeTruth } from './conjuncts.ts';
import { evaluate, truth } from './evaluate.ts';
import type { Env, FieldValue, Relation, Truth } from './model.ts';
import { eachBranch, sourceTable } from './relation.ts';
import { conjunction, constant, disjunction, negate } from './truth.ts';

export function lowerSearch(
  env: Env,
  operator: Operator & { readonly kind: 'search' | 'find' },
  input: Relation,
): Relation {
  const tables = operator.tables.flatMap(
    (table) => env.lowering.table({ ...env, input: null }, table).branches,
  );
  const branches = [...input.branches, ...tables];
  const relation = branches.length > 0 ? { branches } : sourceTable('*');
  const cased = operator.kind === 'search' && operator.cased;
  return eachBranch(relation, (branch) =>
    conjuncts(operator.condition).reduce((at, each) => {
      const inRow: Env = { ...env, row: at.row };
      return placeTruth(inRow, at, searched(inRow, each, cased), each);
    }, branch),
  );
}

/**
 * A text alone is a term that stands in any column, `column:"text"` one of that column, a star alone holds for every row; `kind=case_sensitive` makes
 * every comparison of texts heed letter case.
 */
function searched(env: Env, expression: Expression, cased: boolean): Truth {
  switch (expression.kind) {
    case 'star':
      return constant(true);
    case 'and':
      return conjunction(expression.of.map((child) => searched(env, child, cased)));
    case 'or':
      return disjunction(expression.of.map((child) => searched(env, child, cased)));
    case 'call': {
      const [only] = expression.args;
      if (expression.name === 'not' && only !== undefined) return negate(searched(env, only.value, cased));
      break;
    }
    case 'literal':
      if (typeof expression.value === 'string') return hasTerm(anyField, expression.value, cased);
      break;
    case 'binary':
      if (expression.operator === ':') return searchedColumn(env, expression, cased);
      return truth(env, cased ? heedingCase(expression) : expression);
    case 'in':
      return truth(env, cased ? heedingCase(expression) : expression);
    case 'between':
    case 'datatable':
    case 'element':
    case 'externaldata':
    case 'function':
    case 'json':
    case 'minus':
    case 'name':
    case 'path':
    case 'pipe':
    case 'toscalar':
    case 'totable':
    case 'unsupported':
      break;
  }
  return truth(env, expression);
}

function searchedColumn(env: Env, expression: Binary, cased: boolean): Truth {
  const { left, right } = expression;
  const value = evaluate(env, left);
  return value.kind === 'field' && right.kind === 'literal' && typeof right.value === 'string'
    ? hasTerm(value, right.value, cased)
    : truth(env, { ...expression, operator: cased ? 'has_cs' : 'has' });
}

const CASED: Readonly<Record<string, string>> = { '=~': '==', '!~': '!=', 'in~': 'in', '!in~': '!in' };
const TEXT_OPERATOR = /^!?(?:contains|startswith|endswith|has|hasprefix|hassuffix|has_any|has_all)$/;

function heedingCase<E extends Binary | In>(expression: E): E {
  const { operator } = expression;
  return {
    ...expression,
    operator: CASED[operator] ?? (TEXT_OPERATOR.test(operator) ? `${operator}_cs` : operator),
  };
}

/** Stars at the ends leave the term open there; one within stands for anything between two pieces. */
function hasTerm(of: FieldValue, text: string, caseSensitive: boolean): Truth {
  const begins = text.startsWith('*');
  const ends = text.endsWith('*');
  const pieces = text.replace(/^\*+|(?<!\*)\*+$/g, '').split(/\*+/);
  const [only = ''] = pieces;
  const operator = begins ? (ends ? 'contains' : 'has_suffix') : ends ? 'has_prefix' : 'has';
  if (pieces.length === 1) return compareField(of, { operator, caseSensitive, quantifier: 'any' }, [only]);
  const regex = pieces.map((piece) => regexOfText(piece)).join('.*');
  return compareField(of, { operator: 'regex', caseSensitive, quantifier: 'any' }, [
    `${begins ? '' : '\\b'}${regex}${ends ? '' : '\\b'}`,
  ]);
}

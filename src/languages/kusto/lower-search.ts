/** `search` and `find`: a predicate over all columns of tables (https://learn.microsoft.com/kusto/query/search-operator, …/find-operator). */
import type { Expression, Operator } from './ast.ts';
import { anyField } from './compare.ts';
import { compareField } from './compare-field.ts';
import { conjuncts, placeTruth } from './conjuncts.ts';
import { truth } from './evaluate.ts';
import type { Env, Relation, Truth } from './model.ts';
import { eachBranch, sourceTable } from './relation.ts';
import { conjunction, disjunction, negate } from './truth.ts';

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

/** A text alone is a term that stands in any column; `*` in it stands for anything. */
function searched(env: Env, expression: Expression, cased: boolean): Truth {
  switch (expression.kind) {
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
      if (typeof expression.value === 'string') return anyHas(expression.value, cased);
      break;
    case 'binary':
      if (expression.operator === ':' && expression.right.kind === 'literal') {
        return truth(env, { ...expression, operator: 'has' });
      }
      break;
    case 'between':
    case 'datatable':
    case 'element':
    case 'externaldata':
    case 'function':
    case 'in':
    case 'json':
    case 'minus':
    case 'name':
    case 'path':
    case 'pipe':
    case 'star':
    case 'toscalar':
    case 'totable':
    case 'unsupported':
      break;
  }
  return truth(env, expression);
}

function anyHas(text: string, caseSensitive: boolean): Truth {
  const begins = text.startsWith('*');
  const ends = text.endsWith('*');
  const plain = text.replace(/^\*|\*$/g, '');
  const operator = begins ? (ends ? 'contains' : 'has_suffix') : ends ? 'has_prefix' : 'has';
  return compareField(anyField, { operator, caseSensitive, quantifier: 'any' }, [plain]);
}

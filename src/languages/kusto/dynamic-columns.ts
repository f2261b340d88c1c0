/** Columns that hold lists and bags: those that Microsoft's tables declare so, and those that the query itself goes into. */
import type { Expression, Query } from './ast.ts';

/** https://learn.microsoft.com/azure/azure-monitor/reference/tables-index, https://learn.microsoft.com/defender-xdr/advanced-hunting-schema-tables */
const DECLARED: readonly string[] = [
  'AdditionalDetails',
  'TargetResources',
  'InitiatedBy',
  'LocationDetails',
  'DeviceDetail',
  'RawEventData',
  'ActivityObjects',
];

export function dynamicColumns(query: Query): ReadonlySet<string> {
  const found = new Set(DECLARED);
  walk([query.lets.map(({ value }) => value), query.queries], (expression) => {
    const base = baseOf(expression);
    if (base !== null) found.add(base);
  });
  return found;
}

const CONVERSIONS: ReadonlySet<string> = new Set([
  'array_length',
  'bag_keys',
  'set_has_element',
  'array_index_of',
  'bag_has_key',
]);

/** The column whose insides the expression looks at. */
function baseOf(expression: Expression): string | null {
  switch (expression.kind) {
    case 'path':
      return expression.of.kind === 'name' ? expression.of.name : null;
    case 'element':
      return expression.of.kind === 'name' ? expression.of.name : null;
    case 'call': {
      const [first] = expression.args;
      return CONVERSIONS.has(expression.name) && first?.value.kind === 'name' ? first.value.name : null;
    }
    case 'and':
    case 'between':
    case 'binary':
    case 'datatable':
    case 'externaldata':
    case 'function':
    case 'in':
    case 'json':
    case 'literal':
    case 'minus':
    case 'name':
    case 'or':
    case 'pipe':
    case 'star':
    case 'toscalar':
    case 'totable':
    case 'unsupported':
      return null;
  }
}

/** Every expression of the tree, however it is held. */
function walk(node: unknown, visit: (expression: Expression) => void): void {
  if (Array.isArray(node)) {
    for (const each of node) walk(each, visit);
  } else if (typeof node === 'object' && node !== null) {
    if ('kind' in node) visit(node as Expression);
    if ('kind' in node && node.kind === 'json') return;
    for (const child of Object.values(node)) if (typeof child === 'object') walk(child, visit);
  }
}

/** Names that Kusto gives to columns whose expression has none: https://learn.microsoft.com/kusto/query/project-operator, …/summarize-operator */
import type { Call, Expression } from './ast.ts';

/** That of the column, or of the steps of its path. */
export function columnName(value: Expression): string {
  switch (value.kind) {
    case 'name':
      return value.name;
    case 'path': {
      const before = columnName(value.of);
      return before === '' ? columnName(value.selector) : `${before}_${columnName(value.selector)}`;
    }
    case 'element': {
      const index = value.index.kind === 'literal' ? String(value.index.value) : '';
      return `${columnName(value.of)}_${index}`;
    }
    case 'call': {
      const [first] = value.args;
      return first !== undefined && PASSES_NAME.has(value.name) ? columnName(first.value) : 'Column1';
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
    case 'or':
    case 'pipe':
    case 'star':
    case 'toscalar':
    case 'totable':
    case 'unsupported':
      return 'Column1';
  }
}

/** Conversions keep the name of what they convert. */
const PASSES_NAME: ReadonlySet<string> = new Set([
  'tostring',
  'toint',
  'tolong',
  'tolower',
  'toupper',
  'todatetime',
  'todynamic',
  'parse_json',
  'bin',
  'floor',
]);

/** `count_`, `dcount_User`, `set_IPAddress`, … */
export function aggregateName({ name, args }: Call): string {
  const [first, second] = args;
  const of = first === undefined ? '' : argumentName(first.value);
  const prefix = PREFIXES[name] ?? name;
  if (name === 'percentile' && second?.value.kind === 'literal')
    return `percentile_${of}_${String(second.value.value)}`;
  if (name === 'countif') return 'countif_';
  if (name === 'arg_max' || name === 'arg_min') return of;
  if (TAKES.has(name)) return of;
  return `${prefix}_${of}`;
}

function argumentName(value: Expression): string {
  const name = columnName(value);
  return name === 'Column1' ? '' : name;
}

const TAKES: ReadonlySet<string> = new Set(['take_any']);

const PREFIXES: Readonly<Record<string, string>> = {
  make_set: 'set',
  makeset: 'set',
  make_set_if: 'set',
  make_list: 'list',
  makelist: 'list',
  make_list_if: 'list',
  make_bag: 'bag',
  count_distinct: 'count_distinct',
};

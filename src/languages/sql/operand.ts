/** A value of a predicate: a field of an event (or of a group, or an element) under functions, a literal, a choice of values, or a time. */
import { compare } from '../../condition/condition.ts';
import type { Condition } from '../../condition/condition.ts';
import { fieldPath, withTransform } from '../../condition/field-path.ts';
import type { FieldPath } from '../../condition/field-path.ts';
import type { Call, Expression } from './ast.ts';
import type { Unsupported } from './context.ts';
import { GROUPS, resolve } from './scope.ts';
import type { Bound, FlattenSide, Home, Scope } from './scope.ts';

export type Operand =
  | {
      readonly kind: 'field';
      readonly path: FieldPath;
      readonly home: Home;
      readonly side: FlattenSide | null;
    }
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  | { readonly kind: 'list'; readonly values: readonly (string | number | boolean | null)[] }
  /** The first branch whose condition holds. */
  | { readonly kind: 'choice'; readonly branches: readonly Branch[] }
  /** A time that depends on when the query runs; `isPast`: before then. */
  | { readonly kind: 'time'; readonly isPast: boolean }
  | ({ readonly kind: 'unknown' } & Unsupported);

export interface Branch {
  /** Null: in any other case. */
  readonly when: Bound | Condition | null;
  readonly value: Bound;
}

const NOW: ReadonlySet<string> = new Set([
  'current_timestamp',
  'current_date',
  'current_time',
  'getdate',
  'sysdate',
  'systimestamp',
  'localtimestamp',
  'now',
]);
/** Functions that say the same value in another type or unit. */
const SAME: ReadonlySet<string> = new Set([
  'to_varchar',
  'to_char',
  'to_text',
  'to_variant',
  'to_number',
  'to_numeric',
  'to_decimal',
  'to_boolean',
  'try_to_boolean',
  'to_double',
  'try_to_number',
  'as_varchar',
  'as_integer',
  'to_array',
  'to_object',
  'strip_null_value',
]);

function unknown(message: string): Operand {
  return { kind: 'unknown', code: 'unsupported_expression', message };
}

export function operandOf({ expression, scope }: Bound, depth = 0): Operand {
  // What names stand for is put in their place, which may double with each.
  if (depth > 16) return unknown('the expression nests too deeply');
  const grouped = scope.grouped?.fieldOf(expression, scope) ?? null;
  if (grouped !== null) return { kind: 'field', path: grouped, home: GROUPS, side: null };
  switch (expression.kind) {
    case 'literal':
      return { kind: 'literal', value: expression.value };
    case 'array':
      return literals(expression.of, scope, depth);
    case 'cast':
      return operandOf({ expression: expression.of, scope }, depth + 1);
    case 'column':
      return columnOperand(expression, scope, depth);
    case 'call':
      return callOperand(expression, scope, depth);
    case 'case': {
      const { operand, branches, otherwise } = expression;
      if (operand !== null) return unknown('a CASE of a value cannot be expressed');
      const others = otherwise === null ? [] : [{ when: null, value: { expression: otherwise, scope } }];
      const whens = branches.map(({ when, then }) => ({
        when: { expression: when, scope },
        value: { expression: then, scope },
      }));
      return { kind: 'choice', branches: [...whens, ...others] };
    }
    case 'arithmetic':
      return arithmetic(expression, scope, depth);
    case 'and':
    case 'or':
    case 'not':
    case 'comparison':
    case 'between':
    case 'in':
    case 'in_query':
    case 'like':
    case 'is_null':
    case 'exists':
    case 'scalar_query':
    case 'star':
    case 'interval':
    case 'nothing':
      return unknown('this expression has no value that could be compared');
  }
}

function literals(of: readonly Expression[], scope: Scope, depth: number): Operand {
  const operands = of.map((expression) => operandOf({ expression, scope }, depth + 1));
  const values = operands.flatMap((each) => (each.kind === 'literal' ? [each.value] : []));
  return values.length === of.length
    ? { kind: 'list', values }
    : unknown('a list of more than literals cannot be compared');
}

function columnOperand(
  column: Extract<Expression, { kind: 'column' }>,
  scope: Scope,
  depth: number,
): Operand {
  const [name = ''] = column.names;
  if (column.names.length === 1 && column.path.length === 0 && NOW.has(name.toLowerCase()))
    return { kind: 'time', isPast: false };
  const resolved = resolve(column, scope);
  switch (resolved.kind) {
    case 'column':
      return { kind: 'field', path: pathOf(resolved.keys), home: resolved.home, side: null };
    case 'element':
      return {
        kind: 'field',
        path: pathOf(resolved.keys, 'element'),
        home: resolved.side.home,
        side: resolved.side,
      };
    case 'bound':
      return within(operandOf(resolved.bound, depth + 1), resolved.keys);
    case 'unknown':
      return unknown(`it cannot be told what ${column.names.join('.')} is a column of`);
  }
}

function pathOf(keys: readonly (string | number)[], scope: 'event' | 'element' = 'event'): FieldPath {
  const segments = keys.map(String);
  return fieldPath(segments.join('.'), { segments, scope });
}

/** A key or an index within a value. */
function within(operand: Operand, keys: readonly (string | number)[]): Operand {
  if (keys.length === 0) return operand;
  if (operand.kind !== 'field') return unknown('a key within this value cannot be looked up');
  const { path } = operand;
  if (path.transforms.length === 0) {
    return { ...operand, path: pathOf([...path.segments, ...keys], path.scope) };
  }
  const inner = keys.reduce(
    (field, key) =>
      typeof key === 'number' ? withTransform(field, 'at', key) : withTransform(field, 'key', key),
    path,
  );
  return { ...operand, path: inner };
}

function arithmetic(
  expression: Extract<Expression, { kind: 'arithmetic' }>,
  scope: Scope,
  depth: number,
): Operand {
  const left = operandOf({ expression: expression.left, scope }, depth + 1);
  if (left.kind === 'time' && (expression.operator === '-' || expression.operator === '+')) {
    return { kind: 'time', isPast: left.isPast || expression.operator === '-' };
  }
  const right = operandOf({ expression: expression.right, scope }, depth + 1);
  const numbers = left.kind === 'literal' && right.kind === 'literal' ? [left.value, right.value] : [];
  const [a, b] = numbers;
  if (typeof a === 'number' && typeof b === 'number') {
    const value = { '+': a + b, '-': a - b, '*': a * b, '/': a / b }[expression.operator];
    if (value !== undefined) return { kind: 'literal', value };
  }
  return unknown('arithmetic over fields cannot be expressed');
}

function callOperand(call: Call, scope: Scope, depth: number): Operand {
  const { name, args } = call;
  if (call.over !== null) return unknown('a window function cannot be compared here');
  if (NOW.has(name)) return { kind: 'time', isPast: false };
  const operand = (index: number): Operand => {
    const expression = args[index];
    return expression === undefined
      ? unknown(`the function ${name} lacks an argument`)
      : operandOf({ expression, scope }, depth + 1);
  };
  const literal = (index: number): string | number | boolean | null => {
    const found = args[index] === undefined ? null : operand(index);
    return found?.kind === 'literal' ? found.value : null;
  };
  const bound = (index: number): Bound => ({ expression: args[index] ?? call, scope });
  if (SAME.has(name)) return operand(0);
  switch (name) {
    case 'dateadd':
    case 'timestampadd':
    case 'timeadd': {
      const base = operand(2);
      const amount = literal(1);
      return base.kind === 'time'
        ? { kind: 'time', isPast: base.isPast || (typeof amount === 'number' && amount < 0) }
        : unknown('a computed time cannot be compared');
    }
    case 'date_trunc': {
      const base = operand(1);
      return base.kind === 'time'
        ? { kind: 'time', isPast: true }
        : unknown('a computed time cannot be compared');
    }
    case 'array_construct':
      return literals(
        args.filter(({ kind }) => kind !== 'nothing'),
        scope,
        depth,
      );
    case 'coalesce':
    case 'nvl':
    case 'ifnull':
    case 'zeroifnull':
      return coalesce(args, scope, depth);
    case 'iff':
    case 'if':
      return {
        kind: 'choice',
        branches: [
          { when: bound(0), value: bound(1) },
          { when: null, value: bound(2) },
        ],
      };
    case 'get':
    case 'get_path':
      return getPath(
        operand(0),
        args.slice(1).map((_, index) => literal(index + 1)),
        name,
      );
    default:
      return transformed(name, operand(0), literal, args.length);
  }
}

/** A path may be one text: `get_path(x, 'a.b[0]')`. */
function getPath(base: Operand, keys: readonly (string | number | boolean | null)[], name: string): Operand {
  const parts = keys.flatMap((key): readonly (string | number | null)[] => {
    if (typeof key === 'number') return [key];
    if (typeof key !== 'string') return [null];
    if (name === 'get') return [key];
    return [...key.matchAll(/\[(\d+)\]|\["?([^\]"]+)"?\]|([^.:[\]]+)/g)].map(([, index, quoted, word]) =>
      index === undefined ? (quoted ?? word ?? null) : Number(index),
    );
  });
  const known = parts.filter((part) => part !== null);
  return known.length === parts.length
    ? within(base, known)
    : unknown('a path that is computed cannot be looked up');
}

/** The first of them that has a value. */
function coalesce(args: readonly Expression[], scope: Scope, depth: number): Operand {
  const branches: Branch[] = [];
  for (const expression of args) {
    const operand = operandOf({ expression, scope }, depth + 1);
    const value = { expression, scope };
    if (operand.kind === 'literal') {
      if (operand.value !== null) return { kind: 'choice', branches: [...branches, { when: null, value }] };
    } else if (operand.kind === 'field' && operand.side === null) {
      branches.push({ when: compare(operand.path, 'exists', [], WHOLE), value });
    } else {
      return unknown('only fields and literals can be chosen from');
    }
  }
  return { kind: 'choice', branches };
}

/** A value is taken as it is: a path does not enter lists. */
export const WHOLE = { collection: 'whole' } as const;

type LiteralAt = (index: number) => string | number | boolean | null;

function transformed(name: string, base: Operand, literal: LiteralAt, count: number): Operand {
  if (base.kind !== 'field')
    return base.kind === 'unknown' ? base : unknown(`the function ${name} cannot be expressed here`);
  const path = transformedPath(name, base.path, literal, count);
  return path === null ? unknown(`the function ${name} cannot be expressed`) : { ...base, path };
}

/** https://docs.snowflake.com/en/sql-reference/functions-string */
function transformedPath(name: string, path: FieldPath, literal: LiteralAt, count: number): FieldPath | null {
  switch (name) {
    case 'lower':
    case 'upper':
      return withTransform(path, name);
    case 'trim':
    case 'ltrim':
    case 'rtrim': {
      const kind = name === 'trim' ? 'trim' : name === 'ltrim' ? 'trim_start' : 'trim_end';
      const characters = literal(1);
      // By default only blanks go.
      return count === 1
        ? withTransform(path, kind, ' ')
        : typeof characters === 'string'
          ? withTransform(path, kind, characters)
          : null;
    }
    case 'length':
    case 'len':
    case 'array_size':
      return withTransform(path, 'length');
    case 'parse_json':
    case 'try_parse_json':
      return withTransform(path, 'parse_json');
    case 'split': {
      const separator = literal(1);
      return typeof separator === 'string' ? withTransform(path, 'split', separator) : null;
    }
    case 'split_part': {
      const separator = literal(1);
      const part = literal(2);
      if (typeof separator !== 'string' || typeof part !== 'number') return null;
      // Parts count from one; zero is one.
      return withTransform(withTransform(path, 'split', separator), 'at', part > 0 ? part - 1 : part);
    }
    case 'replace': {
      const text = literal(1);
      const by = count > 2 ? literal(2) : '';
      return typeof text === 'string' && typeof by === 'string'
        ? withTransform(path, 'replace', text, by)
        : null;
    }
    case 'regexp_substr':
      return extracted(path, literal, count);
    default:
      return null;
  }
}

/** `regexp_substr(subject, pattern, position, occurrence, parameters, group)`: https://docs.snowflake.com/en/sql-reference/functions/regexp_substr */
function extracted(path: FieldPath, literal: LiteralAt, count: number): FieldPath | null {
  const pattern = literal(1);
  const isFirst = (index: number): boolean => count <= index || literal(index) === 1;
  const parameters = count > 4 ? literal(4) : '';
  if (typeof pattern !== 'string' || !isFirst(2) || !isFirst(3) || typeof parameters !== 'string')
    return null;
  if (/[^cimse]/.test(parameters)) return null;
  const flags = ['i', 'm', 's'].filter((flag) => parameters.includes(flag)).join('');
  const asked = count > 5 ? literal(5) : parameters.includes('e') ? 1 : 0;
  return typeof asked === 'number'
    ? withTransform(path, 'extract', flags === '' ? pattern : `(?${flags})${pattern}`, asked)
    : null;
}

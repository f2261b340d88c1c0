/** What the names of a SELECT stand for: columns of tables, of queries in the place of tables, of flattened lists, and its own aliases. */
import type { FieldPath } from '../../condition/field-path.ts';
import type { ColumnPath, Expression } from './ast.ts';

/** An expression with the names that it is written in. */
export interface Bound {
  readonly expression: Expression;
  readonly scope: Scope;
}

/**
 * Where a value lives: `event`: in the event that is read; `groups`: in the rows that an aggregation makes; `join 1`: in the rows that are joined;
 * `element 1`: in an element of a list that is flattened.
 */
export type Home = string;
export const EVENT: Home = 'event';
export const GROUPS: Home = 'groups';

interface SideNames {
  /** Its alias, or the last part of its name; in lower case. */
  readonly names: readonly string[];
}

/** A table: every name may be one of its columns. */
export interface TableSide extends SideNames {
  readonly kind: 'table';
  readonly home: Home;
}
/** A query that keeps events as they are: its columns are expressions over them. */
export interface ViewSide extends SideNames {
  readonly kind: 'view';
  readonly columns: ReadonlyMap<string, Bound>;
  /** `*`: what is no column of its own is one of what it reads. */
  readonly inner: Scope | null;
}
/** A query that makes rows: its columns are known by name. */
export interface RowsSide extends SideNames {
  readonly kind: 'rows';
  readonly home: Home;
  readonly columns: ReadonlySet<string>;
}
/** `LATERAL FLATTEN(input => …)`. */
export interface FlattenSide extends SideNames {
  readonly kind: 'flatten';
  readonly home: Home;
  readonly input: Bound;
}
export type Side = TableSide | ViewSide | RowsSide | FlattenSide;

export interface Scope {
  readonly aliases: ReadonlyMap<string, Expression>;
  readonly sides: readonly Side[];
  /** Columns that this query's own aggregation makes; null before it. */
  readonly grouped: Grouping | null;
}

/** How expressions read once a query has made groups: those that are a column of the groups, by their text. */
export interface Grouping {
  readonly fieldOf: (expression: Expression, scope: Scope) => FieldPath | null;
}

export type Resolved =
  | { readonly kind: 'column'; readonly home: Home; readonly keys: readonly (string | number)[] }
  | { readonly kind: 'element'; readonly side: FlattenSide; readonly keys: readonly (string | number)[] }
  | { readonly kind: 'bound'; readonly bound: Bound; readonly keys: readonly (string | number)[] }
  | { readonly kind: 'unknown' };

export function resolve(column: ColumnPath, scope: Scope): Resolved {
  const { names, path } = column;
  const [first = '', ...others] = names.map((name) => name.toLowerCase());
  const [, ...rest] = names;
  if (others.length > 0) {
    const side = scope.sides.find((each) => each.names.includes(first));
    if (side !== undefined) return inSide(side, [...rest, ...path], scope);
  }
  const alias = names.length === 1 ? scope.aliases.get(first) : undefined;
  if (alias !== undefined && !namesItself(alias, first)) {
    return { kind: 'bound', bound: { expression: alias, scope }, keys: path };
  }
  return unqualified([...names, ...path], scope);
}

/** `eventType::string AS eventType` is the column of that name. */
function namesItself(alias: Expression, name: string): boolean {
  if (alias.kind === 'cast') return namesItself(alias.of, name);
  if (alias.kind !== 'column') return mentions(alias, name);
  return alias.names.length === 1 && alias.names[0]?.toLowerCase() === name;
}

/** Does the expression use the name itself? Then the name in it is a column's, and outside of it cannot be told. */
function mentions(expression: Expression, name: string): boolean {
  let found = false;
  JSON.stringify(expression, (key, value: unknown) => {
    if (
      key === 'names' &&
      Array.isArray(value) &&
      value.length === 1 &&
      String(value[0]).toLowerCase() === name
    ) {
      found = true;
    }
    return value;
  });
  return found;
}

const ELEMENT_COLUMNS: ReadonlySet<string> = new Set(['value', 'index', 'key', 'this', 'seq', 'path']);

function unqualified(keys: readonly (string | number)[], scope: Scope): Resolved {
  const name = String(keys[0] ?? '').toLowerCase();
  const named = scope.sides.filter(
    (side) =>
      (side.kind === 'rows' && side.columns.has(name)) || (side.kind === 'view' && side.columns.has(name)),
  );
  const flattened = ELEMENT_COLUMNS.has(name) ? scope.sides.filter(({ kind }) => kind === 'flatten') : [];
  const tables = scope.sides.filter(
    (side) => side.kind === 'table' || (side.kind === 'view' && side.inner !== null),
  );
  const [side, ...more] = named.length > 0 ? named : flattened.length > 0 ? flattened : tables;
  // Which of several tables has the column is in their schemas, which are not known.
  return side === undefined || more.length > 0 ? { kind: 'unknown' } : inSide(side, keys, scope);
}

function inSide(side: Side, keys: readonly (string | number)[], scope: Scope): Resolved {
  const [first, ...rest] = keys;
  const name = String(first ?? '').toLowerCase();
  switch (side.kind) {
    case 'table':
    case 'rows':
      return { kind: 'column', home: side.home, keys };
    case 'flatten':
      return name === 'value' ? { kind: 'element', side, keys: rest } : { kind: 'unknown' };
    case 'view': {
      const bound = side.columns.get(name);
      if (bound !== undefined) return { kind: 'bound', bound, keys: rest };
      if (side.inner === null) return { kind: 'unknown' };
      const [inner] = side.inner.sides;
      return inner === undefined || scope === side.inner
        ? { kind: 'unknown' }
        : unqualified(keys, side.inner);
    }
  }
}

// Relay connections over keyset pages.
import type { Page, PageRequest } from '../store/read/page.ts';
import { isUnstorableText, requestError } from './errors.ts';

const MAX_FIRST = 100;
const DEFAULT_FIRST = 25;

export interface PageArgs {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
}

/** Throws FIRST_OUT_OF_RANGE. */
export function checkFirst(first: number | null | undefined, usual = DEFAULT_FIRST): number {
  const count = first ?? usual;
  if (count < 1 || count > MAX_FIRST) {
    throw requestError('FIRST_OUT_OF_RANGE', `first must be 1–${MAX_FIRST}, but it is ${count}`, {
      maximum: MAX_FIRST,
    });
  }
  return count;
}

type Key = string | number | Date;
type KeyType = 'text' | 'int' | 'date';
type KeyOf<Type extends KeyType> = Type extends 'text' ? string : Type extends 'int' ? number : Date;
type KeysOf<Types extends readonly KeyType[]> = { readonly [Place in keyof Types]: KeyOf<Types[Place]> };

/** A list in one order: what its cursors are bound to, and which keys they hold. */
export interface ListOrder<Types extends readonly KeyType[]> {
  /** The list, e.g. `Query.rules`. */
  readonly list: string;
  /** The order, e.g. `titleFolded asc`; empty where there is one only. */
  readonly order: string;
  readonly keys: Types;
}

function writeCursor<Types extends readonly KeyType[]>(
  { list, order }: ListOrder<Types>,
  keys: readonly Key[],
): string {
  return Buffer.from(JSON.stringify([list, order, ...keys])).toString('base64url');
}

/** Throws INVALID_CURSOR. */
function readCursor<const Types extends readonly KeyType[]>(
  { list, order, keys: types }: ListOrder<Types>,
  cursor: string,
): KeysOf<Types> {
  const parts = parseCursor(cursor);
  if (parts === null) throw requestError('INVALID_CURSOR', 'after is not a cursor of this API');
  if (parts[0] !== list || parts[1] !== order) {
    throw requestError('INVALID_CURSOR', 'after is a cursor of another list or another order');
  }
  const keys = types.map((type, place) => readKey(type, parts[place + 2]));
  if (parts.length !== types.length + 2 || keys.includes(null)) {
    throw requestError('INVALID_CURSOR', 'after is not a cursor of this API');
  }
  return keys as KeysOf<Types>;
}

function parseCursor(cursor: string): readonly unknown[] | null {
  const text = Buffer.from(cursor, 'base64url').toString();
  if (!text.startsWith('[')) return null;
  try {
    const parts: unknown = JSON.parse(text);
    return Array.isArray(parts) ? parts : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function readKey(type: KeyType, part: unknown): Key | null {
  switch (type) {
    case 'text':
      return typeof part === 'string' && !isUnstorableText(part) ? part : null;
    case 'int':
      return typeof part === 'number' && Number.isInteger(part) && Math.abs(part) < 2 ** 31 ? part : null;
    case 'date': {
      const date = typeof part === 'string' ? new Date(part) : null;
      return date === null || Number.isNaN(date.getTime()) ? null : date;
    }
  }
}

/** What a reader needs: how many, and after which keys. */
export function pageRequest<const Types extends readonly KeyType[]>(
  order: ListOrder<Types>,
  { first, after }: PageArgs,
): PageRequest<KeysOf<Types>> {
  return {
    first: checkFirst(first),
    after: typeof after === 'string' ? readCursor(order, after) : null,
  };
}

/** As GraphQL's own field resolution takes it: functions are called where a query selects their field. */
export interface Connection<Node> {
  readonly edges: readonly { readonly cursor: string; readonly node: () => Promise<Node> }[];
  readonly nodes: () => Promise<readonly Node[]>;
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  readonly totalCount: () => Promise<number>;
}

export interface ConnectionParts<Row, Node, Types extends readonly KeyType[]> {
  readonly order: ListOrder<Types>;
  readonly args: PageArgs;
  readonly page: Page<Row>;
  readonly keysOf: (row: Row) => KeysOf<Types>;
  readonly node: (row: Row) => Node | Promise<Node>;
  /** Asked only where `totalCount` is selected. */
  readonly count: () => number | Promise<number>;
}

export function connection<Row, Node, const Types extends readonly KeyType[]>(
  parts: ConnectionParts<Row, Node, Types>,
): Connection<Node> {
  const { order, page, keysOf, node, args, count } = parts;
  const edges = page.rows.map((row) => ({
    cursor: writeCursor(order, keysOf(row) as readonly Key[]),
    node: async () => node(row),
  }));
  return {
    edges,
    nodes: () => Promise.all(page.rows.map(node)),
    pageInfo: {
      hasNextPage: page.hasNextPage,
      hasPreviousPage: typeof args.after === 'string',
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    totalCount: async () => count(),
  };
}

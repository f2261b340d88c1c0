/**
 * How a log source's own field names stand to the catalog's (ECS): one table per log source, read both ways. A raw event is judged by a
 * rule for ECS names through it, and an ECS event by a rule for the log source's own names.
 */

import type { LogSource } from '../rule/log-source.ts';

/** How the catalog's value is made from the native one, where it is not the same value. */
export type Derivation =
  /** The last segment of a path, what follows its last dot, all before its last segment. */
  | { readonly kind: 'base_name' | 'extension' | 'directory' }
  /** The value where it is an IP address, else no value. */
  | { readonly kind: 'ip' }
  /** `DOMAIN\user` or `user@domain`: either part; the user is the whole value where there is no domain. */
  | { readonly kind: 'user' | 'domain' }
  /** What of an address a server was asked for: between its host and its query, the query, the extension of the path's last segment. */
  | { readonly kind: 'uri_path' | 'uri_query' | 'uri_extension' }
  /** An object as Java writes a map: `{a=b, c=[d]}`. */
  | { readonly kind: 'java_text' }
  | { readonly kind: 'lower' }
  /** A Windows command line cut into its arguments, as CommandLineToArgvW does; or how many they are. */
  | { readonly kind: 'arguments' | 'argument_count' }
  /** One hash of `SHA1=…,SHA256=…`, in lower case. */
  | { readonly kind: 'hash'; readonly algorithm: string }
  /** Another word for each value (keys in lower case); `otherwise` for the rest, `absent` where the native field has no value. */
  | {
      readonly kind: 'choice';
      readonly of: Readonly<Record<string, string | boolean>>;
      readonly otherwise: string | boolean | null;
      readonly absent: string | boolean | null;
    }
  /** Another word for some values (keys in lower case), or null where a word says that there is no value; the rest as they are. */
  | { readonly kind: 'renamed'; readonly of: Readonly<Record<string, string | null>> }
  /** `DWORD (0x00000001)`, as Windows' events write a number in the registry, as the number alone; other values as they are. */
  | { readonly kind: 'registry_data' }
  /** The same thing in another spelling or form that cannot be brought over: the row gives a name and no value. */
  | { readonly kind: 'other_spelling' }
  /** Always the same value, or values. */
  | { readonly kind: 'constant'; readonly value: string | readonly string[] }
  /** The other way round: the native name, which the catalog has no word for, always has this value in events of the log source. */
  | { readonly kind: 'said'; readonly value: string };

export interface FieldRow {
  /** The catalog's name; `requestParameters.*` style rows end in `.*` on both sides, a native name that is a map's key in `.*"]`. */
  readonly name: string;
  /**
   * Native names: the first that has a value counts. In the schema `raw` they are different fields that end in one; in the others they are names of one field.
   */
  readonly natives: readonly string[];
  /** Null: the same value. */
  readonly derivation: Derivation | null;
  /** How the native value is made from the catalog's, where it is not the same one: on events of another schema. */
  readonly back?: Derivation;
  /** What an event lacks here may be had elsewhere: in another record of the same event, in a field that is not known. It is open then, not absent. */
  readonly isInOneOfSeveral?: boolean;
  /** Whose events the native name does not speak of, by the catalog's name and value that tell them: there it is open. */
  readonly notOf?: { readonly name: string; readonly value: string };
  /** Where the native name is that of a side as the device sees it: what it is of a connection that came in. */
  readonly inbound?: Inbound;
}

interface Inbound {
  /** The native name that stands for the other side then, and the catalog's name of that. */
  readonly native: string;
  readonly name: string;
  /** The native names that stand for this row's. */
  readonly natives: readonly string[];
}

/**
 * Columns that tell a device's own side from the remote one: the remote one is the destination of what the device opens, and the source of what comes in.
 * Behind each stand native names that tell source and destination themselves.
 */
export function sides(
  destination: readonly [name: string, remote: string, ...others: readonly string[]],
  source: readonly [name: string, local: string, ...others: readonly string[]],
): readonly FieldRow[] {
  const [to, remote, ...ofTo] = destination;
  const [from, local, ...ofFrom] = source;
  return [
    {
      ...same(to, remote, ...ofTo),
      inbound: { native: remote, name: from, natives: [local, ...ofTo] },
    },
    {
      ...same(from, local, ...ofFrom),
      inbound: { native: local, name: to, natives: [remote, ...ofFrom] },
    },
  ];
}

/** The same value under another name. Of several rows with one native name, the first gives its catalog name. */
export function same(name: string, ...natives: readonly string[]): FieldRow {
  return { name, natives, derivation: null };
}

export function derived(name: string, native: string | readonly string[], derivation: Derivation): FieldRow {
  return { name, natives: typeof native === 'string' ? [native] : native, derivation };
}

/** The native name is called so in the catalog, but neither value can be told from the other. */
export function spelled(name: string, ...natives: readonly string[]): FieldRow {
  return { name, natives, derivation: { kind: 'other_spelling' } };
}

/**
 * Before the raw record's own name, for what ECS has no name for: schemas that hold the same record in another form meet in it. No ECS event has such a
 * field, and as the catalog's name it is the record's own.
 */
export const RECORD = 'record:';

/** The field of the raw record `own`, under the names that another schema gives it (in the raw schema: its own). */
export function record(own: string, ...natives: readonly string[]): FieldRow {
  return { name: RECORD + own, natives: natives.length === 0 ? [own] : natives, derivation: null };
}

export function constant(name: string, value: string | readonly string[]): FieldRow {
  return { name, natives: [], derivation: { kind: 'constant', value } };
}

/** What events of a log source say under a native name that the catalog has no word for: `metadata.vendor_name` is "Okta". */
export function said(native: string, value: string): FieldRow {
  return { name: native, natives: [native], derivation: { kind: 'said', value } };
}

/** Names of a log source's ECS events that say where they come from. */
export function dataset(name: string, module: string): readonly FieldRow[] {
  return [
    constant('event.dataset', name),
    constant('data_stream.dataset', name),
    constant('event.module', module),
    constant('event.kind', 'event'),
  ];
}

/** The rows that describe events of these log sources, in a schema that several log sources share; a part that is null is any. */
export interface SourceRows {
  readonly logSources: readonly LogSource[];
  readonly rows: readonly FieldRow[];
}

export interface FieldTable {
  /** The row of a catalog name; of a prefix row, with the name's own part filled in. */
  readonly byName: (name: string) => FieldRow | null;
  /** The rows that the native name has a part in, the one that names it first. */
  readonly byNative: (native: string) => readonly FieldRow[];
}

const PREFIX = '.*';

export function fieldTable(rows: readonly FieldRow[]): FieldTable {
  const byName = new Map<string, FieldRow>();
  const byNative = new Map<string, FieldRow[]>();
  for (const row of rows) {
    const name = row.name.toLowerCase();
    if (!byName.has(name)) byName.set(name, row);
    for (const native of row.natives) addTo(byNative, native.toLowerCase(), row);
  }
  return {
    byName: (name) => {
      const exact = byName.get(name.toLowerCase());
      if (exact !== undefined) return exact;
      const found = findPrefix(name, (prefix) => byName.get(prefix));
      return found === null ? null : fillPrefix(found.row, found.rest);
    },
    byNative: (native) => {
      const exact = byNative.get(native.toLowerCase()) ?? [];
      const found = findPrefix(native, (prefix) => byNative.get(prefix));
      return found === null ? exact : [...exact, ...found.row.map((row) => fillPrefix(row, found.rest))];
    },
  };
}

function addTo(map: Map<string, FieldRow[]>, key: string, row: FieldRow): void {
  const rows = map.get(key);
  if (rows === undefined) map.set(key, [row]);
  else rows.push(row);
}

/** Ends a name whose last part is the key of a map: `labels["a.*"]`. */
const KEY_END = '"]';

/** The longest prefix row that fits. */
function findPrefix<T>(name: string, rowOf: (key: string) => T | undefined): { row: T; rest: string } | null {
  const ends = name.endsWith(KEY_END) ? ['', KEY_END] : [''];
  for (let dot = name.lastIndexOf('.'); dot > 0; dot = name.lastIndexOf('.', dot - 1)) {
    for (const end of ends) {
      const row = rowOf(name.slice(0, dot).toLowerCase() + PREFIX + end);
      if (row !== undefined) return { row, rest: name.slice(dot + 1, name.length - end.length) };
    }
  }
  const any = rowOf('*');
  return any === undefined ? null : { row: any, rest: name };
}

function fillPrefix(row: FieldRow, rest: string): FieldRow {
  const fill = (name: string): string => name.replace(/\*(?="\]$|$)/, () => rest);
  return { ...row, name: fill(row.name), natives: row.natives.map(fill) };
}

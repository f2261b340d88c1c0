// DataLoaders made of the store's batch reads.
import DataLoader from 'dataloader';
import { requestError } from './errors.ts';

/** One row for each key; null for a key that has none. */
export function one<Key, Row>(
  read: (keys: readonly Key[]) => Promise<readonly Row[]>,
  keyOf: (row: Row) => Key,
): DataLoader<Key, Row | null> {
  return new DataLoader(async (keys) => {
    const rows = new Map((await read(keys)).map((row) => [keyOf(row), row]));
    return keys.map((key) => rows.get(key) ?? null);
  });
}

/** As `one`, for keys that another read of the same request gave: a missing row means that an import came between. */
export function existing<Key, Row>(
  read: (keys: readonly Key[]) => Promise<readonly Row[]>,
  keyOf: (row: Row) => Key,
): DataLoader<Key, Row> {
  return new DataLoader<Key, Row>(async (keys) => {
    const rows = new Map((await read(keys)).map((row) => [keyOf(row), row]));
    return keys.map(
      (key) =>
        rows.get(key) ??
        requestError('CORPUS_CHANGED', 'an import changed the corpus during this request: ask again'),
    );
  });
}

/** The rows of each key, in the order of the read. */
export function many<Key, Row>(
  read: (keys: readonly Key[]) => Promise<readonly Row[]>,
  keyOf: (row: Row) => Key,
): DataLoader<Key, readonly Row[]> {
  return new DataLoader(async (keys) => {
    const groups = new Map<Key, Row[]>(keys.map((key) => [key, []]));
    for (const row of await read(keys)) groups.get(keyOf(row))?.push(row);
    return keys.map((key) => groups.get(key) ?? []);
  });
}

/** A loader for each set of arguments, made when first asked for. */
export function byArguments<Args extends readonly unknown[], Loader>(
  make: (...args: Args) => Loader,
): (...args: Args) => Loader {
  const made = new Map<string, Loader>();
  return (...args) => {
    const key = JSON.stringify(args);
    const known = made.get(key);
    if (known !== undefined) return known;
    const fresh = make(...args);
    made.set(key, fresh);
    return fresh;
  };
}

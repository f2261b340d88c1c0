/** What a JSON text may hold, told apart. */

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Missing and null are the same to every predicate. */
export function isMissing(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

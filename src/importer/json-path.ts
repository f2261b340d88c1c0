/**
 * A value that a rule takes out of a column's JSON, as a path: `to_string(key(parse_json(RequestParameters), "userName"))` is
 * `RequestParameters.userName`. So it has the name, and is read as the field, that it is in the record which the column holds.
 */
import type { FieldPath, Transform } from '../condition/field-path.ts';

/** The same field with the functions that only go into its JSON made part of its path. */
export function jsonPath(field: FieldPath): FieldPath {
  const { keys, rest } = leadingKeys(field.transforms);
  // A text that is compared as one needs no conversion.
  const transforms = rest.every(({ name }) => name === 'to_string') ? [] : rest;
  if (transforms.length === field.transforms.length) return field;
  const native = [field.native, ...keys].join('.');
  return Object.freeze({
    ...field,
    native,
    name: native,
    segments: [...field.segments, ...keys],
    transforms,
  });
}

/** `parse_json` and the keys behind it, and JSON texts within; up to the last key. */
function leadingKeys(transforms: readonly Transform[]): {
  readonly keys: readonly string[];
  readonly rest: readonly Transform[];
} {
  const keys: string[] = [];
  let taken = 0;
  let isParsed = false;
  for (const [at, { name, args }] of transforms.entries()) {
    const [arg] = args;
    if (name === 'parse_json') isParsed = true;
    else if (name === 'to_string' && transforms[at + 1]?.name === 'parse_json') continue;
    else if (isParsed && name === 'key' && typeof arg === 'string') {
      keys.push(arg);
      taken = at + 1;
    } else if (isParsed && name === 'at' && typeof arg === 'number') {
      keys.push(String(arg));
      taken = at + 1;
    } else break;
  }
  return { keys, rest: transforms.slice(taken) };
}

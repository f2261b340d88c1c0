/**
 * A record that says what another source's record says, in words of its own: a sensor's of a process that starts, an API's of a sign-in. It is brought to the
 * names by which rules on such events read them; what it does not say is not known.
 */
import type { EventOrigin } from '../../fields/event-origin.ts';
import { valueAt } from '../event-shape.ts';
import type { Facet } from '../facet.ts';
import { isMissing, isObject } from '../json-object.ts';
import type { JsonObject } from '../json-object.ts';

export interface Rendering {
  readonly origin: EventOrigin;
  /** The first is that of the origin's schema. */
  readonly facets: readonly Facet[];
}

/** Null: it is no such record. */
export type Renderer = (event: JsonObject) => Rendering | null;

/** Where the value of a field stands, the first path that has one; and what it is there, or undefined where that cannot be said. */
export interface Source {
  readonly at: readonly string[];
  readonly as: (value: unknown) => unknown;
}

export type Names = Readonly<Record<string, Source>>;

export function from(...at: readonly string[]): Source {
  return { at, as: (value) => value };
}

export function made(as: (value: unknown) => unknown, ...at: readonly string[]): Source {
  return { at, as };
}

/** The record under other names; dotted ones become objects. */
export function renamed(record: JsonObject, names: Names): Record<string, unknown> {
  const root: Record<string, unknown> = {};
  for (const [name, { at, as }] of Object.entries(names)) {
    const value = at.map((path) => valueAt(record, path)).find((each) => !isMissing(each) && each !== '');
    const own = value === undefined ? undefined : as(value);
    if (!isMissing(own)) put(root, name.split('.'), own);
  }
  return root;
}

function put(root: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [key = '', ...rest] = path;
  if (rest.length === 0) {
    root[key] = value;
    return;
  }
  const inner = isObject(root[key]) ? { ...root[key] } : {};
  put(inner, rest, value);
  root[key] = inner;
}

/** Another word for a value, by its text in lower case; none for the rest. */
export function word(words: Readonly<Record<string, unknown>>): (value: unknown) => unknown {
  return (value) => words[String(value).toLowerCase()];
}

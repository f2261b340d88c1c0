/**
 * Closed sources: which names cannot occur in events of a log source, as the platforms that name fields by a schema see it (docs/decisions/0021). Asked last, for a
 * name that no table translates and no part of the event has.
 *
 * A pattern is a name with all that stands below it (`process.parent`), names that begin alike (`InitiatingProcess*`), or a part of a name, wherever it
 * stands (`*.code_signature`). What a field may be and cannot be (`never`) decides a comparison with what it cannot be, and no other.
 */
import type { LogSource } from '../rule/log-source.ts';
import type { EventSchema } from '../rule/rule.ts';
import { ECS_CLOSED } from './closed-sources/ecs.ts';
import { ENDPOINT_CLOSED } from './closed-sources/endpoint.ts';
import { FALCO_CLOSED } from './closed-sources/falco.ts';
import { LOG_ANALYTICS_CLOSED } from './closed-sources/log-analytics.ts';
import { SPLUNK_CLOSED } from './closed-sources/splunk.ts';
import { UDM_CLOSED } from './closed-sources/udm.ts';
import type { CatalogValue, ClosedSource, Never } from './closed-sources/closed-source.ts';
import { logSourceFits } from './event-origin.ts';
import type { EventOrigin } from './event-origin.ts';

/** Of a log source, as a rule of a schema sees it. */
export interface Closure {
  /** What a name is that nothing in the event answers; null: that is not known. */
  readonly kindOf: (name: string) => 'absent' | 'not_observable' | null;
  /** Is anything said of the name? */
  readonly knows: (name: string) => boolean;
  /** Is this surely none of the name's values? `read`: the values of the catalog's names in the event; null: not known. */
  readonly isNever: (name: string, text: string, read: CatalogReader) => boolean;
}

type CatalogReader = (name: string) => readonly unknown[] | null;

interface Patterns {
  readonly has: (name: string) => boolean;
}

interface Compiled {
  readonly logSources: readonly LogSource[];
  readonly notObservable: Patterns;
  readonly absent: Patterns;
  readonly holds: ReadonlySet<string> | null;
  /** By name. */
  readonly never: ReadonlyMap<string, readonly CompiledNever[]>;
}

interface CompiledNever extends Pick<Never, 'when' | 'unless'> {
  readonly values: RegExp;
}

const CLOSED: Readonly<Partial<Record<EventSchema, readonly Compiled[]>>> = {
  ecs: compile(ECS_CLOSED),
  udm: compile(UDM_CLOSED),
  log_analytics: compile(LOG_ANALYTICS_CLOSED),
  falco: compile(FALCO_CLOSED),
  windows: compile(ENDPOINT_CLOSED),
  splunk: compile(SPLUNK_CLOSED),
};

/** Origins are few, and names are those that rules read: what is said of them is worked out once, of so many origins that none can fill the memory. */
const REMEMBERED_ORIGINS = 200;
const remembered = new Map<string, Closure | null>();

/** Null: of such events nothing is closed to rules of the schema. */
export function closureOf(schema: EventSchema, origin: EventOrigin): Closure | null {
  const { product, categories, services, recorder, schema: own } = origin;
  const key = JSON.stringify([schema, own, product, categories, services, recorder]);
  const known = remembered.get(key);
  if (known !== undefined) return known;
  if (remembered.size >= REMEMBERED_ORIGINS) remembered.clear();
  const closure = findClosure(schema, origin);
  remembered.set(key, closure);
  return closure;
}

function findClosure(schema: EventSchema, origin: EventOrigin): Closure | null {
  const closed = (CLOSED[schema] ?? []).filter(({ logSources }) => isSurelyOf(logSources, origin));
  if (closed.length === 0) return null;
  const kinds = new Map<string, ReturnType<Closure['kindOf']>>();
  const kindOf: Closure['kindOf'] = (native) => {
    let kind = kinds.get(native);
    if (kind === undefined) kinds.set(native, (kind = findKind(native.toLowerCase())));
    return kind;
  };
  const findKind = (name: string): ReturnType<Closure['kindOf']> => {
    if (closed.some(({ notObservable }) => notObservable.has(name))) return 'not_observable';
    return closed.some(({ absent, holds: sets }) => absent.has(name) || isOutside(name, sets))
      ? 'absent'
      : null;
  };
  return {
    kindOf,
    knows: (name) => kindOf(name) !== null || closed.some(({ never }) => never.has(name.toLowerCase())),
    isNever: (name, text, read) =>
      closed
        .flatMap(({ never }) => never.get(name.toLowerCase()) ?? [])
        .some(({ values, when, unless }) => values.test(text) && holds(when, unless, read)),
  };
}

/** Where the catalog's value is not known, neither condition holds. */
function holds(
  when: CatalogValue | undefined,
  unless: CatalogValue | undefined,
  read: CatalogReader,
): boolean {
  const isSo = ({ name, is }: CatalogValue): boolean | null =>
    read(name)?.some((value) => is.test(String(value))) ?? null;
  return (when === undefined || isSo(when) === true) && (unless === undefined || isSo(unless) === false);
}

/** Whichever of the services that it may come from it does come from. */
function isSurelyOf(logSources: readonly LogSource[], origin: EventOrigin): boolean {
  const { services } = origin;
  const fits = (one: EventOrigin): boolean => logSources.some((each) => logSourceFits(each, one) === 'fits');
  if (services === null || services.length === 0) return fits(origin);
  return services.every((service) => fits({ ...origin, services: [service] }));
}

/** Names of field sets that the source has none of; what has no dot, or is of the index, is no field of a set. */
function isOutside(name: string, holds: ReadonlySet<string> | null): boolean {
  const dot = name.indexOf('.');
  return holds !== null && dot > 0 && !name.startsWith('_') && !holds.has(name.slice(0, dot));
}

function compile(sources: readonly ClosedSource[]): readonly Compiled[] {
  return sources.map(({ logSources, absent, notObservable, holds: sets, never }) => ({
    logSources,
    absent: patterns(absent ?? ''),
    notObservable: patterns(notObservable ?? ''),
    holds: sets === undefined ? null : new Set(words(sets)),
    never: byField(never ?? []),
  }));
}

function byField(all: readonly Never[]): Compiled['never'] {
  const fields = new Map<string, CompiledNever[]>();
  for (const { field, values, ...condition } of all) {
    const one = { ...condition, values: anyOf(values) };
    const known = fields.get(field.toLowerCase());
    if (known === undefined) fields.set(field.toLowerCase(), [one]);
    else known.push(one);
  }
  return fields;
}

function anyOf(values: readonly string[]): RegExp {
  const sources = values.map((value) =>
    value
      .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
      .replaceAll('#', '\\d')
      .replace(/\*$/, '.*'),
  );
  return new RegExp(`^(?:${sources.join('|')})$`, 'is');
}

function words(text: string): readonly string[] {
  return text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
}

function patterns(text: string): Patterns {
  const all = words(text);
  const parts = new Set(all.filter((each) => each.startsWith('*.')).map((each) => each.slice(2)));
  const beginnings = all.filter((each) => each.endsWith('*')).map((each) => each.slice(0, -1));
  const names = new Set(all.filter((each) => !each.includes('*')));
  return {
    has: (name) =>
      beginnings.some((each) => name.startsWith(each)) ||
      isBelow(name, names) ||
      (parts.size > 0 && name.split('.').some((part) => parts.has(part))),
  };
}

/** Is it one of the names, or below one? */
function isBelow(name: string, names: ReadonlySet<string>): boolean {
  if (names.size === 0) return false;
  for (let end = name.length; end > 0; end = name.lastIndexOf('.', end - 1)) {
    if (names.has(name.slice(0, end))) return true;
  }
  return false;
}

/** Where an event comes from: how it names its fields, and its log source as far as it shows. */
import type { LogSource } from '../rule/log-source.ts';
import type { EventSchema } from '../rule/rule.ts';
import { WINDOWS_CATEGORIES, WINDOWS_SERVICES } from './windows-log-sources.ts';

export interface EventOrigin {
  readonly schema: EventSchema;
  /** Null: not known. */
  readonly product: string | null;
  /** All categories that the event belongs to, so none other; null: not known. */
  readonly categories: readonly string[] | null;
  /** All services that it may come from; null: not known. */
  readonly services: readonly string[] | null;
  /** What made the record, where that is a product of its own: rules for either are for the event. Missing: it is the origin's own. */
  readonly recorder?: Recorder;
}

/** A sensor, or a format in which a product hands on what others recorded. */
export interface Recorder {
  readonly product: string;
  /** Null: not known. */
  readonly services: readonly string[] | null;
}

export const UNKNOWN_ORIGIN: EventOrigin = { schema: 'raw', product: null, categories: null, services: null };

/** What one who hands in an event says of it. */
export function originOf(logSources: readonly LogSource[], schema: EventSchema): EventOrigin {
  const products = [...new Set(logSources.map(({ product }) => product))];
  return {
    schema,
    product: products.length === 1 ? (products[0] ?? null) : null,
    categories: valuesOrUnknown(logSources.map(({ category }) => category)),
    services: valuesOrUnknown(logSources.map(({ service }) => service)),
  };
}

function valuesOrUnknown(values: readonly (string | null)[]): readonly string[] | null {
  const known = values.filter((value) => value !== null);
  return known.length === values.length && known.length > 0 ? known : null;
}

/** The log sources that an origin names: one for each service, or category where there is no service. */
export function logSourcesOf({ recorder, ...own }: EventOrigin): readonly LogSource[] {
  const sources = ownLogSources(own);
  return recorder === undefined
    ? sources
    : [...sources, ...ownLogSources({ ...own, ...recorder, categories: null })];
}

function ownLogSources({ product, categories, services }: EventOrigin): readonly LogSource[] {
  const ofServices = (services ?? []).map((service) => ({ product, category: null, service }));
  const ofCategories = (categories ?? []).map((category) => ({ product, category, service: null }));
  const all = [...ofCategories, ...ofServices];
  return all.length > 0 || product === null ? all : [{ product, category: null, service: null }];
}

export type Fit = 'fits' | 'differs' | 'unknown';

/** May the rule see such events? `differs` only where it surely may not: one of its log sources at least must not differ. */
export function logSourcesFit(ofRule: readonly LogSource[], origin: EventOrigin): Fit {
  if (ofRule.length === 0) return 'unknown';
  const fits = ofRule.map((logSource) => logSourceFits(logSource, origin));
  if (fits.includes('fits')) return 'fits';
  return fits.includes('unknown') ? 'unknown' : 'differs';
}

/** Does a rule name no log source at all? Then it is for any event of those that its platform holds. */
export function isForAnyEvent(ofRule: readonly LogSource[]): boolean {
  return ofRule.every(
    ({ product, category, service }) => product === null && category === null && service === null,
  );
}

/** Of an event that one product recorded of another's, either's is the log source. */
export function logSourceFits(ofRule: LogSource, origin: EventOrigin): Fit {
  const fit = ownSourceFits(ofRule, origin);
  if (fit === 'fits' || origin.recorder === undefined) return fit;
  const ofRecorder = ownSourceFits(ofRule, { ...origin, ...origin.recorder });
  return ofRecorder === 'differs' ? fit : ofRecorder;
}

function ownSourceFits(ofRule: LogSource, origin: EventOrigin): Fit {
  const parts = [
    productFits(ofRule.product, origin),
    categoryFits(ofRule, origin),
    serviceFits(ofRule, origin),
  ];
  if (parts.includes('differs')) return 'differs';
  return parts.includes('unknown') ? 'unknown' : 'fits';
}

function productFits(product: string | null, origin: EventOrigin): Fit {
  if (product === null) return 'fits';
  if (origin.product === null) return 'unknown';
  return product === origin.product ? 'fits' : 'differs';
}

/** What is no log event: a resource's configuration, rows that a query makes up. Only what is known to be such a thing is one. */
const NAMED_CATEGORIES: ReadonlySet<string> = new Set(['resource', 'generated', 'scheduled_query']);

/** A rule that names nothing at all is for any event, which is not the same as for this one. */
function categoryFits({ product, category, service }: LogSource, origin: EventOrigin): Fit {
  if (category !== null && NAMED_CATEGORIES.has(category))
    return origin.categories?.includes(category) === true ? 'fits' : 'differs';
  if (category === null) return product === null && service === null ? 'unknown' : 'fits';
  if (origin.categories === null) return 'unknown';
  if (origin.categories.includes(category)) return 'fits';
  return product === 'windows' && !Object.hasOwn(WINDOWS_CATEGORIES, category) ? 'unknown' : 'differs';
}

/** `google_workspace` is all of `google_workspace.admin`, `google_workspace.login`, …: either may name the whole. */
function serviceFits({ product, service }: LogSource, origin: EventOrigin): Fit {
  if (service === null) return 'fits';
  if (origin.services === null) return 'unknown';
  const isSame = (own: string): boolean =>
    own === service || own.startsWith(`${service}.`) || service.startsWith(`${own}.`);
  if (origin.services.some(isSame)) return 'fits';
  return product === 'windows' && !Object.hasOwn(WINDOWS_SERVICES, service) ? 'unknown' : 'differs';
}

/** Records of requests under the W3C's names, which Sigma's rules on web servers read. */
import { hasAll, hasAny, textAt } from '../event-shape.ts';
import { hidesNothing } from '../facet.ts';
import type { JsonObject } from '../json-object.ts';
import { from, made, renamed } from './rendering.ts';
import type { Names, Rendering } from './rendering.ts';

/** A line of the combined log format, as Logstash's pattern takes it apart: https://github.com/logstash-plugins/logstash-patterns-core (COMBINEDAPACHELOG). */
const COMBINED: Names = {
  'c-ip': from('clientip'),
  'cs-username': made(noDash, 'auth'),
  'cs-method': from('verb'),
  'cs-uri': from('request'),
  'c-uri': from('request'),
  'cs-uri-stem': made((target) => part(target, 0), 'request'),
  'cs-uri-query': made((target) => part(target, 1), 'request'),
  'cs-version': from('httpversion'),
  'sc-status': from('response'),
  'sc-bytes': from('bytes'),
  'cs-referer': made(unquoted, 'referrer'),
  'cs-user-agent': made(unquoted, 'agent'),
  'c-useragent': made(unquoted, 'agent'),
};

/** Which server wrote the line, the format does not tell. */
export function renderCombinedLog(event: JsonObject): Rendering | null {
  if (!hasAll(event, 'clientip', 'verb', 'request', 'response') || !hasAny(event, 'httpversion', 'agent'))
    return null;
  return {
    origin: { schema: 'sigma', product: null, categories: ['webserver', 'web'], services: null },
    facets: [{ schema: 'sigma', root: renamed(event, COMBINED), hides: isLeftOut }],
  };
}

/** The format has these, and a query where there is one; what else a request holds it leaves out. */
function isLeftOut(name: string): boolean {
  return !Object.hasOwn(COMBINED, name.toLowerCase());
}

function part(target: unknown, at: number): unknown {
  return typeof target === 'string' ? target.split('?', 2)[at] : undefined;
}

function unquoted(value: unknown): unknown {
  return typeof value === 'string' ? noDash(value.replace(/^"(.*)"$/, '$1')) : value;
}

function noDash(value: unknown): unknown {
  return value === '-' ? undefined : value;
}

/** https://learn.microsoft.com/en-us/windows/win32/http/w3c-logging: IIS writes a site's name, or Windows' own status. */
const OF_IIS = ['s-sitename', 'sc-win32-status', 's-computername'];
/** https://techdocs.broadcom.com/us/en/symantec-security-software/web-and-network-security/proxysg (the ELFF fields of a proxy) */
const OF_PROXY = ['s-action', 'cs-categories', 'r-dns', 'r-ip', 'rs-content-type', 'x-exception-id'];

/** A line of the W3C's extended format, as a parser that knows its head takes it apart. */
export function renderExtendedLog(event: JsonObject): Rendering | null {
  const names = Object.keys(event).filter((key) => /^(c|cs|sc|s|r|rs)-[\w()-]+$/i.test(key));
  if (names.length < 3 || textAt(event, 'event_type') !== null) return null;
  const isIis = hasAny(event, ...OF_IIS);
  const categories = isIis ? ['webserver', 'web'] : hasAny(event, ...OF_PROXY) ? ['proxy', 'web'] : null;
  return {
    origin: {
      schema: 'sigma',
      product: isIis ? 'windows' : null,
      categories,
      services: isIis ? ['iis'] : null,
      ...(isIis ? { recorder: { product: 'iis', services: ['access'] } } : {}),
    },
    facets: [{ schema: 'sigma', root: event, hides: hidesNothing }],
  };
}

/**
 * Filtering parameters of ASIM's parsers that stand for a predicate on one column:
 * https://learn.microsoft.com/azure/sentinel/normalization-develop-parsers#filtering-parameters and each schema's own list of them.
 */

export interface ParserFilter {
  readonly column: string;
  readonly operator: '=~' | 'has_any' | 'in~';
}

const FILTERS: Readonly<Record<string, ParserFilter>> = {
  actorusername_has_any: { column: 'ActorUsername', operator: 'has_any' },
  commandline_has_any: { column: 'CommandLine', operator: 'has_any' },
  domain_has_any: { column: 'DnsQuery', operator: 'has_any' },
  dvcaction: { column: 'DvcAction', operator: 'in~' },
  eventresult: { column: 'EventResult', operator: '=~' },
  eventtype: { column: 'EventType', operator: '=~' },
  eventtype_in: { column: 'EventType', operator: 'in~' },
  httpuseragent_has_any: { column: 'HttpUserAgent', operator: 'has_any' },
  responsecodename: { column: 'DnsResponseCodeName', operator: '=~' },
  srcipaddr: { column: 'SrcIpAddr', operator: '=~' },
  targetusername_has_any: { column: 'TargetUsername', operator: 'has_any' },
  url_has_any: { column: 'Url', operator: 'has_any' },
};

/** Null: not one column, or not one that is documented. */
export function parserFilter(name: string): ParserFilter | null {
  return FILTERS[name.toLowerCase()] ?? null;
}

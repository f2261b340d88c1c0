/**
 * Filtering parameters of ASIM's parsers that stand for a predicate on columns of the normalised schema:
 * https://learn.microsoft.com/azure/sentinel/normalization-develop-parsers#filtering-parameters, and each schema's own list of them
 * (https://learn.microsoft.com/azure/sentinel/normalization-schema-dns#filtering-parser-parameters, …-network, …-web, …-authentication, …-process-event).
 */

export interface ParserFilter {
  /** One of them has to satisfy it. */
  readonly columns: readonly string[];
  readonly operator: '=~' | '==' | 'has' | 'has_any' | 'has_all' | 'in~' | 'startswith';
}

const FILTERS: Readonly<Record<string, ParserFilter>> = {
  actingprocess_has_any: { columns: ['ActingProcessName'], operator: 'has_any' },
  actorusername_has: { columns: ['ActorUsername'], operator: 'has' },
  actorusername_has_any: { columns: ['ActorUsername'], operator: 'has_any' },
  commandline_has_all: { columns: ['CommandLine'], operator: 'has_all' },
  commandline_has_any: { columns: ['CommandLine'], operator: 'has_any' },
  domain_has_any: { columns: ['DnsQuery'], operator: 'has_any' },
  dstipaddr_has_any_prefix: { columns: ['DstIpAddr'], operator: 'startswith' },
  dstportnumber: { columns: ['DstPortNumber'], operator: '==' },
  dvcaction: { columns: ['DvcAction'], operator: 'in~' },
  eventresult: { columns: ['EventResult'], operator: '=~' },
  eventresultdetails_in: { columns: ['EventResultDetails'], operator: 'in~' },
  eventtype: { columns: ['EventType'], operator: '=~' },
  eventtype_in: { columns: ['EventType'], operator: 'in~' },
  hostname_has_any: { columns: ['SrcHostname', 'DstHostname'], operator: 'has_any' },
  httpuseragent_has_any: { columns: ['HttpUserAgent'], operator: 'has_any' },
  ipaddr_has_any_prefix: { columns: ['SrcIpAddr', 'DstIpAddr'], operator: 'startswith' },
  parentprocess_has_any: { columns: ['ParentProcessName'], operator: 'has_any' },
  response_has_any_prefix: { columns: ['DnsResponseName'], operator: 'startswith' },
  responsecodename: { columns: ['DnsResponseCodeName'], operator: '=~' },
  srcipaddr: { columns: ['SrcIpAddr'], operator: '=~' },
  srcipaddr_has_any_prefix: { columns: ['SrcIpAddr'], operator: 'startswith' },
  targetappname_has_any: { columns: ['TargetAppName'], operator: 'has_any' },
  targetprocess_has_any: { columns: ['TargetProcessName'], operator: 'has_any' },
  targetusername_has: { columns: ['TargetUsername'], operator: 'has' },
  targetusername_has_any: { columns: ['TargetUsername'], operator: 'has_any' },
  url_has_any: { columns: ['Url'], operator: 'has_any' },
  username_has_any: { columns: ['TargetUsername', 'ActorUsername'], operator: 'has_any' },
};

/** Null: none that is documented. */
export function parserFilter(name: string): ParserFilter | null {
  return FILTERS[name.toLowerCase()] ?? null;
}

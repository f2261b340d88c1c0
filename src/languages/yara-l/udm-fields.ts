/**
 * What the comparison of a UDM field depends on beside its value: which levels of its path are repeated, and which value it has where an event
 * does not fill it in (its zero value). From Google's list of the Unified Data Model's fields:
 * https://cloud.google.com/chronicle/docs/reference/udm-field-list
 */
import type { Scalar } from '../../condition/field-path.ts';

/** Repeated whatever they belong to. */
const REPEATED: ReadonlySet<string> = new Set([
  ...['about', 'intermediary', 'security_result'],
  ...['ip', 'mac', 'nat_ip', 'ip_location', 'ip_geo_artifact', 'labels', 'process_ancestors'],
  ...['resource_ancestors', 'user_management_chain', 'namespaces', 'log_types'],
  ...['email_addresses', 'phone_numbers', 'group_identifiers', 'department', 'managers', 'time_off'],
  ...['permissions', 'roles', 'command_line_history', 'names', 'capabilities_tags'],
  ...['embedded_urls', 'embedded_domains', 'embedded_ips', 'hardware', 'software', 'vulnerabilities'],
  ...['category', 'category_details', 'action', 'rule_labels', 'detection_fields', 'associations'],
  ...['campaigns', 'reports', 'analytics_metadata', 'tactics', 'techniques', 'outcomes'],
  ...['to', 'cc', 'bcc', 'subject', 'rcpt_to', 'server_response', 'supported_ciphers'],
  ...['questions', 'answers', 'authority', 'mechanism', 'ingestion_labels', 'enrichment_labels'],
  ...[
    'relations',
    'threat',
    'categories',
    'contact_emails',
    'event_types',
    'collection_elements',
    'references',
  ],
]);

/** Names that are repeated in some messages only. */
const SINGLE: readonly RegExp[] = [
  // Of an artifact or a DHCP message, one address.
  /(^|\.)(ip_geo_artifact|artifact)\.ip$/,
  /^network\.dhcp\./,
  // The subject of a certificate; of an e-mail it is repeated.
  /\.certificate\.subject$/,
  /\.(client|server)\.subject$/,
  // Of an asset, its kind.
  /\.asset\.category$/,
  // The detection that a composite rule reads.
  /^detection\.detection\.(outcomes|rule_labels)$/,
];

/** Tags of a file and of an artifact are lists; an event's metadata has one message of that name. */
const REPEATED_TAGS = /\.(file|artifact|ip_geo_artifact)\.tags$/;

/** Lengths of the prefixes of a path that are repeated, the shortest first; `additional` is a map and has none. */
export function repeatedPrefixes(segments: readonly string[]): readonly number[] {
  const start = segments[0] === 'graph' ? 1 : 0;
  if (segments[start] === 'additional' || segments[start] === 'extracted') return [];
  const lengths: number[] = [];
  for (let length = start + 1; length <= segments.length; length++) {
    // A position picks one element: that level is repeated no more.
    if (isIndex(segments[length])) continue;
    if (
      isRepeated(
        segments.slice(start, length).filter((segment) => !isIndex(segment)),
        segments[length - 1],
      )
    )
      lengths.push(length);
  }
  return lengths;
}

function isIndex(segment: string | undefined): boolean {
  return segment !== undefined && /^\d+$/.test(segment);
}

function isRepeated(path: readonly string[], last: string | undefined): boolean {
  const name = path.at(-1) ?? '';
  if (last !== name) return false;
  const dotted = path.join('.');
  if (name === 'tags') return REPEATED_TAGS.test(`.${dotted}`);
  return REPEATED.has(name) && !SINGLE.some((pattern) => pattern.test(dotted));
}

/** The word in position 0 of an enumerated type: what an absent field of that type is. */
const ENUM_ZEROS: Readonly<Record<string, string>> = {
  event_type: 'EVENTTYPE_UNSPECIFIED',
  entity_type: 'UNKNOWN_ENTITYTYPE',
  source_type: 'SOURCE_TYPE_UNSPECIFIED',
  platform: 'UNKNOWN_PLATFORM',
  action: 'UNKNOWN_ACTION',
  category: 'UNKNOWN_CATEGORY',
  severity: 'UNKNOWN_SEVERITY',
  priority: 'UNKNOWN_PRIORITY',
  confidence: 'UNKNOWN_CONFIDENCE',
  direction: 'UNKNOWN_DIRECTION',
  ip_protocol: 'UNKNOWN_IP_PROTOCOL',
  application_protocol: 'UNKNOWN_APPLICATION_PROTOCOL',
  mechanism: 'MECHANISM_UNSPECIFIED',
  resource_type: 'UNSPECIFIED',
  alert_state: 'UNSPECIFIED',
  relationship: 'RELATIONSHIP_UNSPECIFIED',
};

/** `nocase` does not apply to them, and order is that of their numbers. */
function enumZero(segments: readonly string[]): string | null {
  const last = segments.at(-1) ?? '';
  return Object.hasOwn(ENUM_ZEROS, last) ? (ENUM_ZEROS[last] ?? null) : null;
}

const NUMBERS =
  /^(port|nat_port|size|seconds|nanos|sent_bytes|received_bytes|sent_packets|received_packets|response_code|asn|risk_score|confidence_score|day_count|day_max|rolling_max|rolling_max_sub_domains|day_max_sub_domains|ttl|id_number|return_code|region_latitude|region_longitude|latitude|longitude|threat_score|count|integrity_level_rid|access_mask)$/;
const BOOLEANS =
  /^(response|authoritative|truncated|recursion_available|recursion_desired|is_vpn|established|resumed|is_new|not_before_valid)$/;

/** What an absent field compares as: `""`, 0, false, or the first word of its type. */
export function zeroOf(segments: readonly string[]): Scalar {
  const last = segments.at(-1) ?? '';
  if (NUMBERS.test(last)) return 0;
  if (BOOLEANS.test(last)) return false;
  return enumZero(segments) ?? '';
}

/** Of which categories the events of a log are, where all are of the same: what is not known to be of none may be of any. */
import type { EventOrigin } from './event-origin.ts';

const REQUESTS = ['webserver', 'web'];
const TRAFFIC = ['webserver', 'proxy', 'web'];
const CONNECTIONS = ['network', 'network_connection'];

/** By product and service. */
const CATEGORIES: Readonly<Record<string, readonly string[]>> = {
  'aws.guardduty': [],
  'aws.securityfindingformat': [],
  'aws.s3serveraccess': [],
  'aws.vpcflow': CONNECTIONS,
  'aws.vpcdns': ['dns'],
  'aws.alb': REQUESTS,
  'aws.wafwebacl': REQUESTS,
  'gcp.httploadbalancer': REQUESTS,
  'cloudflare.httprequest': REQUESTS,
  'nginx.access': REQUESTS,
  'traefik.access': REQUESTS,
  'caddy.access': REQUESTS,
  'suricata.alert': ['ids'],
  'suricata.dns': ['dns'],
  'suricata.http': TRAFFIC,
  'suricata.flow': CONNECTIONS,
  'suricata.netflow': CONNECTIONS,
  'zeek.conn': CONNECTIONS,
  'zeek.dns': ['dns'],
  'zeek.http': TRAFFIC,
  'ocsf.dnsactivity': ['dns'],
  'ocsf.httpactivity': TRAFFIC,
  'ocsf.networkactivity': CONNECTIONS,
  'ocsf.authentication': ['authentication'],
  'ocsf.accountchange': ['change'],
};

/** Null: not known. */
export function knownCategories({
  product,
  services,
}: Pick<EventOrigin, 'product' | 'services'>): readonly string[] | null {
  const known = (services ?? []).map((service) => CATEGORIES[`${product ?? ''}.${service}`]);
  const found = known.filter((each) => each !== undefined);
  return found.length === 0 ? null : [...new Set(found.flat())];
}

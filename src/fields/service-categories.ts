/**
 * Of which categories the records of a service's log are, where that is certain: an audit log's are of none, whatever they tell of. Other logs may be
 * what rules of a category are about (DNS queries, a firewall's, a host's).
 */
import type { LogSource } from '../rule/log-source.ts';

const NONE: readonly string[] = [];
const REQUESTS = ['webserver', 'web'];
/** Requests as they pass: what a proxy sees, and a server. */
const TRAFFIC = ['webserver', 'proxy', 'web'];
const CONNECTIONS = ['network', 'network_connection'];

/** By product, then service; `*`: whatever the service. */
const CATEGORIES: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  aws: {
    cloudtrail: NONE,
    guardduty: NONE,
    securityfindingformat: NONE,
    s3serveraccess: NONE,
    vpcflow: CONNECTIONS,
    vpcdns: ['dns'],
    alb: REQUESTS,
    wafwebacl: REQUESTS,
  },
  azure: { activitylogs: NONE, auditlogs: NONE, signinlogs: NONE },
  caddy: { access: REQUESTS },
  cloudflare: { httprequest: REQUESTS },
  gcp: {
    'gcp.audit': NONE,
    google_workspace: NONE,
    httploadbalancer: REQUESTS,
    loadbalancing_logs: REQUESTS,
  },
  github: { audit: NONE },
  // Sigma has it among applications.
  kubernetes: { audit: ['application'] },
  nginx: { access: REQUESTS, nginx: REQUESTS },
  m365: { '*': NONE, audit: NONE },
  ocsf: {
    dnsactivity: ['dns'],
    httpactivity: TRAFFIC,
    networkactivity: CONNECTIONS,
    authentication: ['authentication'],
    accountchange: ['change'],
  },
  okta: { '*': NONE, okta: NONE },
  suricata: {
    eve: NONE,
    alert: ['ids'],
    dns: ['dns'],
    http: TRAFFIC,
    flow: CONNECTIONS,
    netflow: CONNECTIONS,
  },
  traefik: { access: REQUESTS },
  zeek: { conn: CONNECTIONS, dns: ['dns'], http: TRAFFIC },
};

/** Null: not known. */
export function categoriesOfService({ product, service }: LogSource): readonly string[] | null {
  const ofProduct = Object.hasOwn(CATEGORIES, product ?? '') ? CATEGORIES[product ?? ''] : undefined;
  if (service === null) return ofProduct?.['*'] ?? null;
  const family = Object.keys(ofProduct ?? {}).find(
    (name) => service === name || service.startsWith(`${name}.`),
  );
  return ofProduct?.[family ?? ''] ?? null;
}

/** Of a record that is of one of several services; null where one of them is not known. */
export function categoriesOfServices(
  product: string | null,
  services: readonly (string | null)[],
): readonly string[] | null {
  const known = services.map((service) => categoriesOfService({ product, category: null, service }));
  return known.length > 0 && known.every((each) => each !== null) ? [...new Set(known.flat())] : null;
}

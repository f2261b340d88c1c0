/**
 * Of which categories the records of a service's log are, where that is certain: an audit log's are of none, whatever they tell of. Other logs may be
 * what rules of a category are about (DNS queries, a firewall's, a host's).
 */
import type { LogSource } from '../rule/log-source.ts';

const NONE: readonly string[] = [];

/** By product, then service; `*`: whatever the service. */
const CATEGORIES: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  aws: { cloudtrail: NONE },
  azure: { activitylogs: NONE, auditlogs: NONE, signinlogs: NONE },
  gcp: { 'gcp.audit': NONE, google_workspace: NONE },
  github: { audit: NONE },
  // Sigma has it among applications.
  kubernetes: { audit: ['application'] },
  m365: { '*': NONE, audit: NONE },
  okta: { '*': NONE, okta: NONE },
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

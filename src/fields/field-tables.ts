/** Which field table describes the events of a log source. */
import type { LogSource } from '../rule/log-source.ts';
import { fieldTable } from './field-table.ts';
import type { FieldTable } from './field-table.ts';
import { AWS_CLOUDTRAIL } from './tables/aws-cloudtrail.ts';
import { LINUX_AUDITD } from './tables/auditd.ts';
import { AZURE_ACTIVITY, ENTRA_AUDIT, ENTRA_SIGN_IN } from './tables/azure.ts';
import { GITHUB_AUDIT } from './tables/github.ts';
import { GCP_AUDIT, GOOGLE_WORKSPACE } from './tables/google.ts';
import { KUBERNETES_AUDIT } from './tables/kubernetes.ts';
import { MICROSOFT_365_AUDIT } from './tables/microsoft-365.ts';
import { OKTA_SYSTEM_LOG } from './tables/okta.ts';
import { ENDPOINT, WINDOWS_EVENT } from './tables/windows.ts';

/** By product, then service; `*`: whatever the service. */
const TABLES: Readonly<Record<string, Readonly<Record<string, FieldTable>>>> = {
  aws: { cloudtrail: fieldTable(AWS_CLOUDTRAIL) },
  okta: { '*': fieldTable(OKTA_SYSTEM_LOG) },
  github: { '*': fieldTable(GITHUB_AUDIT) },
  azure: {
    activitylogs: fieldTable(AZURE_ACTIVITY),
    auditlogs: fieldTable(ENTRA_AUDIT),
    signinlogs: fieldTable(ENTRA_SIGN_IN),
  },
  m365: { '*': fieldTable(MICROSOFT_365_AUDIT) },
  gcp: {
    'gcp.audit': fieldTable(GCP_AUDIT),
    google_workspace: fieldTable(GOOGLE_WORKSPACE),
  },
  linux: { auditd: fieldTable(LINUX_AUDITD) },
  kubernetes: { '*': fieldTable(KUBERNETES_AUDIT) },
};

/** Endpoint events under Sysmon's names; for other systems than Windows without the names of Windows' event log. */
export const WINDOWS_TABLE: FieldTable = fieldTable([...ENDPOINT, ...WINDOWS_EVENT]);
export const ENDPOINT_TABLE: FieldTable = fieldTable(
  ENDPOINT.filter(({ name }) => !name.startsWith('winlog.') && !/\.args(_count)?$/.test(name)),
);

/** Table of a log source's own (raw) names; null where none is known. */
function rawTable({ product, category, service }: LogSource): FieldTable | null {
  if (product === null || category === 'resource') return null;
  const tables = TABLES[product];
  if (tables === undefined) return null;
  if (service === null) return tables['*'] ?? null;
  const family = Object.keys(tables).find((name) => service === name || service.startsWith(`${name}.`));
  return tables[family ?? '*'] ?? null;
}

/** Every table that may describe events of these log sources. */
export function rawTables(logSources: readonly LogSource[]): readonly FieldTable[] {
  const tables = logSources.map(rawTable).filter((table) => table !== null);
  return [...new Set(tables)];
}

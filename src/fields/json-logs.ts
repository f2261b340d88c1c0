/** Log sources that write their records as JSON: the record as an object and its text are the same thing. */
import type { LogSource } from '../rule/log-source.ts';

/** By product; `*`: whatever the service. A service stands for what it covers. */
const JSON_LOGS: Readonly<Record<string, readonly string[]>> = {
  aws: ['cloudtrail', 'guardduty', 'securityhub', 'config'],
  azure: ['activitylogs', 'auditlogs', 'signinlogs'],
  gcp: ['gcp.audit', 'google_workspace'],
  github: ['audit'],
  kubernetes: ['audit'],
  m365: ['audit'],
  okta: ['okta'],
};

export function isWrittenAsJson({ product, category, service }: LogSource): boolean {
  const services = product === null || category !== null ? undefined : JSON_LOGS[product];
  if (services === undefined) return false;
  // Of a product whose logs are all written so the service need not be known.
  if (service === null) return product === 'm365';
  return services.some((each) => service === each || service.startsWith(`${each}.`));
}

/** Logs that products of all sorts write, each by its own names: a rule on one without a product names fields by Sigma's taxonomy. */
import type { LogSource } from './log-source.ts';

const GENERIC_LOGS: readonly string[] = ['proxy', 'webserver', 'dns', 'firewall'];

export function isGenericLog({ product, category, service }: LogSource): boolean {
  return product === null && service === null && category !== null && GENERIC_LOGS.includes(category);
}

/** Objects that OCSF's classes share. */
import { textAt } from '../event-shape.ts';
import { isObject } from '../json-object.ts';
import type { JsonObject } from '../json-object.ts';

/** https://schema.ocsf.io/1.3.0/objects/os */
const SYSTEMS: Readonly<Record<string, string>> = { '100': 'windows', '200': 'linux', '300': 'macos' };

export function systemOf(event: JsonObject): string | null {
  return SYSTEMS[textAt(event, 'device.os.type_id') ?? ''] ?? null;
}

/** `DOMAIN\user`, as Sysmon writes it; a dash stands for nobody. https://schema.ocsf.io/1.3.0/objects/user */
export function userName(user: unknown): unknown {
  if (!isObject(user)) return undefined;
  const { name, domain } = user;
  if (typeof name !== 'string' || name === '-') return undefined;
  return typeof domain === 'string' && domain !== '-' && domain !== '' ? `${domain}\\${name}` : name;
}

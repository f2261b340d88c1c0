/**
 * Sign-ins as Defender's advanced hunting has them, for rules on them and on Sentinel's table of them: of columns that both have, one by numbers and one by
 * words, neither is known. https://learn.microsoft.com/en-us/defender-xdr/advanced-hunting-aadsignineventsbeta-table (EntraIdSignInEvents by now)
 */
import { hasAll } from '../event-shape.ts';
import { isObject } from '../json-object.ts';
import type { JsonObject } from '../json-object.ts';
import { oneOf } from '../partly-known.ts';
import type { Rendering } from './rendering.ts';

const RISK_LEVELS: Readonly<Record<string, string>> = {
  '1': 'none',
  '10': 'low',
  '50': 'medium',
  '100': 'high',
};

/** Numbers of Defender's, and the words of the others. */
const WORDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  ConditionalAccessStatus: { '0': 'success', '1': 'failure', '2': 'notApplied' },
  RiskState: {
    '0': 'none',
    '1': 'confirmedSafe',
    '2': 'remediated',
    '3': 'dismissed',
    '4': 'atRisk',
    '5': 'confirmedCompromised',
  },
  RiskLevelDuringSignIn: RISK_LEVELS,
  RiskLevelAggregated: RISK_LEVELS,
};

const COLUMNS: ReadonlySet<string> = new Set(
  (
    'Timestamp Application ApplicationId LogonType EndpointCall ErrorCode CorrelationId SessionId AccountDisplayName AccountObjectId AccountUpn IsExternalUser ' +
    'IsGuestUser AlternateSignInName LastPasswordChangeTimestamp ResourceDisplayName ResourceId ResourceTenantId DeviceName AadDeviceId EntraIdDeviceId ' +
    'OSPlatform DeviceTrustType IsManaged IsCompliant AuthenticationProcessingDetails AuthenticationRequirement TokenIssuerType RiskLevelAggregated ' +
    'RiskDetails RiskState UserAgent ClientAppUsed Browser ConditionalAccessPolicies ConditionalAccessStatus IPAddress Country State City Latitude Longitude ' +
    'NetworkLocationDetails RequestId ReportId UniqueTokenId GatewayJA4'
  )
    .toLowerCase()
    .split(' '),
);

export function renderSignInEvent(event: JsonObject): Rendering | null {
  if (!hasAll(event, 'Timestamp', 'ErrorCode', 'AccountUpn', 'ApplicationId')) return null;
  const root = Object.fromEntries(
    Object.entries(event).map(([column, value]) => [column, eitherWord(column, value)]),
  );
  return {
    origin: { schema: 'log_analytics', product: 'azure', categories: [], services: ['signinlogs'] },
    facets: [{ schema: 'log_analytics', root, hides: (name) => !COLUMNS.has(topColumn(name)) }],
  };
}

function topColumn(name: string): string {
  return (name.split('.')[0] ?? '').toLowerCase();
}

function eitherWord(column: string, value: unknown): unknown {
  const words = WORDS[column];
  const own = isObject(value) ? undefined : words?.[String(value)];
  return own === undefined ? value : oneOf([String(value), own], '', String(value));
}

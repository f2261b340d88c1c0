/**
 * Azure's Activity Log as its REST API and the portal give it, where words stand with their translation: under the names of the record that Azure Monitor
 * exports. https://learn.microsoft.com/en-us/azure/azure-monitor/platform/activity-log-schema#schema-from-storage-account-and-event-hubs
 */
import { hasAll, hasAny } from '../event-shape.ts';
import type { JsonObject } from '../json-object.ts';
import { from, made, renamed, word } from './rendering.ts';
import type { Names, Rendering } from './rendering.ts';

const STATUS: Readonly<Record<string, string>> = {
  succeeded: 'Success',
  started: 'Start',
  accepted: 'Accept',
  failed: 'Failure',
};

/** The export has what Azure names in capitals. */
const NAMES: Names = {
  time: from('eventTimestamp'),
  operationName: made(upper, 'operationName.value'),
  resourceId: made(upper, 'resourceId'),
  category: from('category.value'),
  resultType: made(word(STATUS), 'status.value'),
  callerIpAddress: from('httpRequest.clientIpAddress', 'claims.ipaddr'),
  correlationId: from('correlationId'),
  level: from('level'),
  tenantId: from('tenantId'),
  'identity.authorization': from('authorization'),
  'identity.claims': from('claims'),
  'properties.eventCategory': from('category.value'),
  'properties.entity': from('resourceId'),
  'properties.statusCode': from('subStatus.value', 'properties.statusCode'),
};

export function renderActivity(event: JsonObject): Rendering | null {
  if (
    !hasAll(event, 'operationName.value', 'eventTimestamp') ||
    !hasAny(event, 'subscriptionId', 'resourceId')
  )
    return null;
  const root = renamed(event, NAMES);
  return {
    origin: { schema: 'raw', product: 'azure', categories: [], services: ['activitylogs'] },
    facets: [{ schema: 'raw', root, hides }],
  };
}

/** What the caller may do, and says to be, is the same in both. */
function hides(name: string): boolean {
  return !/^identity\.(authorization|claims)\./i.test(name);
}

function upper(value: unknown): unknown {
  return typeof value === 'string' ? value.toUpperCase() : undefined;
}

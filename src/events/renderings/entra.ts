/**
 * Entra's sign-ins and audits as Microsoft Graph gives them: what Azure Monitor's record has as its `properties`. Its head is made from them.
 * https://learn.microsoft.com/en-us/graph/api/resources/signin, …/directoryaudit; https://learn.microsoft.com/azure/azure-monitor/reference/tables/signinlogs
 */
import { hasAll, hasAny, textAt } from '../event-shape.ts';
import type { JsonObject } from '../json-object.ts';
import { from, made, renamed } from './rendering.ts';
import type { Names, Rendering } from './rendering.ts';

const SIGN_IN: Names = {
  time: from('createdDateTime'),
  resultType: made(String, 'status.errorCode'),
  resultDescription: from('status.failureReason'),
  callerIpAddress: from('ipAddress'),
  correlationId: from('correlationId'),
  identity: from('userDisplayName', 'servicePrincipalName'),
  location: from('location.countryOrRegion'),
};

const AUDIT: Names = {
  time: from('activityDateTime'),
  operationName: from('activityDisplayName'),
  correlationId: from('correlationId'),
  identity: from('initiatedBy.user.displayName', 'initiatedBy.app.displayName'),
};

export function renderGraphSignIn(event: JsonObject): Rendering | null {
  if (
    !hasAll(event, 'createdDateTime', 'status.errorCode') ||
    hasAny(event, 'properties', 'category', 'TimeGenerated')
  )
    return null;
  if (!hasAny(event, 'appDisplayName', 'appId') || !hasAny(event, 'userPrincipalName', 'servicePrincipalId'))
    return null;
  // Which of the logs a sign-in without a user at the screen is in follows from more than one field.
  const isInteractive = textAt(event, 'userPrincipalName') !== null && event['isInteractive'] === true;
  const head = { operationName: 'Sign-in activity', ...(isInteractive ? { category: 'SignInLogs' } : {}) };
  return rendering('signinlogs', { ...head, ...renamed(event, SIGN_IN), properties: event });
}

export function renderGraphAudit(event: JsonObject): Rendering | null {
  if (!hasAll(event, 'activityDisplayName', 'activityDateTime', 'loggedByService')) return null;
  if (hasAny(event, 'properties', 'TimeGenerated')) return null;
  return rendering('auditlogs', { category: 'AuditLogs', ...renamed(event, AUDIT), properties: event });
}

function rendering(service: string, root: JsonObject): Rendering {
  return {
    origin: { schema: 'raw', product: 'azure', categories: [], services: [service] },
    facets: [{ schema: 'raw', root, hides: (name) => !/^properties\b/i.test(name) }],
  };
}

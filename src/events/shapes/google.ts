/** https://cloud.google.com/logging/docs/reference/audit/auditlog/rest/Shared.Types/AuditLog, https://developers.google.com/admin-sdk/reports/reference/rest/v1/activities */
import { service } from './shape.ts';
import type { Shape } from './shape.ts';

export const GOOGLE_SHAPES: readonly Shape[] = [
  {
    // What Workspace shares with Google Cloud is written as Cloud's audit log.
    origin: service('gcp', 'gcp.audit', 'google_workspace'),
    is: { 'protoPayload.serviceName': /^(admin|login|oauth2|cloudidentity)\.googleapis\.com$/ },
  },
  {
    origin: service('gcp', 'gcp.audit'),
    any: [['protoPayload.methodName', 'protoPayload.serviceName']],
  },
  {
    origin: service('gcp', 'google_workspace'),
    has: ['id.applicationName'],
    any: [['events', 'actor.email', 'name']],
  },
];

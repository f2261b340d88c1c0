/** https://learn.microsoft.com/en-us/azure/azure-monitor/platform/resource-logs-schema */
import { service } from './shape.ts';
import type { Shape } from './shape.ts';

export const AZURE_SHAPES: readonly Shape[] = [
  { origin: service('azure', 'signinlogs'), has: ['operationName'], is: { category: /signinlogs$/i } },
  {
    // Intune's audit logs have that category too, and an id of their own.
    origin: service('azure', 'auditlogs'),
    has: ['operationName'],
    is: { category: /^auditlogs$/i },
    not: ['properties.AuditEventId'],
  },
  ...['operationName', 'operationNameValue'].map((name): Shape => ({
    origin: service('azure', 'activitylogs'),
    any: [['resourceId', 'category', 'tenantId']],
    is: { [name]: /^microsoft\.[\w.]+\//i },
  })),
];

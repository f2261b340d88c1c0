/**
 * What Azure and Entra ID send through diagnostic settings: one form for all, of which the category says which log it is.
 * https://learn.microsoft.com/en-us/azure/azure-monitor/platform/resource-logs-schema
 */
import { service } from './shape.ts';
import type { Shape } from './shape.ts';

/** A row of Log Analytics' table has the record's properties in columns. */
const COLUMNS = ['TimeGenerated', 'AppDisplayName', 'UserPrincipalName', 'TargetResources', 'InitiatedBy'];

const ENTRA: readonly Shape[] = [
  {
    origin: service('azure', 'signinlogs'),
    any: [['operationName', 'properties.userPrincipalName', 'properties.appId', 'properties.status']],
    is: { category: /signinlogs$/i },
    not: COLUMNS,
  },
  {
    // Intune's audit logs have that category too, and an id of their own.
    origin: service('azure', 'auditlogs'),
    has: ['operationName'],
    is: { category: /^auditlogs$/i },
    not: ['properties.AuditEventId', ...COLUMNS],
  },
  {
    // Some give the category of the activity for that of the log.
    origin: service('azure', 'auditlogs'),
    any: [['properties.targetResources', 'properties.initiatedBy', 'properties.activityDisplayName']],
    is: { operationName: /./, resourceId: /^\/tenants\/[^/]*\/providers\/microsoft\.aadiam/i },
  },
  // https://learn.microsoft.com/en-us/entra/identity/monitoring-health/concept-diagnostic-settings-logs-options
  ...[
    ['riskdetection', /^(userriskevents|serviceprincipalriskevents)$/i] as const,
    ['riskyusers', /^(riskyusers|riskyserviceprincipals)$/i] as const,
    ['provisioninglogs', /^provisioninglogs$/i] as const,
    ['microsoftgraphactivitylogs', /^microsoftgraphactivitylogs$/i] as const,
  ].map(([name, category]): Shape => ({
    origin: service('azure', name),
    has: ['properties'],
    is: { category },
    not: COLUMNS,
  })),
];

/** https://learn.microsoft.com/en-us/mem/intune/fundamentals/review-logs-using-azure-monitor */
const INTUNE: readonly Shape[] = [
  {
    origin: service('microsoftintune', 'auditlogs'),
    has: ['operationName', 'properties.AuditEventId'],
    is: { category: /^auditlogs$/i },
  },
  {
    origin: service('microsoftintune', 'operationallogs'),
    has: ['operationName', 'properties'],
    is: { category: /^operationallogs$/i },
  },
];

/** The last three: what the events in an archive or a hub had before the schema of today. https://learn.microsoft.com/en-us/azure/azure-monitor/platform/activity-log-schema */
const ACTIVITY_CATEGORY =
  /^(administrative|servicehealth|resourcehealth|alert|autoscale|recommendation|security|policy|write|delete|action)$/i;
const ACTIVITY_OPERATION = /^microsoft\.[\w.]+\//i;

const ACTIVITY: readonly Shape[] = [
  {
    origin: service('azure', 'activitylogs'),
    any: [
      ['resourceId', 'tenantId', 'subscriptionId', 'correlationId', 'eventDataId'],
      ['operationName', 'operationNameValue', 'OperationNameValue'],
    ],
    is: { category: ACTIVITY_CATEGORY },
  },
  {
    origin: service('azure', 'activitylogs'),
    any: [['resourceId', 'tenantId', 'categoryValue']],
    is: { operationName: ACTIVITY_OPERATION },
    not: ['category'],
  },
  {
    origin: service('azure', 'activitylogs'),
    any: [['resourceId', 'tenantId', 'categoryValue', 'category']],
    is: { operationNameValue: ACTIVITY_OPERATION },
  },
];

/** What resources record themselves (`AuditEvent`, `StorageRead`, `kube-audit`, `AzureFirewallNetworkRule`): another log each, that Elastic keeps in one data set and Log Analytics in one table. */
const RESOURCE_LOG = service('azure', 'platformlogs', 'diagnostics');
const RESOURCE_ID = /^\/?subscriptions?\/.*\/providers\//i;

const RESOURCES: readonly Shape[] = [
  ...['blob', 'file'].map((kind): Shape => ({
    origin: service('azure', 'platformlogs', `storage${kind}`),
    has: ['operationName'],
    is: { category: /^storage(read|write|delete)$/i, resourceId: new RegExp(`/${kind}services/`, 'i') },
  })),
  {
    origin: service('azure', 'platformlogs', 'storageblob', 'storagefile', 'storagequeue', 'storagetable'),
    has: ['operationName'],
    is: { category: /^storage(read|write|delete)$/i },
  },
  {
    origin: RESOURCE_LOG,
    any: [['operationName', 'properties', 'resultType', 'Level']],
    is: { category: /./, resourceId: RESOURCE_ID },
  },
  // Operations of a resource's own are one word, those of the Activity Log begin with the provider's name.
  { origin: RESOURCE_LOG, is: { operationName: /^[A-Za-z]+$/, resourceId: RESOURCE_ID } },
  {
    origin: RESOURCE_LOG,
    has: ['operationName', 'properties'],
    is: {
      category:
        /^(kube-(audit|audit-admin|apiserver)|guard|auditevent|azurefirewall\w+|applicationgateway\w+)$/i,
    },
  },
];

export const AZURE_SHAPES: readonly Shape[] = [...ENTRA, ...INTUNE, ...ACTIVITY, ...RESOURCES];

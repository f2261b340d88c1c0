/** Columns of the tables for Microsoft's own cloud services, and their ECS names. */
import { logSource } from '../../rule/log-source.ts';
import { constant, dataset, derived, record, same, spelled } from '../field-table.ts';
import type { FieldRow, SourceRows } from '../field-table.ts';
import { MICROSOFT_365_AUDIT } from './microsoft-365.ts';

const SIGN_IN = 'azure.signinlogs.properties';

/**
 * https://learn.microsoft.com/azure/azure-monitor/reference/tables/signinlogs, and under their own names Defender's
 * https://learn.microsoft.com/defender-xdr/advanced-hunting-aadsignineventsbeta-table
 */
const ENTRA_SIGN_IN: readonly FieldRow[] = [
  same('event.action', 'OperationName'),
  same('azure.correlation_id', 'CorrelationId'),
  same('azure.tenant_id', 'AADTenantId'),
  derived('source.ip', 'IPAddress', { kind: 'ip' }),
  same('user_agent.original', 'UserAgent'),
  same('azure.signinlogs.identity', 'Identity'),
  same('azure.signinlogs.category', 'Category'),
  same(`${SIGN_IN}.status.error_code`, 'Status.errorCode', 'ErrorCode'),
  same('azure.signinlogs.result_type', 'ResultType', 'ErrorCode'),
  same('azure.signinlogs.result_signature', 'ResultSignature'),
  same('azure.signinlogs.result_description', 'ResultDescription'),
  same('user.id', 'UserId', 'AccountObjectId'),
  same('user.full_name', 'UserDisplayName', 'AccountDisplayName'),
  same(`${SIGN_IN}.user_principal_name`, 'UserPrincipalName', 'AccountUpn'),
  same(`${SIGN_IN}.app_display_name`, 'AppDisplayName', 'Application'),
  same(`${SIGN_IN}.app_id`, 'AppId', 'ApplicationId'),
  same('source.geo.country_iso_code', 'LocationDetails.countryOrRegion', 'Location', 'Country'),
  same('source.geo.city_name', 'LocationDetails.city', 'City'),
  same('source.geo.region_name', 'LocationDetails.state', 'State'),
  ...[
    ['device_id', 'deviceId'],
    ['operating_system', 'operatingSystem'],
    ['display_name', 'displayName'],
    ['trust_type', 'trustType'],
    ['is_managed', 'isManaged'],
    ['is_compliant', 'isCompliant'],
    ['browser', 'browser'],
  ].map(([name = '', key = '']) => same(`${SIGN_IN}.device_detail.${name}`, `DeviceDetail.${key}`)),
  same(`${SIGN_IN}.risk_level_during_signin`, 'RiskLevelDuringSignIn'),
  ...[
    'AppOwnerTenantId',
    'ResourceDisplayName',
    'ResourceTenantId',
    'HomeTenantId',
    'ClientAppUsed',
    'ConditionalAccessStatus',
    'IsInteractive',
    'TokenIssuerName',
    'TokenIssuerType',
    'RiskDetail',
    'RiskLevelAggregated',
    'RiskState',
    'RiskEventTypes',
    'ServicePrincipalId',
    'ServicePrincipalName',
    'UserType',
    'AuthenticationRequirement',
    'AuthenticationProtocol',
    'IncomingTokenType',
    'SessionId',
    'CrossTenantAccessType',
    'OriginalTransferMethod',
    'UniqueTokenIdentifier',
    'AutonomousSystemNumber',
  ].map((column) => same(`${SIGN_IN}.${snake(column)}`, column)),
  ...objects('Status', 'status'),
  ...objects('LocationDetails', 'location'),
  ...objects('DeviceDetail', 'deviceDetail'),
  ...objects('ConditionalAccessPolicies', 'conditionalAccessPolicies'),
  ...objects('AuthenticationDetails', 'authenticationDetails'),
  ...objects('NetworkLocationDetails', 'networkLocationDetails'),
  ...objects('MfaDetail', 'mfaDetail'),
  constant('event.category', 'authentication'),
  constant('event.type', 'info'),
  constant('cloud.provider', 'azure'),
  ...dataset('azure.signinlogs', 'azure'),
];

/** A column that holds an object, or a list, of the record's properties; in some tables as JSON. */
function objects(column: string, key: string): readonly FieldRow[] {
  return [record(`properties.${key}.*`, `${column}.*`), record(`properties.${key}`, column)];
}

/** https://learn.microsoft.com/azure/azure-monitor/reference/tables/auditlogs; `Category` is the operation's, not the log's. */
const ENTRA_AUDIT: readonly FieldRow[] = [
  same('event.action', 'OperationName', 'ActivityDisplayName'),
  same('azure.tenant_id', 'AADTenantId'),
  same('azure.correlation_id', 'CorrelationId'),
  same('azure.auditlogs.identity', 'Identity'),
  same('azure.auditlogs.result_signature', 'ResultSignature'),
  same('azure.auditlogs.properties.category', 'Category'),
  same('azure.auditlogs.properties.result', 'Result'),
  same('azure.auditlogs.properties.result_reason', 'ResultReason'),
  same('azure.auditlogs.properties.operation_type', 'AADOperationType'),
  same('azure.auditlogs.properties.logged_by_service', 'LoggedByService'),
  derived('event.outcome', 'Result', {
    kind: 'choice',
    of: { success: 'success', failure: 'failure' },
    otherwise: null,
    absent: null,
  }),
  same('azure.auditlogs.properties.initiated_by.*', 'InitiatedBy.*'),
  record('properties.initiatedBy', 'InitiatedBy'),
  same('azure.auditlogs.properties.additional_details.*', 'AdditionalDetails.*'),
  record('properties.additionalDetails', 'AdditionalDetails'),
  ...objects('TargetResources', 'targetResources'),
  constant('cloud.provider', 'azure'),
  ...dataset('azure.auditlogs', 'azure'),
];

/** https://learn.microsoft.com/azure/azure-monitor/reference/tables/azureactivity; `OperationName` is its display name. */
const AZURE_ACTIVITY: readonly FieldRow[] = [
  same('event.action', 'OperationNameValue'),
  same('azure.activitylogs.operation_display_name', 'OperationName'),
  same('azure.resource_id', 'ResourceId', '_ResourceId'),
  same('azure.correlation_id', 'CorrelationId'),
  derived('source.ip', 'CallerIpAddress', { kind: 'ip' }),
  same('azure.activitylogs.category', 'CategoryValue'),
  same('azure.activitylogs.result_type', 'ActivityStatusValue'),
  same('azure.activitylogs.identity.authorization.*', 'Authorization_d.*', 'Authorization.*'),
  same('azure.activitylogs.identity.claims.*', 'Claims_d.*', 'Claims.*'),
  same('azure.activitylogs.properties.*', 'Properties_d.*', 'Properties.*'),
  constant('cloud.provider', 'azure'),
  ...dataset('azure.activitylogs', 'azure'),
];

/** What the table calls otherwise than the record does, and what the record has as a number and the table as a word. */
const OFFICE_COLUMNS: Readonly<Record<string, readonly string[]>> = {
  Operation: ['Operation', 'ActionType'],
  Workload: ['OfficeWorkload'],
  Id: ['OfficeId'],
  ObjectId: ['OfficeObjectId'],
  SiteUrl: ['Site_Url'],
  ClientIPAddress: ['Client_IPAddress'],
  RecordType: [],
  UserType: [],
  LogonType: [],
};

/**
 * https://learn.microsoft.com/azure/azure-monitor/reference/tables/officeactivity and Defender's
 * https://learn.microsoft.com/defender-xdr/advanced-hunting-cloudappevents-table, which has the record itself in `RawEventData`.
 */
const MICROSOFT_365: readonly FieldRow[] = [
  ...['RecordType', 'UserType', 'LogonType'].map((column) => spelled(`o365.audit.${column}`, column)),
  ...MICROSOFT_365_AUDIT.map((row) => ({
    ...row,
    natives: row.natives.flatMap((native) => [
      ...(OFFICE_COLUMNS[native] ?? [native]),
      `RawEventData.${native}`,
    ]),
  })),
];

/** https://learn.microsoft.com/azure/azure-monitor/reference/tables/microsoftgraphactivitylogs */
const GRAPH_ACTIVITY: readonly FieldRow[] = [
  same('url.original', 'RequestUri'),
  same('http.request.method', 'RequestMethod'),
  same('http.response.status_code', 'ResponseStatusCode'),
  same('user_agent.original', 'UserAgent'),
  derived('source.ip', ['IPAddress', 'IpAddress'], { kind: 'ip' }),
];

/** https://learn.microsoft.com/azure/azure-monitor/reference/tables/azurediagnostics: the columns that all resources share. */
const AZURE_DIAGNOSTICS: readonly FieldRow[] = [
  same('event.action', 'OperationName'),
  derived('source.ip', 'CallerIPAddress', { kind: 'ip' }),
];

function snake(column: string): string {
  return column.replace(/[A-Z]/g, (letter, at: number) => `${at === 0 ? '' : '_'}${letter.toLowerCase()}`);
}

function of(product: string, service: string | null, rows: readonly FieldRow[]): SourceRows {
  return { logSources: [logSource(product, null, service)], rows };
}

export const LOG_ANALYTICS_MICROSOFT: readonly SourceRows[] = [
  of('azure', 'signinlogs', ENTRA_SIGN_IN),
  of('azure', 'auditlogs', ENTRA_AUDIT),
  of('azure', 'activitylogs', AZURE_ACTIVITY),
  of('azure', 'microsoftgraphactivitylogs', GRAPH_ACTIVITY),
  of('azure', 'diagnostics', AZURE_DIAGNOSTICS),
  of('m365', null, MICROSOFT_365),
];

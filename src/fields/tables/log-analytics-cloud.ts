/** Columns of Log Analytics' tables for cloud services, and their ECS names. */
import { logSource } from '../../rule/log-source.ts';
import { bridge, constant, dataset, derived, jsonText, same, spelled } from '../field-table.ts';
import type { FieldRow, SourceRows } from '../field-table.ts';
import { MICROSOFT_365_AUDIT } from './microsoft-365.ts';
import { OKTA_SYSTEM_LOG } from './okta.ts';

/** https://learn.microsoft.com/azure/azure-monitor/reference/tables/awscloudtrail */
const AWS_CLOUDTRAIL: readonly FieldRow[] = [
  same('event.action', 'EventName'),
  same('event.provider', 'EventSource'),
  same('event.id', 'AwsEventId'),
  same('cloud.region', 'AWSRegion'),
  derived('source.ip', 'SourceIpAddress', { kind: 'ip' }),
  same('source.address', 'SourceIpAddress'),
  same('user_agent.original', 'UserAgent'),
  same('aws.cloudtrail.error_code', 'ErrorCode'),
  same('aws.cloudtrail.error_message', 'ErrorMessage'),
  same('aws.cloudtrail.event_version', 'EventVersion'),
  same('aws.cloudtrail.event_type', 'EventTypeName'),
  same('aws.cloudtrail.api_version', 'APIVersion'),
  same('aws.cloudtrail.management_event', 'ManagementEvent'),
  same('aws.cloudtrail.read_only', 'ReadOnly'),
  same('aws.cloudtrail.request_id', 'AwsRequestId_', 'AwsRequestId'),
  same('aws.cloudtrail.recipient_account_id', 'RecipientAccountId'),
  same('aws.cloudtrail.shared_event_id', 'SharedEventId'),
  same('aws.cloudtrail.vpc_endpoint_id', 'VpcEndpointId'),
  same('aws.cloudtrail.user_identity.type', 'UserIdentityType'),
  same('aws.cloudtrail.user_identity.arn', 'UserIdentityArn'),
  same('aws.cloudtrail.user_identity.access_key_id', 'UserIdentityAccessKeyId'),
  same('aws.cloudtrail.user_identity.invoked_by', 'UserIdentityInvokedBy'),
  same('cloud.account.id', 'UserIdentityAccountId'),
  same('user.id', 'UserIdentityPrincipalid'),
  // ECS has the role's name in the place of a user's; the columns hold them apart.
  spelled('user.name', 'UserIdentityUserName'),
  bridge('userIdentity.userName', 'UserIdentityUserName'),
  bridge('userIdentity.sessionContext.sessionIssuer.userName', 'SessionIssuerUserName'),
  same('aws.cloudtrail.user_identity.session_context.mfa_authenticated', 'SessionMfaAuthenticated'),
  same('aws.cloudtrail.user_identity.session_context.creation_date', 'SessionCreationDate'),
  same('aws.cloudtrail.user_identity.session_context.session_issuer.type', 'SessionIssuerType'),
  same('aws.cloudtrail.user_identity.session_context.session_issuer.principal_id', 'SessionIssuerPrincipalId'),
  same('aws.cloudtrail.user_identity.session_context.session_issuer.arn', 'SessionIssuerArn'),
  same('aws.cloudtrail.user_identity.session_context.session_issuer.account_id', 'SessionIssuerAccountId'),
  same('user.target.name', 'RequestParameters.userName'),
  same('user.changes.name', 'RequestParameters.newUserName'),
  same('group.name', 'RequestParameters.groupName'),
  ...awsObject('request_parameters', 'RequestParameters'),
  ...awsObject('response_elements', 'ResponseElements'),
  ...awsObject('additional_eventdata', 'AdditionalEventData'),
  ...awsObject('service_event_details', 'ServiceEventDetails'),
  same('tls.cipher', 'CipherSuite'),
  same('tls.client.server_name', 'ClientProvidedHostHeader'),
  derived('event.outcome', ['ResponseElements.ConsoleLogin', 'ErrorCode', 'ErrorMessage'], {
    kind: 'choice',
    of: { success: 'success', failure: 'failure' },
    otherwise: 'failure',
    absent: 'success',
  }),
  constant('cloud.provider', 'aws'),
  ...dataset('aws.cloudtrail', 'aws'),
];

/** A free object: the column holds it as JSON. */
function awsObject(name: string, column: string): readonly FieldRow[] {
  return [
    same(`aws.cloudtrail.flattened.${name}.*`, `${column}.*`),
    jsonText(`aws.cloudtrail.flattened.${name}`, column),
  ];
}

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
  same('azure.signinlogs.result_type', 'ResultType'),
  same('azure.signinlogs.result_signature', 'ResultSignature'),
  same('azure.signinlogs.result_description', 'ResultDescription'),
  same('user.id', 'UserId', 'AccountObjectId'),
  same('user.full_name', 'UserDisplayName', 'AccountDisplayName'),
  same(`${SIGN_IN}.user_principal_name`, 'UserPrincipalName', 'AccountUpn'),
  same(`${SIGN_IN}.app_display_name`, 'AppDisplayName', 'Application'),
  same(`${SIGN_IN}.app_id`, 'AppId', 'ApplicationId'),
  same(`${SIGN_IN}.status.error_code`, 'Status.errorCode', 'ErrorCode'),
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
  same(`${SIGN_IN}.resource_id`, 'ResourceIdentity'),
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
  return [bridge(`properties.${key}.*`, `${column}.*`), jsonText(`native.properties.${key}`, column)];
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
  jsonText('native.properties.initiatedBy', 'InitiatedBy'),
  same('azure.auditlogs.properties.additional_details.*', 'AdditionalDetails.*'),
  jsonText('native.properties.additionalDetails', 'AdditionalDetails'),
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

/** https://learn.microsoft.com/azure/azure-monitor/reference/tables/officeactivity: what is a number in the record is a word there. */
const OFFICE_ACTIVITY: readonly FieldRow[] = [
  same('event.provider', 'OfficeWorkload'),
  same('event.id', 'OfficeId'),
  same('o365.audit.ObjectId', 'OfficeObjectId'),
  same('o365.audit.SiteUrl', 'Site_Url'),
  same('o365.audit.ClientIPAddress', 'Client_IPAddress'),
  ...['RecordType', 'UserType', 'LogonType'].map((column) => spelled(`o365.audit.${column}`, column)),
  ...MICROSOFT_365_AUDIT.filter(({ natives }) => !natives.some((each) => WORDS.has(each))),
];

/** Numbers of the record that the table has as words; and what the table calls otherwise. */
const WORDS: ReadonlySet<string> = new Set(['RecordType', 'UserType', 'LogonType', 'Workload', 'Id']);

/** https://learn.microsoft.com/defender-xdr/advanced-hunting-cloudappevents-table: the record itself is in `RawEventData`. */
const CLOUD_APP_EVENTS: readonly FieldRow[] = [
  spelled('event.action', 'ActionType'),
  ...MICROSOFT_365_AUDIT.filter(({ natives }) => natives.length > 0).map((row) => ({
    ...row,
    natives: row.natives.map((native) => `RawEventData.${native}`),
  })),
];

const GITHUB_FIELDS: readonly (readonly [string, readonly string[]])[] = [
  ['event.action', ['action_s', 'Action']],
  ['user.name', ['actor_s', 'Actor']],
  ['user.target.name', ['user_s', 'ImpactedUser']],
  ['event.id', ['_document_id_s']],
  ['client.geo.country_iso_code', ['actor_location_country_code_s', 'Country']],
  ['github.org', ['org_s', 'Organization']],
  ['github.repo', ['repo_s', 'Repository']],
  ['github.visibility', ['visibility_s', 'Visibility']],
  ['github.previous_visibility', ['previous_visibility_s', 'PreviousVisibility']],
  ['github.permission', ['permission_s', 'CurrentPermission']],
  ['github.team', ['team_s', 'TeamName']],
  ['github.business', ['business_s']],
  ['github.operation_type', ['operation_type_s']],
];

const GITHUB: readonly FieldRow[] = [
  ...GITHUB_FIELDS.map(([name, columns]) => same(name, ...columns)),
  ...dataset('github.audit', 'github'),
];

/** Custom logs have the record's keys joined by underscores, with the type's letter behind. Lists are one column of JSON. */
const OKTA: readonly FieldRow[] = OKTA_SYSTEM_LOG.map((row) => ({
  ...row,
  natives: row.natives
    .filter((native) => !/^(target|request)\b/.test(native))
    .map((native) => `${native.replaceAll('.', '_')}_${/\.is[A-Z]|threatSuspected/.test(native) ? 'b' : 's'}`),
})).filter(({ natives, derivation }) => natives.length > 0 || derivation?.kind === 'constant');

/** https://learn.microsoft.com/azure/azure-monitor/reference/tables/gcpauditlogs */
const GCP: readonly FieldRow[] = [
  same('event.action', 'MethodName'),
  same('service.name', 'ServiceName'),
  same('event.id', 'InsertId'),
  same('log.logger', 'LogName'),
  same('log.level', 'Severity'),
  same('cloud.project.id', 'ProjectId'),
  same('client.user.email', 'PrincipalEmail'),
  derived('source.ip', 'RequestMetadata.callerIp', { kind: 'ip' }),
  same('user_agent.original', 'RequestMetadata.callerSuppliedUserAgent'),
  same('gcp.audit.resource_name', 'GCPResourceName'),
  same('gcp.audit.num_response_items', 'NumResponseItems'),
  same('gcp.audit.authorization_info.*', 'AuthorizationInfo.*'),
  same('gcp.audit.request.*', 'Request.*'),
  same('gcp.audit.response.*', 'Response.*'),
  same('gcp.audit.status.code', 'Status.code'),
  same('gcp.audit.status.message', 'StatusMessage', 'Status.message'),
  constant('cloud.provider', 'gcp'),
  ...dataset('gcp.audit', 'gcp'),
];

const GOOGLE_WORKSPACE: readonly FieldRow[] = [
  same('event.action', 'EventMessage', 'event_name_s'),
  same('source.user.email', 'ActorEmail', 'actor_email_s'),
  derived('source.ip', ['SrcIpAddr', 'IPAddress'], { kind: 'ip' }),
];

/** https://learn.microsoft.com/azure/azure-monitor/reference/tables/aksaudit */
const KUBERNETES: readonly FieldRow[] = [
  same('event.action', 'Verb'),
  same('kubernetes.audit.stage', 'Stage'),
  same('kubernetes.audit.auditID', 'AuditId'),
  same('kubernetes.audit.requestURI', 'RequestUri'),
  same('kubernetes.audit.userAgent', 'UserAgent'),
  same('kubernetes.audit.sourceIPs', 'SourceIps'),
  ...[
    ['user', 'User'],
    ['objectRef', 'ObjectRef'],
    ['responseStatus', 'ResponseStatus'],
    ['requestObject', 'RequestObject'],
    ['responseObject', 'ResponseObject'],
    ['annotations', 'Annotations'],
  ].map(([key = '', column = '']) => same(`kubernetes.audit.${key}.*`, `${column}.*`)),
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

export const LOG_ANALYTICS_CLOUD: readonly SourceRows[] = [
  of('aws', 'cloudtrail', AWS_CLOUDTRAIL),
  of('azure', 'signinlogs', ENTRA_SIGN_IN),
  of('azure', 'auditlogs', ENTRA_AUDIT),
  of('azure', 'activitylogs', AZURE_ACTIVITY),
  of('azure', 'microsoftgraphactivitylogs', GRAPH_ACTIVITY),
  of('azure', 'diagnostics', AZURE_DIAGNOSTICS),
  of('m365', null, [...OFFICE_ACTIVITY, ...CLOUD_APP_EVENTS]),
  of('github', 'audit', GITHUB),
  of('okta', 'okta', OKTA),
  of('gcp', 'gcp.audit', GCP),
  of('gcp', 'google_workspace', GOOGLE_WORKSPACE),
  of('kubernetes', 'audit', KUBERNETES),
];

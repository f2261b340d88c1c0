/** Columns of Log Analytics' tables for other makers' cloud services, and their ECS names. */
import { logSource } from '../../rule/log-source.ts';
import { constant, dataset, derived, record, same, spelled } from '../field-table.ts';
import type { FieldRow, SourceRows } from '../field-table.ts';
import { OKTA_SYSTEM_LOG } from './okta.ts';

const LOGIN_RESPONSE = 'aws.cloudtrail.flattened.response_elements.ConsoleLogin';

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
  record('userIdentity.userName', 'UserIdentityUserName'),
  record('userIdentity.sessionContext.sessionIssuer.userName', 'SessionIssuerUserName'),
  same('aws.cloudtrail.user_identity.session_context.mfa_authenticated', 'SessionMfaAuthenticated'),
  same('aws.cloudtrail.user_identity.session_context.creation_date', 'SessionCreationDate'),
  same('aws.cloudtrail.user_identity.session_context.session_issuer.type', 'SessionIssuerType'),
  same(
    'aws.cloudtrail.user_identity.session_context.session_issuer.principal_id',
    'SessionIssuerPrincipalId',
  ),
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
  // Normalised, a sign-in is the call ConsoleLogin (ASimAuthenticationAWSCloudTrail), and how it ended is that call's response.
  spelled('event.outcome', 'EventResult'),
  same(LOGIN_RESPONSE, 'ResponseElements.ConsoleLogin'),
  { ...same(LOGIN_RESPONSE, 'EventResult'), isInOneOfSeveral: true },
];

/** A free object: the column holds it as JSON. */
function awsObject(name: string, column: string): readonly FieldRow[] {
  return [
    same(`aws.cloudtrail.flattened.${name}.*`, `${column}.*`),
    same(`aws.cloudtrail.flattened.${name}`, column),
  ];
}

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
    .map(
      (native) => `${native.replaceAll('.', '_')}_${/\.is[A-Z]|threatSuspected/.test(native) ? 'b' : 's'}`,
    ),
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
  // The parser of the workspace's older connector.
  same('event.action', 'PayloadMethodname'),
  same('service.name', 'PayloadServicename'),
  same('client.user.email', 'PayloadAuthenticationinfoPrincipalemail'),
  same('user_agent.original', 'HttpUserAgentOriginal'),
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

function of(product: string, service: string, rows: readonly FieldRow[]): SourceRows {
  return { logSources: [logSource(product, null, service)], rows };
}

export const LOG_ANALYTICS_CLOUD: readonly SourceRows[] = [
  of('aws', 'cloudtrail', AWS_CLOUDTRAIL),
  of('github', 'audit', GITHUB),
  of('okta', 'okta', OKTA),
  of('gcp', 'gcp.audit', GCP),
  of('gcp', 'google_workspace', GOOGLE_WORKSPACE),
  of('kubernetes', 'audit', KUBERNETES),
];

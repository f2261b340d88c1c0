/** AWS CloudTrail's record and its ECS names. */
import { constant, dataset, derived, record, same } from '../field-table.ts';
import type { FieldRow } from '../field-table.ts';

export const AWS_CLOUDTRAIL: readonly FieldRow[] = [
  same('event.action', 'eventName'),
  same('event.provider', 'eventSource'),
  same('@timestamp', 'eventTime'),
  same('event.id', 'eventID'),
  same('cloud.region', 'awsRegion'),
  derived('source.ip', 'sourceIPAddress', { kind: 'ip' }),
  same('source.address', 'sourceIPAddress'),
  same('user_agent.original', 'userAgent'),
  same('aws.cloudtrail.error_code', 'errorCode'),
  same('aws.cloudtrail.error_message', 'errorMessage'),
  same('aws.cloudtrail.event_version', 'eventVersion'),
  same('aws.cloudtrail.event_type', 'eventType'),
  same('aws.cloudtrail.event_category', 'eventCategory'),
  same('aws.cloudtrail.api_version', 'apiVersion'),
  same('aws.cloudtrail.management_event', 'managementEvent'),
  same('aws.cloudtrail.read_only', 'readOnly'),
  same('aws.cloudtrail.request_id', 'requestID'),
  same('aws.cloudtrail.recipient_account_id', 'recipientAccountId'),
  same('aws.cloudtrail.shared_event_id', 'sharedEventId'),
  same('aws.cloudtrail.vpc_endpoint_id', 'vpcEndpointId'),
  same('aws.cloudtrail.session_credential_from_console', 'sessionCredentialFromConsole'),
  same('aws.cloudtrail.resources.arn', 'resources.ARN'),
  same('aws.cloudtrail.resources.account_id', 'resources.accountId'),
  same('aws.cloudtrail.resources.type', 'resources.type'),
  same('aws.cloudtrail.user_identity.type', 'userIdentity.type'),
  same('aws.cloudtrail.user_identity.arn', 'userIdentity.arn'),
  same('aws.cloudtrail.user_identity.access_key_id', 'userIdentity.accessKeyId'),
  same('aws.cloudtrail.user_identity.invoked_by', 'userIdentity.invokedBy'),
  same('cloud.account.id', 'userIdentity.accountId'),
  same('user.id', 'userIdentity.principalId'),
  same('user.name', 'userIdentity.userName', 'userIdentity.sessionContext.sessionIssuer.userName'),
  record('userIdentity.userName'),
  record('userIdentity.sessionContext.sessionIssuer.userName'),
  ...sessionContext(),
  ...flattened('requestParameters', 'request_parameters'),
  ...flattened('responseElements', 'response_elements'),
  ...flattened('additionalEventData', 'additional_eventdata'),
  ...flattened('serviceEventDetails', 'service_event_details'),
  same('user.target.name', 'requestParameters.userName'),
  same('user.changes.name', 'requestParameters.newUserName'),
  same('group.name', 'requestParameters.groupName'),
  same('tls.cipher', 'tlsDetails.cipherSuite'),
  same('tls.client.server_name', 'tlsDetails.clientProvidedHostHeader'),
  derived('aws.cloudtrail.console_login.additional_eventdata.mfa_used', 'additionalEventData.MFAUsed', {
    kind: 'choice',
    of: { no: false },
    otherwise: true,
    absent: null,
  }),
  derived(
    'aws.cloudtrail.console_login.additional_eventdata.mobile_version',
    'additionalEventData.MobileVersion',
    {
      kind: 'choice',
      of: { no: false },
      otherwise: true,
      absent: null,
    },
  ),
  same('aws.cloudtrail.console_login.additional_eventdata.login_to', 'additionalEventData.LoginTo'),
  // A console login says so in its response; any other call failed when it has an error.
  derived('event.outcome', ['responseElements.ConsoleLogin', 'errorCode', 'errorMessage'], {
    kind: 'choice',
    of: { success: 'success', failure: 'failure' },
    otherwise: 'failure',
    absent: 'success',
  }),
  constant('cloud.provider', 'aws'),
  ...dataset('aws.cloudtrail', 'aws'),
];

function sessionContext(): readonly FieldRow[] {
  const native = 'userIdentity.sessionContext';
  const name = 'aws.cloudtrail.user_identity.session_context';
  return [
    same(`${name}.mfa_authenticated`, `${native}.attributes.mfaAuthenticated`),
    same(`${name}.creation_date`, `${native}.attributes.creationDate`),
    same(`${name}.session_issuer.type`, `${native}.sessionIssuer.type`),
    same(`${name}.session_issuer.principal_id`, `${native}.sessionIssuer.principalId`),
    same(`${name}.session_issuer.arn`, `${native}.sessionIssuer.arn`),
    same(`${name}.session_issuer.account_id`, `${native}.sessionIssuer.accountId`),
  ];
}

/** Free objects: key by key, and as one text. */
function flattened(native: string, name: string): readonly FieldRow[] {
  return [
    same(`aws.cloudtrail.flattened.${name}.*`, `${native}.*`),
    derived(`aws.cloudtrail.${name}`, native, { kind: 'java_text' }),
    same(`aws.cloudtrail.flattened.${name}`, native),
  ];
}

/** Okta's system log and its ECS names. */
import { dataset, derived, same } from '../field-table.ts';
import type { FieldRow } from '../field-table.ts';

export const OKTA_SYSTEM_LOG: readonly FieldRow[] = [
  same('event.action', 'eventType'),
  same('okta.event_type', 'eventType'),
  same('@timestamp', 'published'),
  same('event.id', 'uuid'),
  same('okta.uuid', 'uuid'),
  same('okta.display_message', 'displayMessage'),
  same('okta.actor.alternate_id', 'actor.alternateId'),
  same('okta.actor.display_name', 'actor.displayName'),
  same('user.full_name', 'actor.displayName'),
  same('okta.actor.id', 'actor.id'),
  same('client.user.id', 'actor.id'),
  same('source.user.id', 'actor.id'),
  same('okta.actor.type', 'actor.type'),
  same('okta.client.ip', 'client.ipAddress'),
  same('source.ip', 'client.ipAddress'),
  same('client.ip', 'client.ipAddress'),
  same('okta.client.device', 'client.device'),
  same('okta.client.id', 'client.id'),
  same('okta.client.zone', 'client.zone'),
  same('okta.client.user_agent.raw_user_agent', 'client.userAgent.rawUserAgent'),
  same('user_agent.original', 'client.userAgent.rawUserAgent'),
  same('okta.client.user_agent.browser', 'client.userAgent.browser'),
  same('okta.client.user_agent.os', 'client.userAgent.os'),
  same('client.geo.city_name', 'client.geographicalContext.city'),
  same('client.geo.region_name', 'client.geographicalContext.state'),
  same('client.geo.country_name', 'client.geographicalContext.country'),
  same('okta.outcome.result', 'outcome.result'),
  derived('event.outcome', 'outcome.result', {
    kind: 'choice',
    of: { success: 'success', allow: 'success', failure: 'failure', deny: 'failure' },
    otherwise: 'unknown',
    absent: 'unknown',
  }),
  same('okta.outcome.reason', 'outcome.reason'),
  same('okta.target.alternate_id', 'target.alternateId'),
  same('okta.target.display_name', 'target.displayName'),
  same('okta.target.id', 'target.id'),
  same('okta.target.type', 'target.type'),
  same('okta.transaction.id', 'transaction.id'),
  same('okta.transaction.type', 'transaction.type'),
  ...debugContext(),
  ...authenticationContext(),
  same('okta.security_context.as.number', 'securityContext.asNumber'),
  same('okta.security_context.as.organization.name', 'securityContext.asOrg'),
  same('client.as.organization.name', 'securityContext.asOrg'),
  same('okta.security_context.domain', 'securityContext.domain'),
  same('client.domain', 'securityContext.domain'),
  same('source.domain', 'securityContext.domain'),
  same('okta.security_context.is_proxy', 'securityContext.isProxy'),
  same('okta.security_context.isp', 'securityContext.isp'),
  same('okta.request.ip_chain.ip', 'request.ipChain.ip'),
  ...dataset('okta.system', 'okta'),
];

function debugContext(): readonly FieldRow[] {
  const native = 'debugContext.debugData';
  const name = 'okta.debug_context.debug_data';
  return [
    same(`${name}.device_fingerprint`, `${native}.deviceFingerprint`),
    same(`${name}.dt_hash`, `${native}.dtHash`),
    same(`${name}.request_id`, `${native}.requestId`),
    same(`${name}.request_uri`, `${native}.requestUri`),
    same(`${name}.threat_suspected`, `${native}.threatSuspected`),
    same(`${name}.url`, `${native}.url`),
    same(`${name}.factor`, `${native}.factor`),
    same(`${name}.flattened.*`, `${native}.*`),
  ];
}

function authenticationContext(): readonly FieldRow[] {
  const native = 'authenticationContext';
  const name = 'okta.authentication_context';
  return [
    same(`${name}.authentication_provider`, `${native}.authenticationProvider`),
    same(`${name}.authentication_step`, `${native}.authenticationStep`),
    same(`${name}.credential_provider`, `${native}.credentialProvider`),
    same(`${name}.credential_type`, `${native}.credentialType`),
    same(`${name}.external_session_id`, `${native}.externalSessionId`),
    same(`${name}.root_session_id`, `${native}.rootSessionId`),
    same(`${name}.issuer`, `${native}.issuer`),
  ];
}

/** Google Cloud's audit log and Google Workspace's activity reports, with their ECS names. */
import { constant, dataset, derived, same } from '../field-table.ts';
import type { FieldRow } from '../field-table.ts';

export const GCP_AUDIT: readonly FieldRow[] = [
  same('event.action', 'protoPayload.methodName'),
  same('service.name', 'protoPayload.serviceName'),
  same('@timestamp', 'timestamp'),
  same('event.id', 'insertId'),
  same('log.logger', 'logName'),
  same('log.level', 'severity'),
  same('cloud.project.id', 'resource.labels.project_id'),
  same('cloud.instance.id', 'resource.labels.instance_id'),
  same('client.user.email', 'protoPayload.authenticationInfo.principalEmail'),
  same('client.user.id', 'protoPayload.authenticationInfo.principalSubject'),
  same(
    'gcp.audit.authentication_info.authority_selector',
    'protoPayload.authenticationInfo.authoritySelector',
  ),
  derived('source.ip', 'protoPayload.requestMetadata.callerIp', { kind: 'ip' }),
  same('user_agent.original', 'protoPayload.requestMetadata.callerSuppliedUserAgent'),
  same('gcp.audit.resource_name', 'protoPayload.resourceName'),
  same('gcp.audit.resource_location.current_locations', 'protoPayload.resourceLocation.currentLocations'),
  same('gcp.audit.type', 'protoPayload.@type'),
  same('gcp.audit.num_response_items', 'protoPayload.numResponseItems'),
  same(
    'gcp.audit.authorization_info.resource_attributes.*',
    'protoPayload.authorizationInfo.resourceAttributes.*',
  ),
  same('gcp.audit.authorization_info.*', 'protoPayload.authorizationInfo.*'),
  same('gcp.audit.request.*', 'protoPayload.request.*'),
  same('gcp.audit.response.*', 'protoPayload.response.*'),
  same('gcp.audit.status.code', 'protoPayload.status.code'),
  same('gcp.audit.status.message', 'protoPayload.status.message'),
  same('gcp.audit.labels.*', 'labels.*'),
  constant('cloud.provider', 'gcp'),
  ...dataset('gcp.audit', 'gcp'),
];

export const GOOGLE_WORKSPACE: readonly FieldRow[] = [
  same('event.action', 'events.name', 'name'),
  same('event.provider', 'id.applicationName'),
  same('event.id', 'id.uniqueQualifier'),
  same('@timestamp', 'id.time'),
  same('google_workspace.event.type', 'events.type', 'type'),
  same('google_workspace.kind', 'kind'),
  same('source.user.email', 'actor.email'),
  same('user.id', 'actor.profileId'),
  same('google_workspace.actor.type', 'actor.callerType'),
  same('organization.id', 'id.customerId'),
  same('source.ip', 'ipAddress'),
  constant('event.module', 'google_workspace'),
  constant('event.kind', 'event'),
];

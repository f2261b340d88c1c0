/** Databases, models, and what gives access to machines. */
import { auditLog, log } from './shape.ts';
import type { Shape } from './shape.ts';

export const INFRASTRUCTURE_SHAPES: readonly Shape[] = [
  // https://docs.databricks.com/aws/en/admin/account-settings/audit-logs
  {
    origin: auditLog('Databricks.Audit'),
    any: [['requestParams', 'response', 'auditLevel', 'workspaceId', 'userIdentity.email']],
    is: { serviceName: /^[A-Za-z][\w-]*$/, actionName: /^[a-z]\w*$/i },
    not: ['actionParams'],
  },
  // https://docs.snowflake.com/en/sql-reference/account-usage
  {
    origin: auditLog('Snowflake.LoginHistory'),
    has: ['REPORTED_CLIENT_TYPE', 'IS_SUCCESS', 'USER_NAME'],
    any: [['EVENT_TIMESTAMP', 'FIRST_AUTHENTICATION_FACTOR', 'CLIENT_IP']],
  },
  { origin: auditLog('Snowflake.QueryHistory'), has: ['QUERY_TEXT', 'QUERY_TYPE', 'EXECUTION_STATUS'] },
  {
    origin: auditLog('Snowflake.DataTransferHistory'),
    has: ['SOURCE_CLOUD', 'TARGET_CLOUD', 'TRANSFER_TYPE', 'BYTES_TRANSFERRED'],
  },
  {
    origin: auditLog('Snowflake.GrantsToRoles'),
    has: ['GRANTED_ON', 'GRANTED_TO', 'GRANTEE_NAME', 'PRIVILEGE'],
  },
  {
    origin: auditLog('Snowflake.GrantsToUsers'),
    has: ['GRANTED_TO', 'GRANTED_BY', 'GRANTEE_NAME'],
    not: ['GRANTED_ON', 'PRIVILEGE'],
  },
  // https://www.mongodb.com/docs/api/doc/atlas-admin-api-v2/operation/operation-listorganizationevents
  {
    origin: auditLog('MongoDB.OrganizationEvent', 'MongoDB.ProjectEvent'),
    any: [['isGlobalAdmin', 'orgId', 'groupId']],
    is: { eventTypeName: /^[A-Z][A-Z0-9_]+$/ },
  },
  // https://goteleport.com/docs/reference/deployment/monitoring/audit/
  {
    origin: auditLog('Gravitational.TeleportAudit'),
    has: ['uid', 'time'],
    is: { code: /^T[A-Z]*\d{3,4}[IWE]$/, event: /^[a-z_.]+$/ },
  },
  // https://tailscale.com/docs/features/logging/audit-logging
  ...['', 'event.'].map((at): Shape => ({
    origin: auditLog('Tailscale.Audit'),
    has: [`${at}eventGroupID`, `${at}actor`, `${at}target`],
    is: { [`${at}action`]: /^[A-Z_]+$/ },
  })),
  // https://developers.openai.com/api/reference/resources/admin/subresources/organization/subresources/audit_logs
  {
    origin: auditLog('OpenAI.Audit'),
    has: ['effective_at', 'actor'],
    is: { id: /^audit_log-/, type: /^[a-z_]+(\.[a-z_]+)+$/ },
  },
  // https://support.claude.com/en/articles/13015708-access-the-compliance-api
  {
    origin: auditLog('Anthropic.Activity'),
    has: ['created_at', 'type'],
    is: { id: /^activity_/, 'actor.type': /_actor$/ },
  },
  // https://docs.retool.com/org-users/guides/monitoring/audit-logs
  {
    origin: auditLog('Retool.Audit'),
    has: ['actionType', 'organizationId', 'responseTimeMs'],
    any: [['pageName', 'queryName']],
  },
  // https://docs.docker.com/reference/cli/docker/system/events/
  {
    origin: log('Docker.Events'),
    has: ['Action', 'Actor.ID', 'Type'],
    any: [['timeNano', 'scope']],
  },
  // https://opencanary.readthedocs.io/en/latest/starting/opencanary.html
  {
    origin: { schema: 'raw', product: 'opencanary', categories: ['application'], services: [] },
    has: ['logdata', 'node_id', 'src_host', 'dst_host'],
    is: { logtype: /^\d+$/ },
  },
];

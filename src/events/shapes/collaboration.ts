/** Services in which people work together. */
import { auditLog } from './shape.ts';
import type { Shape } from './shape.ts';

export const COLLABORATION_SHAPES: readonly Shape[] = [
  // https://docs.slack.dev/admins/audit-logs-api
  {
    origin: auditLog('Slack.AuditLogs'),
    any: [['context.location.domain', 'context.location.name', 'context.location.id', 'context.ua']],
    is: { action: /^[a-z0-9_.]+$/, 'actor.type': /^(user|workspace|enterprise|app|service|system)$/ },
    not: ['event_category'],
  },
  // https://developers.asana.com/reference/getauditlogevents
  {
    origin: auditLog('Asana.Audit'),
    has: ['event_category', 'event_type'],
    any: [
      ['context.context_type', 'gid'],
      ['actor.actor_type', 'resource.resource_type', 'context.client_ip_address'],
    ],
  },
  // https://developer.atlassian.com/cloud/admin/organization/rest/api-group-events/
  {
    origin: auditLog('Atlassian.Audit'),
    has: ['attributes.action', 'attributes.actor'],
    any: [['attributes.container', 'attributes.context', 'attributes.time']],
  },
  // https://confluence.atlassian.com/bitbucketserver/audit-log-events-776640423.html
  {
    origin: auditLog('Bitbucket.Audit'),
    has: ['auditType.action', 'auditType.category'],
  },
  // https://developers.notion.com/reference/audit-log, https://docs.panther.com/data-onboarding/supported-logs/notion
  {
    origin: auditLog('Notion.AuditLogs'),
    has: ['event.workspace_id', 'event.actor'],
    any: [['event.platform', 'event.ip_address', 'event.timestamp']],
    is: { 'event.type': /^[a-z_]+\.[a-z_.]+$/ },
  },
  // https://developers.zoom.us/docs/api/rest/reference/zoom-api/methods/#operation/reportOperationLogs
  { origin: auditLog('Zoom.Operation'), has: ['category_type', 'operation_detail', 'operator'] },
  // https://developers.zoom.us/docs/api/rest/reference/zoom-api/methods/#operation/reportSignInSignOutActivities
  {
    origin: auditLog('Zoom.Activity'),
    has: ['client_type', 'email', 'ip_address'],
    is: { type: /^Sign (in|out)$/i },
  },
  // https://developer.zendesk.com/api-reference/ticketing/account-configuration/audit_logs/
  { origin: auditLog('Zendesk.Audit'), has: ['action_label', 'change_description', 'source_type'] },
  // https://developer.box.com/reference/resources/event/
  {
    origin: auditLog('Box.Event'),
    any: [['created_by.login', 'created_by.type', 'additional_details', 'session_id']],
    is: { type: /^event$/, event_type: /^[A-Z][A-Z0-9_]+$/ },
  },
  // https://www.dropbox.com/developers/documentation/http/teams#team_log-get_events
  {
    origin: auditLog('Dropbox.TeamEvent'),
    has: ['event_type', 'involve_non_team_member'],
    any: [['actor', 'origin', 'event_category', 'assets']],
  },
  // https://developers.docusign.com/platform/webhooks/connect/json-sim-event-model/
  {
    origin: auditLog('DocuSign.Connect'),
    has: ['configurationId', 'generatedDateTime', 'retryCount', 'data'],
  },
  // https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_eventlogfile.htm
  ...[
    ['Salesforce.LoginAs', /^LoginAs$/] as const,
    ['Salesforce.Logout', /^Logout$/] as const,
    ['Salesforce.URI', /^URI$/] as const,
    // https://developer.salesforce.com/docs/atlas.en-us.platform_events.meta/platform_events/sforce_api_objects_monitoring.htm
    ['Salesforce.RealTimeEvent', /Event(Stream)?$/] as const,
  ].map(([logType, type]): Shape => ({
    origin: auditLog(logType),
    has: ['ORGANIZATION_ID'],
    any: [['USER_ID_DERIVED', 'TIMESTAMP_DERIVED', 'REQUEST_ID', 'RUN_TIME']],
    is: { EVENT_TYPE: type },
  })),
  // A file's event and one of real time may have the same name (`Login`).
  {
    origin: { ...auditLog('Salesforce'), services: null },
    has: ['ORGANIZATION_ID', 'EVENT_TYPE'],
    any: [['USER_ID_DERIVED', 'TIMESTAMP_DERIVED']],
  },
];

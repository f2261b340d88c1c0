/** Security products: what they find, and what is done in them. */
import { auditLog, log } from './shape.ts';
import type { Shape } from './shape.ts';

/** Cloud security. https://docs.panther.com/data-onboarding/supported-logs/wiz, …/orca, …/upwind, …/snyk, …/appomni, …/tracebit, …/socradar */
const CLOUD: readonly Shape[] = [
  {
    origin: auditLog('Wiz.Audit'),
    has: ['requestId'],
    any: [['actionParameters', 'serviceAccount', 'sourceIP']],
    is: { action: /^[A-Z]\w+$/, status: /^(SUCCESS|FAILED|ACCESS_DENIED)$/ },
    not: ['eventName'],
  },
  {
    origin: log('Wiz.Issues'),
    has: ['entitySnapshot', 'severity'],
    any: [['sourceRule', 'sourceRules', 'control', 'statusChangedAt']],
  },
  { origin: log('Wiz.Detections'), has: ['tdrId', 'threatId'], any: [['tdrSource', 'primaryActor']] },
  { origin: log('Wiz.IssuesWebhook'), has: ['control', 'issue', 'resource', 'trigger.source'] },
  {
    origin: log('Orca.Alert'),
    has: ['alert_labels', 'asset_unique_id'],
    any: [['cloud_vendor_id', 'cloud_account_id', 'asset_state']],
  },
  {
    origin: log('Upwind.Detections'),
    has: ['first_seen_time', 'last_seen_time', 'mitre_attacks', 'occurrence_count'],
  },
  // https://docs.snyk.io/snyk-api/reference/audit-logs
  {
    origin: auditLog('Snyk.GroupAudit', 'Snyk.OrgAudit'),
    any: [
      ['groupId', 'orgId'],
      ['content', 'userId'],
    ],
    is: { event: /^(group|org|user|api|tenant)(\.[a-z_0-9]+)+$/i },
  },
  { origin: log('AppOmni.Alerts'), has: ['appomni.event', 'appomni.organization'] },
  { origin: log('Tracebit.Alert'), has: ['tracebit_portal_url', 'principal'] },
  {
    origin: log('SOCRadar.Incidents'),
    has: ['alarm_id', 'alarm_risk_level'],
    any: [['alarm_type_details', 'alarm_asset']],
  },
];

/** What watches endpoints and browsers. */
const ENDPOINT: readonly Shape[] = [
  // https://developer.carbonblack.com/reference/carbon-black-cloud/platform/latest/audit-log-events/
  { origin: auditLog('CarbonBlack.Audit'), has: ['loginName', 'orgName', 'flagged', 'verbose'] },
  // https://developer.carbonblack.com/reference/carbon-black-cloud/platform/latest/alerts-api/
  {
    origin: log('CarbonBlack.AlertV2'),
    has: ['backend_timestamp', 'detection_timestamp', 'device_id'],
    any: [['org_key', 'alert_url']],
  },
  // https://docs.panther.com/data-onboarding/supported-logs/sentinelone
  {
    origin: auditLog('SentinelOne.Activity'),
    has: ['activityType', 'primaryDescription'],
    any: [['siteId', 'accountId', 'agentId']],
  },
  // https://developer.crowdstrike.com/docs/event-streams
  {
    origin: log('Crowdstrike.EventStreams'),
    has: ['event', 'metadata.eventType'],
    any: [['metadata.customerIDString', 'metadata.offset']],
  },
  // https://osquery.readthedocs.io/en/stable/deployment/logging/
  {
    origin: log('Osquery.Differential'),
    has: ['columns', 'name'],
    is: { action: /^(added|removed|snapshot)$/ },
    // A process that osquery saw is what rules on processes are about.
    not: ['columns.cmdline', 'columns.parent', 'columns.remote_address'],
  },
  // https://pushsecurity.com/help/webhooks
  ...[
    ['PushSecurity.Entities', /^(ACCOUNT|APP|BROWSER|EMPLOYEE|FINDING)$/] as const,
    ['PushSecurity.Activity', /^(LOGIN|APP_BANNER|NEW_APP|OAUTH_\w+)$/] as const,
    [
      'PushSecurity.Controls',
      /^(PASSWORD_PHISHING|SSO_PASSWORD_USED|PHISHING_\w+|\w+_PHISHING|MALICIOUS_\w+|BLOCKED_\w+)$/,
    ] as const,
  ].map(([logType, object]): Shape => ({
    origin: auditLog(logType),
    has: ['new', 'version', 'id'],
    is: { object },
  })),
  // https://docs.canary.tools/webhooks/
  {
    origin: log('ThinkstCanary.Alert'),
    has: ['Intro', 'IncidentKey'],
    any: [['CanaryID', 'CanaryName', 'Token', 'IncidentHash']],
  },
];

/** What watches mail and the web. */
const TRAFFIC: readonly Shape[] = [
  // https://help.proofpoint.com/Threat_Insight_Dashboard/API_Documentation/SIEM_API
  {
    origin: log('Proofpoint.Event'),
    has: ['messageTime', 'phishScore', 'spamScore', 'impostorScore'],
  },
  { origin: log('Proofpoint.Event'), has: ['clickIP', 'clickTime', 'threatID'] },
  // https://docs.sublime.security/docs/export-audit-logs-and-message-events
  {
    origin: auditLog('Sublime.Audit'),
    has: ['created_by.email_address', 'data.request'],
    is: { type: /^[a-z_]+(\.[a-z_]+)+$/ },
  },
  {
    origin: log('Sublime.MessageEvent'),
    has: ['created_at', 'data.flagged_rules', 'data.message'],
  },
  // https://docs.netskope.com/en/get-audit-events
  {
    origin: auditLog('Netskope.Audit'),
    has: ['audit_log_event'],
    any: [['supporting_data', 'is_netskope_personnel', 'ur_normalized']],
  },
  // https://help.zscaler.com/zia/nss-feed-output-format-admin-audit-logs
  ...['', 'event.'].map((at): Shape => ({
    origin: auditLog('Zscaler.ZIA.AdminAuditLog'),
    has: [`${at}auditlogtype`, `${at}adminid`],
  })),
  // https://docs.umbrella.com/deployment-umbrella/docs/dns-log-formats, as https://docs.panther.com/data-onboarding/supported-logs/cisco-umbrella names it
  {
    origin: log('CiscoUmbrella.DNS'),
    has: ['internalIp', 'externalIp', 'domain', 'responseCode'],
  },
  // https://learn.microsoft.com/en-us/graph/api/resources/security-alert
  {
    origin: log('MicrosoftGraph.SecurityAlertV2'),
    has: ['createdDateTime', 'serviceSource', 'severity', 'lastUpdateDateTime'],
  },
];

/** What runs a security team's own work. */
const OPERATIONS: readonly Shape[] = [
  // https://docs.panther.com/system-configuration/panther-audit-logs
  {
    origin: auditLog('Panther.Audit'),
    has: ['actionResult', 'actor'],
    any: [['actionParams', 'pantherVersion']],
    is: { actionName: /^[A-Z][A-Z0-9_]+$/ },
  },
  // https://www.tines.com/api/audit-logs/list
  { origin: auditLog('Tines.Audit'), has: ['operation_name', 'request_ip', 'tenant_id'] },
  // https://docs.panther.com/data-onboarding/supported-logs/axonius
  { origin: auditLog('Axonius.Activity'), is: { 'event.action': /^AuditAction\./ } },
];

export const SECURITY_SHAPES: readonly Shape[] = [...CLOUD, ...ENDPOINT, ...TRAFFIC, ...OPERATIONS];

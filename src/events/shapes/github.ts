/** What GitHub and GitLab record. */
import { auditLog, service } from './shape.ts';
import type { Shape } from './shape.ts';

/**
 * What the names of actions begin with.
 * https://docs.github.com/en/organizations/keeping-your-organization-secure/managing-security-settings-for-your-organization/audit-log-events-for-your-organization
 * https://docs.github.com/en/enterprise-cloud@latest/admin/monitoring-activity-in-your-enterprise/reviewing-audit-logs-for-your-enterprise/audit-log-events-for-your-enterprise
 */
const CATEGORIES = [
  'actions_cache|advisory_credit|artifact|audit_log_streaming|business\\w*|checks|codespaces|commit_comment',
  'copilot|custom_property_definition|custom_property_value|dependabot_\\w+|dependency_graph\\w*|deploy_key',
  'discussion\\w*|enterprise\\w*|enterprise_announcement|environment|external_\\w+|fine_grained_personal_access_token',
  'gist|git|git_signing_ssh_public_key|github_\\w+|hook|integration\\w*|ip_allow_list\\w*|issue\\w*|marketplace_\\w+',
  'members_can_\\w+|merge_queue|migration|network_configuration|oauth_\\w+|org|org_\\w+|organization_\\w+|packages',
  'pages_protected_domain|passkey|payment_method|personal_access_token|pre_receive_\\w+|prebuild_configuration',
  'private_\\w+|profile_picture|programmatic_access_request|project\\w*|protected_branch|public_key|pull_request\\w*',
  'repo|repository_\\w+|required_status_check|restrict_notification_delivery|role|secret_scanning\\w*|security_key',
  'self_hosted_runner\\w*|server|sponsors|ssh_certificate_\\w+|sso_redirect|staff|successor_invitation|team\\w*',
  'two_factor_authentication|user|user_\\w+|vulnerability_alert_rule|workflows|account|api|auto_approve_\\w+|billing',
].join('|');

export const GITHUB_SHAPES: readonly Shape[] = [
  {
    origin: service('github', 'audit'),
    any: [
      ['actor', 'actor_id', 'user'],
      ['org', 'repo', '_document_id', 'business', 'org_id'],
    ],
    is: { action: new RegExp(`^(${CATEGORIES})\\.[a-z_0-9.]+$`) },
    // A webhook's delivery holds whole objects.
    not: ['repository.full_name'],
  },
  // https://docs.github.com/en/webhooks/webhook-events-and-payloads
  {
    origin: auditLog('GitHub.Webhook'),
    any: [
      ['repository.full_name', 'repository.id', 'repository.html_url', 'repository.name'],
      [
        'workflow_job',
        'workflow_run',
        'pull_request',
        'issue',
        'release',
        'pusher',
        'head_commit',
        'check_run',
        'deployment',
        'discussion',
        'comment',
        'alert',
        'sender',
      ],
    ],
    not: ['project', 'object_kind', '_document_id'],
  },
  // https://docs.gitlab.com/administration/logs/#audit_jsonlog
  {
    origin: auditLog('GitLab.Audit'),
    has: ['author_id', 'entity_id', 'entity_type'],
    any: [['target_details', 'target_type', 'change', 'details']],
  },
];

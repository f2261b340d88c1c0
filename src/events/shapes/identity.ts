/** Services that sign people in, and those that keep their secrets. */
import { auditLog } from './shape.ts';
import type { Shape } from './shape.ts';

export const IDENTITY_SHAPES: readonly Shape[] = [
  // https://developers.onelogin.com/api-docs/1/events/event-resource
  {
    origin: auditLog('OneLogin.Events'),
    any: [
      ['actor_user_id', 'actor_user_name', 'actor_system', 'account_id', 'otp_device_id'],
      ['user_id', 'user_name', 'ipaddr', 'privilege_name', 'app_id', 'role_id'],
    ],
    is: { event_type_id: /^\d+$/ },
  },
  // https://duo.com/docs/adminapi#administrator-logs
  {
    origin: auditLog('Duo.Administrator'),
    has: ['isotimestamp', 'username'],
    any: [['description', 'object']],
    is: { action: /^[a-z0-9_]+$/ },
  },
  // https://duo.com/docs/adminapi#authentication-logs
  {
    origin: auditLog('Duo.Authentication'),
    has: ['access_device', 'auth_device'],
    any: [['factor', 'reason', 'txid']],
  },
  // https://auth0.com/docs/deploy-monitor/logs/log-event-type-codes, https://docs.panther.com/data-onboarding/supported-logs/auth0
  {
    origin: auditLog('Auth0.Events'),
    any: [
      ['log_id', 'data.log_id', 'data._id'],
      [
        'data.tenant_name',
        'data.client_id',
        'data.client_name',
        'data.connection',
        'data.details',
        'data.user_agent',
      ],
    ],
    is: { 'data.type': /^[a-z0-9_]{1,40}$/ },
  },
  // https://developer.1password.com/docs/events-api/reference/
  {
    origin: auditLog('OnePassword.SignInAttempt'),
    has: ['session_uuid', 'target_user', 'client'],
    any: [['category', 'country']],
  },
  { origin: auditLog('OnePassword.ItemUsage'), has: ['item_uuid', 'vault_uuid', 'user', 'client'] },
  { origin: auditLog('OnePassword.AuditEvent'), has: ['actor_uuid', 'object_type', 'object_uuid', 'action'] },
];

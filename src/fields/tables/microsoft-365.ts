/** Microsoft 365's unified audit log and its ECS names. */
import { dataset, derived, same } from '../field-table.ts';
import type { FieldRow } from '../field-table.ts';

export const MICROSOFT_365_AUDIT: readonly FieldRow[] = [
  // The integration renames three Entra operations on their way to ECS.
  derived('event.action', 'Operation', {
    kind: 'renamed',
    of: {
      'add user.': 'added-user-account',
      'update user.': 'modified-user-account',
      'delete user.': 'deleted-user-account',
    },
  }),
  same('event.provider', 'Workload'),
  same('event.id', 'Id'),
  same('@timestamp', 'CreationTime'),
  same('user.id', 'UserId'),
  same('o365.audit.UserId', 'UserId'),
  same('organization.id', 'OrganizationId'),
  same('user_agent.original', 'UserAgent'),
  derived('event.outcome', 'ResultStatus', {
    kind: 'choice',
    of: { failed: 'failure', false: 'failure' },
    otherwise: 'success',
    absent: 'success',
  }),
  ...[
    'ApplicationId',
    'UserType',
    'UserKey',
    'ObjectId',
    'ResultStatus',
    'RecordType',
    'LogonError',
    'ErrorNumber',
    'Members',
    'Actor.ID',
    'Actor.Type',
    'Target.ID',
    'Target.Type',
    'AzureActiveDirectoryEventType',
    'CommunicationType',
    'SearchQueryText',
    'ClientAppId',
    'ExternalAccess',
    'LogonType',
    'TeamName',
    'ItemType',
    'SourceFileExtension',
    'SourceFileName',
    'SiteUrl',
  ].map((field) => same(`o365.audit.${field}`, field)),
  ...dataset('o365.audit', 'o365'),
];

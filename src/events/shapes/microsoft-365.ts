/** https://learn.microsoft.com/en-us/office/office-365-management-api/office-365-management-activity-api-schema */
import { service } from './shape.ts';
import type { Shape } from './shape.ts';

const AUDIT = { ...service('m365'), services: null };

export const MICROSOFT_365_SHAPES: readonly Shape[] = [
  {
    origin: AUDIT,
    any: [
      [
        'RecordType',
        'OrganizationId',
        'UserKey',
        'CreationTime',
        'UserType',
        'ResultStatus',
        'ObjectId',
        'UserId',
      ],
    ],
    is: { Operation: /^[\w .,()-]+$/, Workload: /^[A-Z]\w+$/ },
  },
  {
    origin: AUDIT,
    has: ['Operation', 'OrganizationId', 'UserKey'],
    any: [['CreationTime', 'UserType']],
    is: { RecordType: /./ },
    not: ['AuditData'],
  },
];

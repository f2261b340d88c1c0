/**
 * GuardDuty's findings (https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_finding-format.html; the API and EventBridge differ in the letters' case)
 * and their ECS names, as Elastic's integration gives them: https://www.elastic.co/docs/reference/integrations/aws/guardduty
 */
import { constant, dataset, same } from '../field-table.ts';
import type { FieldRow } from '../field-table.ts';

export const AWS_GUARDDUTY: readonly FieldRow[] = [
  same('event.id', 'id'),
  same('rule.name', 'title'),
  same('message', 'description'),
  same('aws.guardduty.type', 'type'),
  same('aws.guardduty.severity.code', 'severity'),
  same('aws.guardduty.title', 'title'),
  same('aws.guardduty.arn', 'arn'),
  same('cloud.account.id', 'accountId'),
  same('cloud.region', 'region'),
  same('aws.guardduty.resource.type', 'resource.resourceType'),
  same('aws.guardduty.service.action.type', 'service.action.actionType'),
  same('aws.guardduty.service.archived', 'service.archived'),
  same('aws.guardduty.service.count', 'service.count'),
  same('user.name', 'resource.accessKeyDetails.userName'),
  constant('cloud.provider', 'aws'),
  constant('event.category', ['intrusion_detection']),
  ...dataset('aws.guardduty', 'aws').filter(({ name }) => name !== 'event.kind'),
  constant('event.kind', 'alert'),
];

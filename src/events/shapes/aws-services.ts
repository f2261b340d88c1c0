/** Amazon's services beside CloudTrail. */
import { service } from './shape.ts';
import type { Shape } from './shape.ts';

const GUARDDUTY = service('aws', 'guardduty');

export const AWS_SERVICE_SHAPES: readonly Shape[] = [
  // https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_finding-format.html, as EventBridge and exports have it, and as the API has it
  {
    origin: GUARDDUTY,
    has: ['schemaVersion', 'accountId', 'type', 'severity'],
    is: { 'service.serviceName': /^guardduty$/ },
  },
  {
    origin: GUARDDUTY,
    has: ['SchemaVersion', 'AccountId', 'Type', 'Severity'],
    is: { 'Service.ServiceName': /^guardduty$/ },
  },
];

/** https://developer.okta.com/docs/api/openapi/okta-management/management/tag/SystemLog/ */
import { service } from './shape.ts';
import type { Shape } from './shape.ts';

const SYSTEM_LOG = service('okta', 'okta');
const EVENT_TYPE = /^[a-z0-9_]+(\.[a-z0-9_]+)+$/i;

export const OKTA_SHAPES: readonly Shape[] = [
  {
    origin: SYSTEM_LOG,
    any: [['debugContext', 'authenticationContext', 'securityContext', 'legacyEventType', 'outcome.result']],
    is: { eventType: EVENT_TYPE },
  },
  {
    origin: SYSTEM_LOG,
    has: ['published', 'severity', 'client'],
    any: [['actor.alternateId', 'actor.type', 'actor.id']],
    is: { eventType: EVENT_TYPE },
  },
];

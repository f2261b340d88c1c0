/** https://developer.okta.com/docs/api/openapi/okta-management/management/tag/SystemLog/ */
import { service } from './shape.ts';
import type { Shape } from './shape.ts';

export const OKTA_SHAPES: readonly Shape[] = [
  {
    origin: service('okta', 'okta'),
    has: ['eventType', 'actor'],
    any: [['outcome', 'debugContext', 'authenticationContext']],
  },
];

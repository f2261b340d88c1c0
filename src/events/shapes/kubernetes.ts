/** https://kubernetes.io/docs/reference/config-api/apiserver-audit.v1/ */
import { service } from './shape.ts';
import type { Shape } from './shape.ts';

const AUDIT = service('kubernetes', 'audit');

export const KUBERNETES_SHAPES: readonly Shape[] = [
  { origin: AUDIT, is: { apiVersion: /^audit\.k8s\.io\// } },
  { origin: AUDIT, has: ['verb'], any: [['objectRef', 'requestURI', 'auditID']] },
];

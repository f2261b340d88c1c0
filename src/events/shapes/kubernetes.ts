/** https://kubernetes.io/docs/reference/config-api/apiserver-audit.v1/ */
import { service } from './shape.ts';
import type { Shape } from './shape.ts';

/** Sigma's rules say that it is an application's log. */
const AUDIT = { ...service('kubernetes', 'audit'), categories: ['application'] };

export const KUBERNETES_SHAPES: readonly Shape[] = [
  { origin: AUDIT, is: { apiVersion: /^audit\.k8s\.io\// }, not: ['items'] },
  { origin: AUDIT, has: ['verb'], any: [['objectRef', 'requestURI', 'auditID']] },
  { origin: AUDIT, has: ['verb', 'responseStatus', 'sourceIPs'], is: { kind: /^Event$/ } },
];

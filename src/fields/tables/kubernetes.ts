/** Kubernetes' audit log and its ECS names. */
import { dataset, derived, same } from '../field-table.ts';
import type { FieldRow } from '../field-table.ts';

const CONTAINERS = ['containers', 'initContainers', 'ephemeralContainers'];

/** What Sigma's rules call by its last key alone, and where a record has it. https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/ */
export const INNER_KEYS: Readonly<Record<string, readonly string[]>> = {
  apiGroup: ['objectRef.apiGroup'],
  hostPath: ['requestObject.spec.volumes.hostPath.path'],
  capabilities: CONTAINERS.map((kind) => `requestObject.spec.${kind}.securityContext.capabilities.add`),
};

export const KUBERNETES_AUDIT: readonly FieldRow[] = [
  ...Object.entries(INNER_KEYS).map(([key, paths]) =>
    same(`kubernetes.audit.${paths[0] ?? ''}`, ...paths, key),
  ),
  same('event.action', 'verb'),
  same('kubernetes.audit.verb', 'verb'),
  // Elasticsearch takes dots in keys for paths: the integration writes them as underscores.
  same(
    'kubernetes.audit.annotations.authorization_k8s_io/decision',
    'annotations.authorization.k8s.io/decision',
  ),
  same('kubernetes.audit.annotations.authorization_k8s_io/reason', 'annotations.authorization.k8s.io/reason'),
  same('event.id', 'auditID'),
  same('@timestamp', 'requestReceivedTimestamp'),
  derived('source.ip', 'sourceIPs', { kind: 'ip' }),
  same('user_agent.original', 'userAgent'),
  same('user.name', 'user.username'),
  ...[
    'objectRef',
    'user',
    'impersonatedUser',
    'requestObject',
    'responseObject',
    'responseStatus',
    'annotations',
  ].map((field) => same(`kubernetes.audit.${field}.*`, `${field}.*`)),
  ...['requestURI', 'stage', 'level', 'sourceIPs', 'userAgent', 'auditID', 'kind', 'apiVersion'].map(
    (field) => same(`kubernetes.audit.${field}`, field),
  ),
  ...dataset('kubernetes.audit_logs', 'kubernetes'),
];

/**
 * https://docs.github.com/en/webhooks/webhook-events-and-payloads: what GitHub tells a web hook. Who acted is an object there, where the audit log has a name.
 */
import { service } from './shape.ts';
import type { Shape } from './shape.ts';

export const GITHUB_WEBHOOK_SHAPES: readonly Shape[] = [
  {
    origin: service('github', 'webhook'),
    has: ['sender.login'],
    any: [['repository.full_name', 'organization.login', 'enterprise.slug', 'installation.id']],
    not: ['actor', '_document_id'],
  },
];

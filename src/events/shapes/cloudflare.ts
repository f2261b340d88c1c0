/** https://developers.cloudflare.com/logs/logpush/logpush-job/datasets/ */
import { auditLog, log } from './shape.ts';
import type { Shape } from './shape.ts';

export const CLOUDFLARE_SHAPES: readonly Shape[] = [
  { origin: log('Cloudflare.Firewall'), has: ['Action', 'ClientIP', 'RayID', 'RuleID'] },
  {
    origin: log('Cloudflare.HttpRequest'),
    has: ['ClientRequestURI', 'ClientRequestMethod', 'ClientIP'],
    any: [['RayID', 'EdgeStartTimestamp', 'EdgeResponseStatus', 'CacheCacheStatus']],
    not: ['RuleID'],
  },
  { origin: auditLog('Cloudflare.Audit'), has: ['ActionType', 'ActorEmail', 'OwnerID', 'ResourceType'] },
];

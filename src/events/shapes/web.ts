/** Records of requests, as web servers write them: src/fields/tables/web-servers.ts cites each format. */
import type { EventOrigin } from '../../fields/event-origin.ts';
import { categoriesOfServices } from '../../fields/service-categories.ts';
import { service } from './shape.ts';
import type { Shape } from './shape.ts';

function requests(origin: EventOrigin): EventOrigin {
  return { ...origin, categories: categoriesOfServices(origin.product, origin.services ?? []) };
}

export const WEB_SHAPES: readonly Shape[] = [
  {
    origin: requests(service('nginx', 'access', 'nginx')),
    has: ['remote_addr', 'status'],
    any: [
      ['request_uri', 'request'],
      ['body_bytes_sent', 'http_user_agent', 'request_time', 'time_local', 'time_iso8601'],
    ],
  },
  {
    origin: requests(service('traefik', 'access')),
    has: ['RequestMethod', 'RequestPath', 'DownstreamStatus'],
  },
  {
    origin: requests(service('caddy', 'access')),
    has: ['request.method', 'request.uri', 'status'],
    is: { logger: /^http\.log\.access/ },
  },
];

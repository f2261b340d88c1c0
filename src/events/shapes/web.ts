/** Records of requests, as web servers, load balancers and firewalls before them write them: src/fields/tables/web-servers.ts cites each format. */
import { service } from './shape.ts';
import type { Shape } from './shape.ts';

const REQUESTS = ['webserver', 'web'];

export const WEB_SHAPES: readonly Shape[] = [
  {
    origin: { ...service('nginx', 'access', 'nginx'), categories: REQUESTS },
    has: ['remote_addr', 'status'],
    any: [
      ['request_uri', 'request'],
      ['body_bytes_sent', 'http_user_agent', 'request_time', 'time_local', 'time_iso8601'],
    ],
  },
  {
    origin: { ...service('traefik', 'access'), categories: REQUESTS },
    has: ['RequestMethod', 'RequestPath', 'DownstreamStatus'],
  },
  {
    origin: { ...service('caddy', 'access'), categories: REQUESTS },
    has: ['request.method', 'request.uri', 'status'],
    is: { logger: /^http\.log\.access/ },
  },
  {
    origin: { ...service('aws', 'wafwebacl'), categories: REQUESTS },
    has: ['webaclId', 'terminatingRuleId', 'httpRequest.clientIp'],
  },
  {
    origin: { ...service('gcp', 'httploadbalancer', 'loadbalancing_logs'), categories: REQUESTS },
    has: ['httpRequest.requestUrl'],
    is: { 'resource.type': /^http_load_balancer$/ },
  },
];

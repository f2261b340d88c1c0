/** Records that web servers, load balancers and firewalls before them write of a request, and their ECS names. */
import { constant, dataset, derived, same, spelled } from '../field-table.ts';
import type { FieldRow } from '../field-table.ts';

/** The target as the client sent it. */
function target(...natives: readonly string[]): readonly FieldRow[] {
  return [
    same('url.original', ...natives),
    derived('url.path', natives, { kind: 'uri_path' }),
    derived('url.query', natives, { kind: 'uri_query' }),
    derived('url.extension', natives, { kind: 'uri_extension' }),
  ];
}

const WEB: FieldRow = constant('event.category', 'web');

/** Variables of nginx: https://nginx.org/en/docs/http/ngx_http_core_module.html#variables, …/ngx_http_log_module.html */
export const NGINX: readonly FieldRow[] = [
  derived('source.ip', 'remote_addr', { kind: 'ip' }),
  same('source.address', 'remote_addr'),
  same('source.port', 'remote_port'),
  same('user.name', 'remote_user'),
  same('http.request.method', 'request_method'),
  ...target('request_uri'),
  same('url.domain', 'http_host', 'host', 'server_name'),
  same('http.response.status_code', 'status'),
  same('http.response.body.bytes', 'body_bytes_sent'),
  same('http.request.referrer', 'http_referer', 'http_referrer'),
  same('user_agent.original', 'http_user_agent'),
  same('http.version', 'server_protocol'),
  WEB,
  ...dataset('nginx.access', 'nginx'),
];

/** https://doc.traefik.io/traefik/observe/logs-and-access-logs/ */
export const TRAEFIK: readonly FieldRow[] = [
  derived('source.ip', 'ClientHost', { kind: 'ip' }),
  same('source.address', 'ClientHost'),
  same('source.port', 'ClientPort'),
  same('user.name', 'ClientUsername'),
  same('http.request.method', 'RequestMethod'),
  ...target('RequestPath'),
  same('url.domain', 'RequestHost'),
  same('http.response.status_code', 'DownstreamStatus'),
  same('http.response.body.bytes', 'DownstreamContentSize'),
  same('http.request.referrer', 'request_Referer'),
  same('user_agent.original', 'request_User-Agent'),
  WEB,
  ...dataset('traefik.access', 'traefik'),
];

/** https://caddyserver.com/docs/logging */
export const CADDY: readonly FieldRow[] = [
  derived('source.ip', ['request.client_ip', 'request.remote_ip'], { kind: 'ip' }),
  same('source.port', 'request.remote_port'),
  same('user.name', 'user_id'),
  same('http.request.method', 'request.method'),
  ...target('request.uri'),
  same('url.domain', 'request.host'),
  same('http.version', 'request.proto'),
  same('http.response.status_code', 'status'),
  same('http.response.body.bytes', 'size'),
  same('user_agent.original', 'request.headers.User-Agent'),
  same('http.request.referrer', 'request.headers.Referer'),
  WEB,
];

/**
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html, as Panther and Athena name its columns:
 * https://docs.panther.com/data-onboarding/supported-logs/aws/alb, https://docs.aws.amazon.com/athena/latest/ug/create-alb-access-logs-table.html
 */
export const AWS_LOAD_BALANCER: readonly FieldRow[] = [
  derived('source.ip', ['clientIp', 'client_ip'], { kind: 'ip' }),
  same('source.address', 'clientIp', 'client_ip'),
  same('source.port', 'clientPort', 'client_port'),
  same('destination.ip', 'targetIp', 'target_ip'),
  same('destination.port', 'targetPort', 'target_port'),
  same('http.request.method', 'requestHttpMethod', 'request_verb'),
  ...target('requestUrl', 'request_url'),
  same('http.version', 'requestHttpVersion', 'request_proto'),
  same('url.domain', 'domainName', 'domain_name'),
  same('http.response.status_code', 'elbStatusCode', 'elb_status_code'),
  same('http.request.body.bytes', 'receivedBytes', 'received_bytes'),
  same('http.response.body.bytes', 'sentBytes', 'sent_bytes'),
  same('user_agent.original', 'userAgent', 'user_agent'),
  same('tls.cipher', 'sslCipher', 'ssl_cipher'),
  same('aws.elb.name', 'elb'),
  constant('cloud.provider', 'aws'),
  WEB,
  ...dataset('aws.elb_logs', 'aws'),
];

/** https://docs.aws.amazon.com/waf/latest/developerguide/logging-fields.html */
export const AWS_WAF: readonly FieldRow[] = [
  derived('source.ip', 'httpRequest.clientIp', { kind: 'ip' }),
  same('source.geo.country_iso_code', 'httpRequest.country'),
  same('http.request.method', 'httpRequest.httpMethod'),
  same('http.version', 'httpRequest.httpVersion'),
  same('http.request.id', 'httpRequest.requestId'),
  same('url.path', 'httpRequest.uri'),
  derived('url.extension', 'httpRequest.uri', { kind: 'uri_extension' }),
  same('url.query', 'httpRequest.args'),
  same('rule.id', 'terminatingRuleId'),
  same('aws.waf.arn', 'webaclId'),
  spelled('event.action', 'action'),
  constant('cloud.provider', 'aws'),
  WEB,
  ...dataset('aws.waf', 'aws'),
];

/** https://cloud.google.com/logging/docs/reference/v2/rest/v2/LogEntry#HttpRequest */
export const GCP_LOAD_BALANCER: readonly FieldRow[] = [
  derived('source.ip', 'httpRequest.remoteIp', { kind: 'ip' }),
  derived('destination.ip', 'httpRequest.serverIp', { kind: 'ip' }),
  same('http.request.method', 'httpRequest.requestMethod'),
  ...target('httpRequest.requestUrl'),
  same('http.response.status_code', 'httpRequest.status'),
  same('http.request.referrer', 'httpRequest.referer'),
  same('user_agent.original', 'httpRequest.userAgent'),
  constant('cloud.provider', 'gcp'),
  WEB,
  ...dataset('gcp.loadbalancing_logs', 'gcp'),
];

/** Zeek's logs (https://docs.zeek.org/en/master/logs/) and their ECS names, as Elastic's integration gives them: https://www.elastic.co/docs/reference/integrations/zeek */
import { constant, dataset, derived, same } from '../field-table.ts';
import type { FieldRow } from '../field-table.ts';

/** Columns of every log of a connection. */
const CONNECTION: readonly FieldRow[] = [
  same('@timestamp', 'ts'),
  same('zeek.session_id', 'uid'),
  same('source.ip', 'id.orig_h'),
  same('source.address', 'id.orig_h'),
  same('source.port', 'id.orig_p'),
  same('destination.ip', 'id.resp_h'),
  same('destination.address', 'id.resp_h'),
  same('destination.port', 'id.resp_p'),
  derived('network.transport', 'proto', { kind: 'lower' }),
];

/** https://docs.zeek.org/en/master/logs/conn.html */
const CONN: readonly FieldRow[] = [
  same('network.protocol', 'service'),
  same('source.bytes', 'orig_ip_bytes'),
  same('source.packets', 'orig_pkts'),
  same('destination.bytes', 'resp_ip_bytes'),
  same('destination.packets', 'resp_pkts'),
  constant('event.category', 'network'),
];

/** https://docs.zeek.org/en/master/logs/dns.html */
const DNS: readonly FieldRow[] = [
  same('dns.question.name', 'query'),
  same('dns.question.type', 'qtype_name'),
  same('dns.question.class', 'qclass_name'),
  same('dns.response_code', 'rcode_name'),
  same('dns.answers.data', 'answers'),
  same('dns.id', 'trans_id'),
  constant('network.protocol', 'dns'),
  constant('event.category', 'network'),
];

/** https://docs.zeek.org/en/master/logs/http.html: the log has the request's target as the client sent it. */
const HTTP: readonly FieldRow[] = [
  same('url.original', 'uri'),
  derived('url.path', 'uri', { kind: 'uri_path' }),
  derived('url.query', 'uri', { kind: 'uri_query' }),
  derived('url.extension', 'uri', { kind: 'uri_extension' }),
  same('url.domain', 'host'),
  same('destination.domain', 'host'),
  same('http.request.method', 'method'),
  same('http.request.referrer', 'referrer'),
  same('http.request.body.bytes', 'request_body_len'),
  same('http.response.body.bytes', 'response_body_len'),
  same('http.response.status_code', 'status_code'),
  same('http.response.mime_type', 'resp_mime_types'),
  same('http.version', 'version'),
  same('user_agent.original', 'user_agent'),
  same('url.username', 'username'),
  same('user.name', 'username'),
  same('url.password', 'password'),
  constant('network.transport', 'tcp'),
  constant('network.protocol', 'http'),
  constant('event.category', ['network', 'web']),
];

/** https://docs.zeek.org/en/master/logs/ssl.html */
const SSL: readonly FieldRow[] = [
  same('tls.client.server_name', 'server_name'),
  same('destination.domain', 'server_name'),
  same('tls.cipher', 'cipher'),
  same('tls.curve', 'curve'),
  same('tls.established', 'established'),
  same('tls.resumed', 'resumed'),
  same('tls.client.ja3', 'ja3'),
  same('tls.server.ja3s', 'ja3s'),
  constant('network.transport', 'tcp'),
  constant('network.protocol', 'tls'),
  constant('event.category', 'network'),
];

const FILES: readonly FieldRow[] = [
  same('file.mime_type', 'mime_type'),
  same('file.name', 'filename'),
  same('file.hash.md5', 'md5'),
  same('file.hash.sha1', 'sha1'),
  same('file.hash.sha256', 'sha256'),
];

const KERBEROS: readonly FieldRow[] = [
  same('tls.cipher', 'cipher'),
  constant('network.protocol', 'kerberos'),
  constant('event.category', ['network', 'authentication']),
];

const NOTICE: readonly FieldRow[] = [same('rule.name', 'note'), same('rule.description', 'msg')];

/** A log's own columns, the rest of them under its name. */
function log(
  name: string,
  rows: readonly FieldRow[] = [constant('event.category', 'network')],
): readonly FieldRow[] {
  return [...rows, ...CONNECTION, ...dataset(name, 'zeek'), same(`${name}.*`, '*')];
}

/** By log; the data set of conn.log has a name of its own. */
export const ZEEK_LOGS: Readonly<Record<string, readonly FieldRow[]>> = {
  conn: log('zeek.connection', CONN),
  dns: log('zeek.dns', DNS),
  http: log('zeek.http', HTTP),
  ssl: log('zeek.ssl', SSL),
  files: log('zeek.files', FILES),
  kerberos: log('zeek.kerberos', KERBEROS),
  notice: log('zeek.notice', NOTICE),
  ...Object.fromEntries(
    ['dce_rpc', 'ntlm', 'rdp', 'smb_files', 'smb_mapping', 'smtp', 'ssh', 'ftp', 'rfb', 'x509', 'weird'].map(
      (name) => [name, log(`zeek.${name}`)],
    ),
  ),
  '*': CONNECTION,
};
